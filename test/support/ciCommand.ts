/**
 * Runs a script of ci/ on a stack of this program in a sandbox, with the sandbox's engine in place of the installed one:
 * `ciCommand.ts deploy|drift|preview <sandbox> <stack>`, with stack files of the folder in LOKLAK_STACKS.
 */
import { deploy } from "../../ci/deploy";
import { drift } from "../../ci/drift";
import { preview } from "../../ci/preview";
import { runEngine } from "../../sandbox/commands/engine";
import { withStack } from "../../sandbox/commands/sandbox";
import { loklak } from "../../sandbox/loklak";

const [command, dir, stack = ""] = process.argv.slice(2);
const project = { ...loklak, folder: process.env.LOKLAK_STACKS ?? "" };
const options = { dir, stack, policies: false };

withStack(project, options, `ci ${command}`, process.stdout, (sandbox) =>
  runEngine(sandbox, command === "deploy" ? "up" : "preview", async (stack, run) => {
    if (command === "deploy") return deploy(stack, run);
    if (command === "preview") return preview(stack, run);
    const found = await drift(stack, run);
    for (const line of found) console.log(`drift: ${line}`);
    if (found.length > 0) process.exitCode = 1;
  }),
).catch((error: Error) => {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
});
