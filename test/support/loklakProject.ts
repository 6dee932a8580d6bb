import { runCommandLine } from "../../sandbox/cli";
import { killedAt, type KillPoint } from "./killPoint";

/**
 * The sandbox's command line on this program, with stack files of the folder in LOKLAK_STACKS instead of its own;
 * LOKLAK_KILL is a KillPoint for the run.
 */
void runCommandLine(async () => {
  const { loklak } = await import("../../sandbox/loklak");
  const { LOKLAK_STACKS = "", LOKLAK_KILL } = process.env;
  const project = { ...loklak, folder: LOKLAK_STACKS };
  return LOKLAK_KILL === undefined ? project : killedAt(project, JSON.parse(LOKLAK_KILL) as KillPoint);
}, process.argv);
