import { existsSync, readFileSync } from "node:fs";
import type { Stack } from "@pulumi/pulumi/automation";
import { parse } from "yaml";
import type { Checkpoint } from "./checkpoint";
import { printedBy } from "./failure";
import { replaceFile } from "../replaceFile";
import type { EngineFolder } from "./folder";
import { projectName, stackSettings } from "./settings";
import type { Project } from "./surroundings";

/** Opens a stack for the engine, with the configuration that its file in the project has now; makes it if it is new. */
export async function openStack(
  engine: EngineFolder,
  project: Project,
  name: string,
  checkpoint: Checkpoint | undefined,
): Promise<Stack> {
  const settings = engine.settings(projectName(project.folder), name);
  const salt = checkpoint?.encryptionSalt ?? savedSalt(settings);
  replaceFile(settings, stackSettings(project, name, salt));
  const stack = await select(engine, name, project).catch((error: Error) => {
    throw new Error(`the engine cannot open stack ${name}: ${printedBy(error)}`, { cause: error });
  });
  // After each operation the Automation API starts the engine up to three times more for its result, which nobody here
  // reads: what there is to know was in the events or is in the state.
  return Object.assign(stack, { outputs: async () => ({}), info: async () => undefined });
}

async function select(
  engine: EngineFolder,
  name: string,
  { folder, program, automation }: Project,
): Promise<Stack> {
  const { LocalWorkspace, PulumiCommand, Stack } = await automation();
  const workspace = await LocalWorkspace.create({
    workDir: engine.work(projectName(folder)),
    pulumiCommand: await PulumiCommand.get({ root: engine.installation }),
    secretsProvider: "passphrase",
    program,
  });
  return Stack.createOrSelect(name, workspace);
}

/** The salt that the engine made for a stack that it has not deployed yet. */
function savedSalt(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const { encryptionsalt } = (parse(readFileSync(file, "utf8")) ?? {}) as { encryptionsalt?: string };
  return encryptionsalt;
}
