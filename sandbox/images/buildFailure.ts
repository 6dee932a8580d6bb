/** How a failed command of the Docker CLI comes back. */
export interface CommandFailure {
  stderr: string;
}

type Remedies = [sign: RegExp, remedy: string][];

const engineRemedies: Remedies = [
  [
    /cannot connect to the Docker daemon/i,
    "start the engine, or give the image by digest in the configuration, then nothing is built",
  ],
];

const remedies: Record<"built" | "pushed", Remedies> = {
  built: [
    ...engineRemedies,
    [
      /checksums? did NOT match/,
      "what was fetched is not what its .sha256 names: check version and checksum beside the Dockerfile",
    ],
    [
      /has no LOKLAK_COMMIT/,
      "loklak:loklak.source.commit must be a full commit of loklak:loklak.source.repository",
    ],
  ],
  pushed: [
    ...engineRemedies,
    [/unauthorized|denied|no basic auth/, "log in to the registry as a user who may push"],
    [/x509|certificate/, "the engine must trust the authority that signed the registry's certificate"],
    [
      /connection refused|no such host|i\/o timeout/,
      "the registry must run and be reachable from the engine",
    ],
  ],
};

/** One error that names the image, what went wrong in Docker's own words, and what to do about it. */
export function imageError(image: string, verb: "built" | "pushed", { stderr }: CommandFailure): Error {
  const why = cause(stderr);
  const remedy = remedies[verb].find(([sign]) => sign.test(why))?.[1] ?? "see what the failed step says";
  return new Error(`image ${image} was not ${verb}: ${why}; ${remedy}`);
}

/** What the failed step printed, without the numbers and times that BuildKit puts before it; else BuildKit's own words. */
function cause(stderr: string): string {
  const [, step, error = ""] = /^(#\d+) ERROR:? ?(.*)/m.exec(stderr) ?? [];
  const printed =
    step === undefined
      ? stderr.trim().split("\n").slice(-2)
      : [...stderr.matchAll(new RegExp(`^${step} \\d+\\.\\d+ (.+)$`, "gm"))].map(([, line]) => line ?? "");
  return (printed.length > 0 ? printed : [error])
    .slice(-4)
    .join(" | ")
    .replace(/\u001b\[\d*m/g, "")
    .trim();
}
