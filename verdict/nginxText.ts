import { isDeepStrictEqual } from "node:util";
import { Effect, look, nothing, Rule } from "./row";
import { input, newInput } from "./rules";

/** What a line of nginx.conf is about, when it says who may ask for what. */
const topics: [RegExp, string][] = [
  [/\d+\.\d+\.\d+\.\d+|^geo |real_ip/, "address ranges that are trusted"],
  [/limit_|\brate=|\bzone=|client_max_body_size/, "limits"],
  [/\$closed|\$not_admin|location|^\/|^"?~/, "paths that are open or closed"],
  [/listen|server_name|proxy_pass|server /, "where it listens or sends requests to"],
];

/** What a new nginx.conf of the door changes; its restart is shown by the Deployment that mounts it. */
export const nginxText: Rule = (at): Effect => {
  const texts = [input, newInput].map((of) => of(at, "data", "nginx.conf"));
  const [old, now] = texts.map((text) =>
    typeof text === "string" ? text.split("\n").map((line) => line.trim()) : undefined,
  );
  if (!old || !now) return look.access("what the door lets in may change");
  const different = [
    ...old.filter((line) => !now.includes(line)),
    ...now.filter((line) => !old.includes(line)),
  ];
  if (isDeepStrictEqual(directives(old), directives(now)))
    return nothing.rest("only comments of the door's nginx.conf");
  const changed = topics.filter(([pattern]) => different.some((line) => pattern.test(line)));
  const about = changed.map(([, topic]) => topic).join(", ");
  return look.access(`what the door lets in may change: ${about || "how it answers"}`);
};

/** In their order, which counts: the first rule that fits decides. */
function directives(lines: string[]): string[] {
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}
