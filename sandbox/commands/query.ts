import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Project } from "../engine/surroundings";
import { commandLine, type Options } from "./options";
import { requireDeployed, withStack } from "./sandbox";

/** Prints the stack's outputs as JSON, alone on stdout; secrets are not shown. */
export async function outputs(project: Project, options: Options): Promise<void> {
  await query(project, options, "outputs", ["stack", "output", "--json"]);
}

/** Prints the stack's state as `pulumi stack export` does, alone on stdout; secrets are not shown. */
export async function exportState(project: Project, options: Options): Promise<void> {
  await query(project, options, "export", ["stack", "export"]);
}

async function query(project: Project, options: Options, command: string, args: string[]): Promise<void> {
  await withStack(project, options, commandLine(command, options), process.stderr, async (sandbox) => {
    requireDeployed(sandbox);
    const { engine, surroundings, projectName, screen } = sandbox;
    engine.prepare(await surroundings.tools((line) => screen.print(line)), projectName);
    const { stdout } = await promisify(execFile)(
      join(engine.installation, "bin", "pulumi"),
      [...args, "--stack", options.stack, "--non-interactive"],
      { cwd: engine.work(projectName), maxBuffer: maximumOutputBytes },
    );
    process.stdout.write(stdout);
  });
}

const maximumOutputBytes = 256 * 1024 * 1024;
