import { run } from "../run";

/** The loop devices that have the file, on whatever node: at most one while nothing goes wrong. */
export async function devicesOf(file: string): Promise<string[]> {
  const { stdout } = await run("losetup", ["--associated", file, "--noheadings", "--output", "NAME"]);
  return stdout.split("\n").flatMap((line) => line.trim() || []);
}
