import { runCommandLine } from "../../sandbox/cli";
import { type Fault, withFaults } from "./faults";
import { killedAt, type KillPoint } from "./killPoint";

/**
 * The sandbox's command line on this program, with stack files of the folder in LOKLAK_STACKS instead of its own;
 * LOKLAK_KILL is a KillPoint for the run, LOKLAK_FAULTS a list of Faults, LOKLAK_POLICIES=off takes the policies away.
 */
void runCommandLine(async (folder) => {
  const { loklak, projectIn } = await import("../../sandbox/loklak");
  const { LOKLAK_STACKS = "", LOKLAK_KILL, LOKLAK_FAULTS, LOKLAK_POLICIES } = process.env;
  const policies = LOKLAK_POLICIES === "off" ? undefined : loklak.policies;
  if (folder !== undefined) return { ...projectIn(folder), policies };
  const project = { ...loklak, folder: LOKLAK_STACKS, policies };
  if (LOKLAK_KILL !== undefined) return killedAt(project, JSON.parse(LOKLAK_KILL) as KillPoint);
  return withFaults(project, JSON.parse(LOKLAK_FAULTS ?? "[]") as Fault[]);
}, process.argv);
