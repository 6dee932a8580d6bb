import assert from "node:assert/strict";
import { eventually } from "../../support/eventually";
import { pushBody } from "../../support/messages";
import type { PodsSandbox } from "./podsSandbox";

/** As many as the address of a request to the API server, which carries the command, has room for. */
const perRequest = 250;

/** The dump writer, spoken to from inside its pod, and all that it was ever given. */
export class Writer {
  private readonly pushed: string[] = [];

  constructor(private readonly sandbox: PodsSandbox) {}

  /** Gives it messages, and returns when it has acknowledged all. */
  async push(prefix: string, messages: number): Promise<void> {
    const ids = Array.from({ length: messages }, (_, i) => `${prefix}-dumped-${i}`);
    for (let first = 0; first < messages; first += perRequest) {
      const part = ids.slice(first, first + perRequest);
      const data = String(pushBody(part, `message of ${prefix}`));
      const answer = await this.exec(["curl", "-sSf", "--data", data, "http://127.0.0.1:9000/api/push.json"]);
      assert.equal((JSON.parse(answer) as { records: number }).records, part.length);
      this.pushed.push(...part);
    }
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

  private exec(command: string[]): Promise<string> {
    return this.sandbox.exec("web", "dump-writer-0", command);
  }
}
