import { status } from "@grpc/grpc-js";
import { DiskFiles } from "../../disks/diskFiles";
import type { SandboxFolder } from "../../folder";
import { contentId } from "../../google/content";
import { GoogleStore } from "../../google/store";
import { Refusal } from "./refusal";

/** The disks that are attached to one node. */
export class NodeDisks {
  private readonly store: GoogleStore;
  private readonly files: DiskFiles;

  constructor(
    folder: SandboxFolder,
    private readonly node: string,
  ) {
    this.store = new GoogleStore(folder.google);
    this.files = new DiskFiles(folder.disks);
  }

  /** The file of an attached disk; an error in the words of Google's driver for any other. */
  async file(volumeId: string): Promise<string> {
    const file = await this.find(volumeId);
    if (file !== undefined) return file;
    const name = volumeId.split("/").at(-1);
    throw new Refusal(
      status.INTERNAL,
      `Error when getting device path: error verifying GCE PD ("${name}") is attached: ` +
        `it is not attached to ${this.node}`,
    );
  }

  /** Undefined when the disk is gone or attached elsewhere. */
  async find(volumeId: string): Promise<string | undefined> {
    const disk = this.store.read().resources[volumeId];
    if (disk === undefined) return undefined;
    const content = contentId(disk);
    return (await this.files.attachedTo(content)) === this.node ? this.files.file(content) : undefined;
  }
}
