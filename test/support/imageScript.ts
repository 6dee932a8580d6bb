import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface ScriptOutcome {
  status: number | null;
  stderr: string;
  /** The arguments of every call of curl. */
  calls: string[];
  /** How long it would have slept. */
  seconds: number;
}

/**
 * Runs a script of an image with a stand-in for curl that gives one answer after the other, the last for ever, and for a
 * clock that only sleep moves; `files` are there in its folder for temporary files.
 */
export function runScript(
  path: string,
  seconds: number[],
  answers: string[],
  files: string[] = [],
): ScriptOutcome {
  const folder = mkdtempSync(join(tmpdir(), "loklak-script-"));
  const command = (name: string, text: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  try {
    answers.forEach((answer, i) => writeFileSync(join(folder, `answer-${i}`), answer));
    for (const file of files) writeFileSync(join(folder, file), "");
    writeFileSync(join(folder, "clock"), "0");
    writeFileSync(join(folder, "calls"), "");
    command("date", `cat ${folder}/clock`);
    command("sleep", `echo $(($(cat ${folder}/clock) + $1)) > ${folder}/clock`);
    command(
      "curl",
      `n=$(wc -l < ${folder}/calls); echo "$*" >> ${folder}/calls
       if [ $n -ge ${answers.length} ]; then n=${answers.length - 1}; fi
       cat ${folder}/answer-$n`,
    );
    const env = { PATH: `${folder}:${process.env.PATH}`, TMPDIR: folder };
    const { status, stderr } = spawnSync("sh", [path, ...seconds.map(String)], { env, encoding: "utf8" });
    const calls = readFileSync(join(folder, "calls"), "utf8").trimEnd();
    return {
      status,
      stderr,
      calls: calls === "" ? [] : calls.split("\n"),
      seconds: Number(readFileSync(join(folder, "clock"), "utf8")),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
