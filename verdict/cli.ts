import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command, Option } from "commander";
import { Screen } from "../sandbox/engine/screen";
import { checkout } from "../sandbox/folder";
import { markdown } from "./markdown";
import { verdictOf } from "./run";
import { terminal } from "./terminal";
import { exitStatus, type Verdict } from "./types";

interface Options {
  base: string;
  stack?: string[];
  format: keyof typeof formats;
  output?: string;
  json?: string;
  markdown?: string;
}

const plain = (_: unknown, text: string): string => text;
const formats = {
  terminal: (verdict: Verdict) => terminal(verdict, plain),
  markdown,
  json: (verdict: Verdict) => `${JSON.stringify(verdict, undefined, 2)}\n`,
};

const program = new Command("npm run verdict --")
  .description(
    "Says what the working tree would do to the stacks as a commit describes them: deploys that commit's program into a sandbox " +
      "on this machine and previews the working tree on it. No cloud, no credential.",
  )
  .requiredOption(
    "--base <ref>",
    "what the working tree is held against: a branch, a tag or a commit, such as origin/master or HEAD",
  )
  .option("--stack <names...>", "only these stacks (default: all)")
  .addOption(
    new Option("--format <how>", "what is printed").choices(Object.keys(formats)).default("terminal"),
  )
  .option("--output <file>", "print it into a file")
  .option("--json <file>", "write it as JSON too")
  .option("--markdown <file>", "write it as a comment for a pull request too")
  .addHelpText(
    "after",
    "\nExit status: 0 nothing at stake, 2 something to look at, 3 data or address would be lost, 1 an error.\n" +
      "Which losses are meant is said in approvals.yaml, see docs/reference/verdict.md.",
  )
  .action(main);

async function main({ base, stack, format, output, json, markdown: comment }: Options): Promise<void> {
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => ending.abort());
  const progress = new Screen(process.stderr);
  const report = (line: string) => progress.print(line);
  const verdict = await verdictOf({ checkout, base, stacks: stack, report }, ending.signal);
  for (const [file, text] of [[json, formats.json] as const, [comment, markdown] as const])
    if (file !== undefined) writeFileSync(resolve(file), text(verdict));
  const screen = new Screen(process.stdout);
  if (output !== undefined) writeFileSync(resolve(output), formats[format](verdict));
  else if (format !== "terminal") process.stdout.write(formats[format](verdict));
  else process.stdout.write(terminal(verdict, (colour, text) => screen.paint(colour, text)));
  process.exitCode = exitStatus[verdict.severity];
}

program.parseAsync().catch((error: Error) => {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
});
