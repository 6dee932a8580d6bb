import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { toolsFolder } from "../../../sandbox/folder";
import { run } from "../../../sandbox/run";
import { buildTool } from "../../../sandbox/toolBuild";
import { toolPins } from "../../../sandbox/toolPins";
import type { Vulnerability } from "./vulnerabilities";

const message = z.object({
  osv: z.object({ id: z.string(), summary: z.string().default("") }).optional(),
  finding: z
    .object({
      osv: z.string(),
      trace: z.array(z.object({ module: z.string(), version: z.string().default("") })),
    })
    .optional(),
});

/** The binaries that the sandbox has built so far. */
export function builtTools(): string[] {
  return Object.keys(toolPins)
    .map((tool) => join(toolsFolder, tool))
    .filter((file) => existsSync(file));
}

/**
 * What a database knows of the modules that a Go binary is made of; undefined when the database does not answer. The
 * tools are built without a symbol table, so it cannot be told which functions of them are there.
 */
export async function govulncheck(binary: string, database: string): Promise<Vulnerability[] | undefined> {
  const command = await buildTool("govulncheck", (line) => console.error(line));
  const args = ["-mode", "binary", "-format", "json", "-db", database, binary];
  const output = await run(command, args, { maxBuffer: 2 ** 28 }).catch((error: { stderr: string }) => {
    if (/fetching vulnerabilities|unrecognized vulndb format/.test(error.stderr)) return undefined;
    throw error;
  });
  if (output === undefined) return undefined;
  // One JSON value after the other, each indented.
  const messages = output.stdout.split(/\n(?=\{)/).map((text) => message.parse(JSON.parse(text)));
  const titles = new Map(messages.flatMap(({ osv }) => (osv ? [[osv.id, osv.summary]] : [])));
  const found = messages.flatMap(({ finding }) => {
    const [place] = finding?.trace ?? [];
    if (!finding || !place) return [];
    const what = `${binary} has ${place.module} ${place.version}: ${titles.get(finding.osv)}`;
    return [[finding.osv, { id: finding.osv, what }] as const];
  });
  return [...new Map(found).values()];
}
