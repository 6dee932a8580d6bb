import { visible } from "./words";

/** Text that comes from a plan, as Markdown that is nothing but this text: no markup, HTML, link, image, mention or reference. */
export function textOf(text: string): string {
  const escaped = visible(text.slice(0, longest)).replace(/[\\`*_{}[\]()#+\-.!|~:@]/g, "\\$&");
  const inert = escaped.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  // GitHub looks for mentions and references after Markdown was read, when the backslashes are gone.
  return inert.replace(/[@#]/g, "$&&#8203;");
}

/** The text as code on one line. */
export function codeOf(text: string): string {
  const line = visible(text.slice(0, longest));
  const fence = "`".repeat(longestRun(line) + 1);
  const space = /^[` ]|[` ]$/.test(line) || line === "" ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

/** Lines as a block of code. */
export function blockOf(lines: string[], language: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return [`${fence}${language}`, ...lines, fence, ""].join("\n");
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

const longest = 500;
