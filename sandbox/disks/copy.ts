import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const script = join(__dirname, "copy.sh");

/**
 * Copies a disk's file as it is at one moment, without its holes. A node that has it mounted keeps it, and waits with
 * its writes meanwhile: the copy is what a machine would find that lost its power then.
 */
export async function copyAtOnce(from: string, to: string): Promise<void> {
  const { PATH, HOME } = process.env;
  const child = spawn("sh", [script, from, to], {
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH, HOME },
  });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, "close") as Promise<[number]>]);
  if (code !== 0) throw new Error(`cannot copy the disk's file ${from}: ${said.trim()}`);
}
