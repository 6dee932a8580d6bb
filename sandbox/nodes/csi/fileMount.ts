import { mkdir, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { devicesOf } from "../../disks/loopDevices";
import { run } from "../../run";
import { type FileSystem, fileSystems, newFileSystem } from "./fileSystems";
import { mountAt } from "./mounts";

const release = { tries: 100, milliseconds: 20 };

/**
 * Mounts the file system in the file, which is made when the file is blank, and grows it to the file's size. The loop
 * device is the kernel's to free, with the last mount: also when everything is killed.
 */
export async function mountFile(file: string, target: string, flags: string[]): Promise<void> {
  const found = await formatOf(file);
  if (found === undefined) await make(file, fileSystems[newFileSystem()]!);
  const format = found ?? newFileSystem();
  const fileSystem = knownFileSystem(format);
  if (found !== undefined) await fileSystem.check(file);
  const options = ["loop", "defaults", ...fileSystem.mountFlags, ...flags];
  await mkdir(target, { recursive: true, mode: 0o750 });
  // No copy of the file is being made meanwhile.
  await run("flock", [file, "mount", "-t", format, "-o", options.join(","), file, target]);
  // Programs find it on every new ext4, and have to cope with it.
  if (found === undefined) await mkdir(join(target, "lost+found"), { recursive: true, mode: 0o700 });
  await growMounted(target, file);
}

/** Makes a mounted file system as large as its file now is, and returns that size in bytes. */
export async function growMounted(mountPoint: string, file: string): Promise<number> {
  const { source, type } = mountAt(mountPoint) ?? {};
  if (source === undefined || type === undefined) throw new Error(`${mountPoint} is not mounted`);
  const { size } = await stat(file);
  await run("losetup", ["--set-capacity", source]);
  await knownFileSystem(type).grow(source, mountPoint);
  return size;
}

/** Waits a moment until nothing has the file mounted; an error that names the device when something still has. */
export async function awaitRelease(file: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const [device] = await devicesOf(file);
    if (device === undefined) return;
    if (tries === release.tries) throw new Error(`device ${device} is still in use`);
    await sleep(release.milliseconds);
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

/** Beside the blank file, in whose place it then is: half a file system is never taken for one. */
async function make(file: string, fileSystem: FileSystem): Promise<void> {
  const unfinished = `${file}.new`;
  // A killed driver's mkfs may still write to the one that was there.
  await rm(unfinished, { force: true });
  await writeFile(unfinished, "", { mode: 0o600 });
  await truncate(unfinished, (await stat(file)).size);
  await fileSystem.make(unfinished);
  await rename(unfinished, file);
}

function knownFileSystem(format: string): FileSystem {
  const known = fileSystems[format];
  if (known === undefined)
    throw new Error(`the disk holds ${format}; the stand-in knows ${Object.keys(fileSystems).join(" and ")}`);
  return known;
}
