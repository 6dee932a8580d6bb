import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { checkout } from "../../../sandbox/folder";

const command = /^\s*(\$ )?([A-Z_0-9]+=\S* )?(pulumi|kubectl|gcloud|npm|npx|make|curl|export) /;

/** A page of docs/: the commands of its `sh` blocks, by the headings above them. */
export class Page {
  private readonly sections = new Map<string, string[]>();

  /** `values` are what its placeholders stand for, by their names; one too few or too many is an error. */
  constructor(
    readonly file: string,
    values: Record<string, string>,
  ) {
    const unused = new Set(Object.keys(values));
    const fill = (line: string) =>
      line.replace(/<([a-z][a-z0-9-]*)>/g, (_, name: string) => {
        unused.delete(name);
        return values[name] ?? this.fail(`nothing stands for <${name}> in: ${line}`);
      });
    let heading = "";
    for (const { line, language } of linesOf(readFileSync(resolve(checkout, "docs", file), "utf8"))) {
      if (language === undefined) heading = /^#+ (.*)/.exec(line)?.[1] ?? heading;
      if (language === "sh") this.add(heading, fill(line));
      else if (command.test(line)) this.fail(`a command outside a block of sh: ${line}`);
    }
    if (this.sections.size === 0) this.fail("no command");
    if (unused.size > 0) this.fail(`no <${[...unused].join(">, <")}>`);
  }

  /** The commands under a heading, in their order; each can be taken once. */
  take(heading: string): string[] {
    const commands = this.sections.get(heading) ?? this.fail(`no commands are left under "${heading}"`);
    this.sections.delete(heading);
    return commands;
  }

  /** An error when commands are left that nobody took. */
  assertTaken(): void {
    if (this.sections.size > 0) this.fail(`not run: ${[...this.sections.keys()].join(", ")}`);
  }

  private add(heading: string, line: string): void {
    this.sections.set(heading, [...(this.sections.get(heading) ?? []), line]);
  }

  private fail(why: string): never {
    throw new Error(`docs/${this.file}: ${why}`);
  }
}

/** Every line that says something, with the language of the block that it is in; those that go on are one. */
function* linesOf(text: string): Generator<{ line: string; language: string | undefined }> {
  let language: string | undefined;
  for (const line of text.replaceAll(/\\\n\s*/g, "").split("\n")) {
    const [, fence] = /^\s*```(\S*)/.exec(line) ?? [];
    if (fence !== undefined) language = language === undefined ? fence : undefined;
    else if (line.trim() !== "") yield { line: line.trimEnd(), language };
  }
}
