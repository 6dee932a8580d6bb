import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { EngineFolder } from "./folder";

/**
 * Lets the sandbox's engine use the plugin that the user's own Pulumi has installed for exactly this version of a
 * package; false when there is none.
 */
export function useInstalledPlugin(
  engine: EngineFolder,
  { PULUMI_HOME }: NodeJS.ProcessEnv,
  name: string,
  version: string,
): boolean {
  const folder = `resource-${name}-v${version}`;
  const program = `pulumi-resource-${name}`;
  const installed = join(PULUMI_HOME ?? join(homedir(), ".pulumi"), "plugins", folder, program);
  // A folder with a link in it: the engine does not look into a folder that is a link itself.
  const own = join(engine.home, "plugins", folder);
  rmSync(own, { force: true, recursive: true });
  if (!existsSync(installed)) return false;
  mkdirSync(own, { recursive: true });
  symlinkSync(installed, join(own, program));
  return true;
}
