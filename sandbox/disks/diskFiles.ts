import { existsSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../replaceFile";
import { copyAtOnce } from "./copy";

const gigabyte = 2 ** 30;

/**
 * What is on the disks and snapshots of one sandbox, a sparse file each, by the content's id. A file is there from the
 * moment a real node uses the disk; before that the disk is blank.
 */
export class DiskFiles {
  constructor(private readonly folder: string) {}

  /** Where the content is, whether or not the file exists. */
  file(content: string): string {
    return join(this.folder, `${content}.img`);
  }

  exists(content: string): boolean {
    return existsSync(this.file(content));
  }

  /** Makes a blank file where there is none, and a smaller one as large as this; a larger one stays. */
  async ensure(content: string, sizeGb: number): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = await open(this.file(content), "a", 0o600);
    try {
      const { size } = await file.stat();
      if (size < sizeGb * gigabyte) await file.truncate(sizeGb * gigabyte);
    } finally {
      await file.close();
    }
  }

  /** Makes one of at least this size with what is now on the other; a copy that was cut off before is deleted. */
  async copy(from: string, to: string, sizeGb: number): Promise<void> {
    await this.remove(to);
    if (!(await this.isBlank(from))) {
      const unfinished = `${this.file(to)}.${process.pid}.new`;
      await copyAtOnce(this.file(from), unfinished);
      await rename(unfinished, this.file(to));
    }
    await this.ensure(to, sizeGb);
  }

  /** Succeeds when there is none. */
  async remove(content: string): Promise<void> {
    if (!existsSync(this.folder)) return;
    const files = (await readdir(this.folder)).filter((file) => file.startsWith(`${content}.`));
    for (const file of files) await rm(join(this.folder, file), { force: true });
  }

  /** The node to which the disk is attached; undefined when to none. */
  async attachedTo(content: string): Promise<string | undefined> {
    return existsSync(this.machine(content)) ? readFile(this.machine(content), "utf8") : undefined;
  }

  /** The disk, with at least this size, is then on this node and on no other. */
  async attach(content: string, node: string, sizeGb: number): Promise<void> {
    await this.ensure(content, sizeGb);
    replaceFile(this.machine(content), node);
  }

  /** Succeeds when the disk is on another node, or on none. */
  async detach(content: string, node: string): Promise<void> {
    if ((await this.attachedTo(content)) === node) await rm(this.machine(content), { force: true });
  }

  private async isBlank(content: string): Promise<boolean> {
    return !this.exists(content) || (await stat(this.file(content))).blocks === 0;
  }

  private machine(content: string): string {
    return join(this.folder, `${content}.node`);
  }
}
