import { spawnSync } from "node:child_process";

/** What the real tests take from the machine, and the Debian package that has it. */
const needed = {
  java: "openjdk-17-jdk-headless",
  mvn: "maven",
  git: "git",
  curl: "curl",
  setpriv: "util-linux",
};

/** The major version of the machine's Java; throws one error that names what is missing or too new, and the remedy. */
export function requireJava(): number {
  const missing = Object.entries(needed).filter(([command]) => !isCommand(command));
  if (missing.length > 0)
    throw new Error(
      `not found: ${missing.map(([command]) => command).join(", ")}. ` +
        `On Debian: apt-get install ${missing.map(([, debian]) => debian).join(" ")}`,
    );
  const { stderr } = spawnSync("java", ["-version"], { encoding: "utf8" });
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(stderr) ?? [];
  const major = Number(first === "1" ? second : first);
  if (![8, 11, 17].includes(major))
    throw new Error(
      `Elasticsearch 2.4 runs on Java 8, 11 or 17, but java is ${stderr.split("\n")[0]}. ` +
        `On Debian: apt-get install ${needed.java}`,
    );
  return major;
}

function isCommand(name: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${name}`]).status === 0;
}
