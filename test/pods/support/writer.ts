import assert from "node:assert/strict";
import { eventually } from "../../support/eventually";
import { pushBody } from "../../support/messages";
import type { PodsSandbox } from "./podsSandbox";

/** The dump writer, spoken to from inside its pod, and all that it was ever given. */
export class Writer {
  private readonly pushed: string[] = [];

  constructor(private readonly sandbox: PodsSandbox) {}

  /** Gives it messages, and returns when it has acknowledged all. */
  async push(prefix: string, messages: number): Promise<void> {
    const ids = Array.from({ length: messages }, (_, i) => `${prefix}-dumped-${i}`);
    const body = String(pushBody(ids, `message of ${prefix}`));
    const post = ["curl", "-sSf", "--data-binary", "@-", "http://127.0.0.1:9000/api/push.json"];
    const { records } = JSON.parse(await this.exec(post, body)) as { records: number };
    assert.equal(records, messages);
    this.pushed.push(...ids);
  }

  /** Its disk has a line for each message that it was given. */
  async assertDumped(): Promise<void> {
    await eventually(async () => {
      const dumped = new Set(await this.dumped());
      assert.deepEqual(
        this.pushed.filter((id) => !dumped.has(id)),
        [],
      );
    }, 30);
  }

  private async dumped(): Promise<string[]> {
    const read =
      "cd data/dump/own; for file in *; do case $file in *.gz) zcat $file ;; *) cat $file ;; esac; done";
    const lines = (await this.exec(["sh", "-c", read])).split("\n").filter((line) => line.trim() !== "");
    return lines.map((line) => (JSON.parse(line) as { id_str: string }).id_str);
  }

  private exec(command: string[], input = ""): Promise<string> {
    return this.sandbox.exec("web", "dump-writer-0", command, input);
  }
}
