/**
 * `npm run pin`: writes the digests that the tags in bases.json have now. A program that built on a tag would build
 * something else tomorrow.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const file = process.argv[2] ?? join(__dirname, "bases.json");

/** The image by tag and digest; Docker pulls it, since only the registry knows. An unreachable one is an error. */
function pinned(image: string): string {
  const [tag = ""] = image.split("@");
  const docker = (...args: string[]) =>
    execFileSync("docker", args, { encoding: "utf8", stdio: "pipe" }).trim();
  docker("pull", "--quiet", "--platform", "linux/amd64", tag);
  const digests = docker("image", "inspect", "--format", '{{join .RepoDigests "\\n"}}', tag).split("\n");
  const repository = tag.replace(/:[^/:]*$/, "");
  const digest = digests.find((each) => each.startsWith(`${repository}@`))?.split("@")[1];
  if (digest === undefined)
    throw new Error(`${tag} has no digest of its registry, only ${digests.join(", ")}`);
  return `${tag}@${digest}`;
}

try {
  const bases = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  const entries = Object.entries(bases).map(([name, image]) => [name, pinned(image)] as const);
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
  for (const [name, image] of entries) console.log(`${name}: ${image}`);
} catch (error) {
  const { syscall, message } = error as NodeJS.ErrnoException;
  const cause = syscall?.startsWith("spawn") ? "docker is not installed" : message.trim();
  console.error(`error: nothing was pinned: ${cause}
Images are pulled to pin them: run this where a Docker engine runs and reaches their registry, and commit ${file}`);
  process.exit(1);
}
