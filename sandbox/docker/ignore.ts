/** True for a path, relative to the build context, that a .dockerignore leaves out. */
export type Ignore = (path: string) => boolean;

/** Reads a .dockerignore: the last line that matches the path, or a folder above it, decides; `!` takes back in. */
export function parseIgnore(text: string): Ignore {
  const rules = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const pattern = line
        .replace(/^!/, "")
        .trim()
        .replace(/^\.?\/+/, "")
        .replace(/\/+$/, "");
      return { matches: toRegExp(pattern), excludes: !line.startsWith("!") };
    });
  return (path) => {
    const parts = path.split("/");
    const selfAndAbove = parts.map((_, i) => parts.slice(0, i + 1).join("/"));
    return rules.reduce(
      (excluded, rule) => (selfAndAbove.some((each) => rule.matches.test(each)) ? rule.excludes : excluded),
      false,
    );
  };
}

/** `**` is any number of folders, `*` and `?` stay inside of one name. */
function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/?|\*|\?|\[[^\]]+\]|[\\^$.|+(){}[\]]/g, (token) => {
    if (token === "**/") return "(?:.*/)?";
    if (token === "**") return ".*";
    if (token === "*") return "[^/]*";
    if (token === "?") return "[^/]";
    return token.startsWith("[") && token.length > 1 ? token : `\\${token}`;
  });
  return new RegExp(`^${source}$`);
}
