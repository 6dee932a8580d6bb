import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type Checkpoint, readCheckpoint } from "../engine/checkpoint";
import { enterEnvironment, sandboxEnvironment } from "../engine/environment";
import { EngineFolder } from "../engine/folder";
import { Interrupts } from "../engine/interrupt";
import { Screen } from "../engine/screen";
import { projectName, stackSettings } from "../engine/settings";
import type { Project, Surroundings } from "../engine/surroundings";
import type { SandboxFolder } from "../folder";
import { tryLock } from "../lock";
import { commandLine, folderOf, type Options } from "./options";

/** One command's hold on a sandbox: nobody else works in its folder meanwhile. */
export interface Sandbox {
  project: Project;
  projectName: string;
  options: Options;
  engine: EngineFolder;
  surroundings: Surroundings;
  screen: Screen;
  interrupts: Interrupts;
  /** The stack's state as it is now, undefined when it was never deployed. */
  checkpoint: () => Checkpoint | undefined;
}

/**
 * Opens a sandbox for one command on a stack and closes it afterwards. An unknown stack and a broken configuration file
 * or state are errors that come before anything is touched.
 */
export async function withStack(
  project: Project,
  options: Options,
  command: string,
  stream: NodeJS.WriteStream,
  run: (sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  stackSettings(project, options.stack, undefined);
  await withSandbox(project, options, command, stream, async (sandbox) => {
    sandbox.checkpoint();
    await run(sandbox);
  });
}

/** Opens a sandbox for one command and closes it afterwards. */
export async function withSandbox(
  project: Project,
  options: Options,
  command: string,
  stream: NodeJS.WriteStream,
  run: (sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  const name = projectName(project.folder);
  await withFolder(options, command, async (folder) => {
    const engine = new EngineFolder(folder);
    const screen = new Screen(stream);
    const interrupts = new Interrupts(screen, engine.pid);
    try {
      const checkpoint = () => readCheckpoint(engine, name, options.stack);
      const user = { ...process.env };
      enterEnvironment(sandboxEnvironment(folder, user));
      const surroundings = project.surroundings(folder, user, { images: options.images, pods: options.pods });
      await run({
        project,
        projectName: name,
        options,
        engine,
        surroundings,
        screen,
        interrupts,
        checkpoint,
      });
    } finally {
      interrupts.close();
    }
  });
}

/** Holds a sandbox's folder for one command; another command at work in it is an error. */
export async function withFolder(
  options: Options,
  command: string,
  run: (folder: SandboxFolder) => Promise<void>,
): Promise<void> {
  const folder = folderOf(options);
  mkdirSync(folder.path, { recursive: true });
  const release = await holdFolder(folder.path, command);
  await run(folder).finally(release);
}

/** The state of a stack that was deployed here; one that was not is an error that says how to. */
export function requireDeployed({ checkpoint, options, projectName }: Sandbox): Checkpoint {
  const state = checkpoint();
  if (state) return state;
  throw new Error(
    `stack ${options.stack} of project ${projectName} was never deployed in ${folderOf(options).path}; deploy it with: ${commandLine("up", options)}`,
  );
}

/** The first lines of a command that works on a stack. */
export function printTitle({ screen, options, surroundings, projectName }: Sandbox): void {
  const { path } = folderOf(options);
  const near = relative(process.cwd(), path);
  screen.print(
    screen.paint(
      "bold",
      `Sandbox ${near.startsWith("..") ? path : near}, project ${projectName}, stack ${options.stack}`,
    ),
  );
  screen.print(surroundings.title);
}

/** Whether a command was ever at work in the folder. */
export function isSandbox(path: string): boolean {
  return existsSync(holderOf(path));
}

function holderOf(path: string): string {
  return join(path, "command.json");
}

async function holdFolder(path: string, command: string): Promise<() => void> {
  const holder = holderOf(path);
  const release = await tryLock(join(path, "command"));
  if (release === undefined) {
    const { pid, command: other, since } = JSON.parse(readFileSync(holder, "utf8")) as Record<string, string>;
    throw new Error(
      `"${other}" (process ${pid}, since ${since}) is at work in ${path}; wait for it, or use --dir`,
    );
  }
  writeFileSync(holder, JSON.stringify({ pid: process.pid, command, since: new Date().toISOString() }));
  return release;
}
