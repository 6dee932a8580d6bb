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
  const plugin = `resource-${name}-v${version}`;
  const installed = join(PULUMI_HOME ?? join(homedir(), ".pulumi"), "plugins", plugin);
  const link = join(engine.home, "plugins", plugin);
  rmSync(link, { force: true });
  if (!existsSync(join(installed, `pulumi-resource-${name}`))) return false;
  mkdirSync(join(engine.home, "plugins"), { recursive: true });
  symlinkSync(installed, link);
  return true;
}
