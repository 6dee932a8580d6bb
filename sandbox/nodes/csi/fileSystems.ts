import { readFileSync } from "node:fs";
import { run } from "../../run";

/** How a file system is made, mended and grown, as Google's driver does it. */
export interface FileSystem {
  /** In a sparse file, of which the new file system takes 10 MB (ext4) or 64 MB (XFS). */
  make(file: string): Promise<unknown>;
  /** Throws when the file holds errors that cannot be corrected. */
  check(file: string): Promise<void>;
  mountFlags: string[];
  /** Fills the device while it is mounted. */
  grow(device: string, mountPoint: string): Promise<unknown>;
}

const ext4: FileSystem = {
  make: (file) => run("mkfs.ext4", ["-q", "-F", "-m0", "-E", "lazy_itable_init=1,lazy_journal_init=1", file]),
  check: fsck,
  mountFlags: [],
  grow: (device) => run("resize2fs", [device]),
};

/** All nodes share one kernel, which refuses a copy beside its original unless told to. */
const xfs: FileSystem = {
  make: (file) => run("mkfs.xfs", ["-q", "-f", "-l", "size=64m", "-m", "reflink=0", file]),
  check: async () => undefined,
  mountFlags: ["nouuid"],
  grow: (_device, mountPoint) => run("xfs_growfs", ["-d", mountPoint]),
};

export const fileSystems: Record<string, FileSystem | undefined> = { ext4, xfs };

/** From which exit status on fsck has left errors uncorrected. */
const uncorrected = 4;

async function fsck(file: string): Promise<void> {
  try {
    await run("flock", [file, "fsck", "-a", file]);
  } catch (error) {
    const { code, stdout } = error as { code?: number; stdout: string };
    if (code === undefined || code >= uncorrected)
      throw new Error(`'fsck' found errors on the disk but could not correct them: ${stdout}`);
  }
}

const sysResource = 24n;

/** What a blank disk gets: ext4; XFS where root lacks CAP_SYS_RESOURCE, without which no mounted ext4 can grow. */
export function newFileSystem(): "ext4" | "xfs" {
  const effective = /^CapEff:\s*(\w+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  return (BigInt(`0x${effective}`) >> sysResource) & 1n ? "ext4" : "xfs";
}
