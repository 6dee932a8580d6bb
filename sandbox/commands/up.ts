import { stackType } from "../engine/checkpoint";
import type { Project } from "../engine/surroundings";
import { runEngine } from "./engine";
import { commandLine, type Options } from "./options";
import { type Sandbox, withStack } from "./sandbox";

export interface UpOptions extends Options {
  /** URNs: these are replaced even where nothing changed. */
  replace?: string[];
}

/** Makes the stack what the program says, and says how to look around. */
export async function up(project: Project, options: UpOptions): Promise<void> {
  const { replace } = options;
  await withStack(project, options, commandLine("up", options), process.stdout, async (sandbox) => {
    await runEngine(
      sandbox,
      "up",
      (stack, run) => stack.up({ ...run, replace }),
      (stack, run) => stack.preview({ ...run, replace }),
    );
    printClosing(sandbox);
  });
}

function printClosing({ screen, options, surroundings, checkpoint }: Sandbox): void {
  const resources = checkpoint()?.resources ?? [];
  const outputs = resources.find(({ type }) => type === stackType)?.outputs ?? {};
  screen.print("");
  screen.print(screen.paint("bold", "Outputs"));
  for (const [name, value] of Object.entries(outputs))
    screen.print(`  ${name.padEnd(22)} ${outputText(value)}`);
  const next = [
    ...surroundings.lookAround(resources),
    commandLine("preview", options) + "    # what a change would do",
    commandLine("outputs", options) + "    # all outputs, as JSON",
    commandLine("stop", options) + "    # ends the processes, keeps everything; up goes on",
    commandLine("destroy --exclude-protected", options) + "    # deletes all but data, address and keys",
  ];
  screen.print(`\n${screen.paint("bold", "Next")}`);
  for (const line of next) screen.print(`  ${line}`);
}

function outputText(value: unknown): string {
  if (typeof value === "string") return value.includes("\n") ? `(${value.split("\n").length} lines)` : value;
  if (typeof value === "object" && value !== null && "ciphertext" in value) return "[secret]";
  return JSON.stringify(value);
}
