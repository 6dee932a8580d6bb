import { readFileSync } from "node:fs";

/** One line of a Dockerfile, its continuations included. */
export interface Instruction {
  word: string;
  rest: string;
}

/** A Dockerfile of two stages; another shape is an error. */
export function readDockerfile(path: string): {
  buildStage: string;
  build: Instruction[];
  last: Instruction[];
} {
  const text = readFileSync(path, "utf8")
    .replace(/^#.*\n/gm, "")
    .replace(/\\\n\s*/g, "");
  const [, build, last, ...others] = text.split(/^FROM /m);
  const buildStage = /^\S+ AS (\w+)\n/.exec(build ?? "")?.[1];
  if (buildStage === undefined || last === undefined || others.length > 0)
    throw new Error(`${path}: expected one build stage with a name, and one stage that runs`);
  return { buildStage, build: instructions(build!), last: instructions(last) };
}

function instructions(stage: string): Instruction[] {
  const [, ...lines] = stage.split("\n");
  return lines
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [, word, rest] = /^(\S+)\s+(.*)$/.exec(line)!;
      return { word: word!, rest: rest! };
    });
}
