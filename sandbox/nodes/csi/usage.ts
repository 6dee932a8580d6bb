import { statfs } from "node:fs/promises";

/** How full the file system at the path is, as the interface tells it. */
export async function usage(path: string) {
  const { bsize, blocks, bfree, bavail, files, ffree } = await statfs(path);
  return [
    { unit: "BYTES", available: bavail * bsize, total: blocks * bsize, used: (blocks - bfree) * bsize },
    { unit: "INODES", available: ffree, total: files, used: files - ffree },
  ];
}
