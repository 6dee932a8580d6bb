import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { run } from "../../run";
import { mount, mountAt } from "./mounts";

const released = { tries: 100, milliseconds: 20 };

/** An empty journal is not written out: it takes no space of the sparse file. */
const formatOptions = ["-q", "-F", "-m0", "-E", "lazy_itable_init=1,lazy_journal_init=1"];

/** Exit statuses of fsck from which on it found errors that it did not correct. */
const uncorrected = 4;

/**
 * Mounts the ext4 file system in the file, which is made when the file is blank, and grows it to the file's size. The
 * loop device is the kernel's to release, with the last mount: also when everything is killed.
 */
export async function mountFile(file: string, target: string, flags: string[]): Promise<void> {
  const format = await formatOf(file);
  if (format === undefined) await run("mkfs.ext4", [...formatOptions, file]);
  else if (format !== "ext4") throw new Error(`the disk holds ${format}, not ext4`);
  else await check(file);
  await mount(file, target, ["-t", "ext4", "-o", ["loop", "defaults", ...flags].join(",")]);
  await grow(target, file);
}

/** Makes a mounted file system as large as its file now is, and returns that size in bytes. */
export async function grow(target: string, file: string): Promise<number> {
  const { source } = mountAt(target) ?? {};
  if (source === undefined) throw new Error(`${target} is not mounted`);
  const { size } = await stat(file);
  await run("losetup", ["--set-capacity", source]);
  await run("resize2fs", [source]);
  return size;
}

/** The loop devices that have the file, on whatever node. */
export async function devicesOf(file: string): Promise<string[]> {
  const { stdout } = await run("losetup", ["--associated", file, "--noheadings", "--output", "NAME"]);
  return stdout.split("\n").flatMap((line) => line.trim() || []);
}

/** Waits a moment until nothing has the file mounted; an error that names the device when something still has. */
export async function awaitRelease(file: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const [device] = await devicesOf(file);
    if (device === undefined) return;
    if (tries === released.tries) throw new Error(`device ${device} is still in use`);
    await sleep(released.milliseconds);
  }
}

/** What blkid finds in the file; undefined when it is blank. */
async function formatOf(file: string): Promise<string | undefined> {
  try {
    const { stdout } = await run("blkid", ["-p", "-s", "TYPE", "-s", "PTTYPE", "-o", "export", file]);
    return /^TYPE=(.*)$/m.exec(stdout)?.[1] ?? "unknown data, probably partitions";
  } catch (error) {
    if ((error as { code?: number }).code === 2) return undefined;
    throw error;
  }
}

async function check(file: string): Promise<void> {
  try {
    await run("fsck", ["-a", file]);
  } catch (error) {
    const { code, stdout } = error as { code?: number; stdout: string };
    if (code === undefined || code >= uncorrected)
      throw new Error(`'fsck' found errors on the disk but could not correct them: ${stdout}`);
  }
}
