import { execFile } from "node:child_process";
import { z } from "zod";
import { checkout } from "../../../sandbox/folder";
import type { Vulnerability } from "./vulnerabilities";

const advisory = z.object({ url: z.string(), name: z.string(), title: z.string(), range: z.string() });
const report = z.object({
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), advisory])) })),
});

/** What npm knows of the packages in package-lock.json; undefined when no registry tells. `registry` is npm's own setting by default. */
export async function npmAudit(registry?: string): Promise<Vulnerability[] | undefined> {
  const where = registry === undefined ? [] : ["--registry", registry];
  const output = await new Promise<string>((resolve) => {
    const args = ["audit", "--json", "--package-lock-only", ...where];
    // It also ends with an error when it finds something.
    execFile("npm", args, { cwd: checkout, maxBuffer: 2 ** 26 }, (_, stdout) => resolve(stdout));
  });
  const { success, data } = report.safeParse(JSON.parse(output));
  if (!success) return undefined;
  const advisories = Object.values(data.vulnerabilities).flatMap(({ via }) =>
    via.filter((each) => typeof each !== "string"),
  );
  return advisories.map(({ url, name, title, range }) => ({
    id: url.split("/").at(-1) ?? url,
    what: `${name} ${range}: ${title}`,
  }));
}
