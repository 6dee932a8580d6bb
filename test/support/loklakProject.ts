import { runCommandLine } from "../../sandbox/cli";

/** The sandbox's command line on this program, with stack files of the folder in LOKLAK_STACKS instead of its own. */
void runCommandLine(async () => {
  const { loklak } = await import("../../sandbox/loklak");
  return { ...loklak, folder: process.env.LOKLAK_STACKS! };
}, process.argv);
