import { existsSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { whileLocked } from "../lock";
import { replaceFile } from "../replaceFile";
import { mostNodes } from "./addresses";

const schema = z.strictObject({ index: z.int().min(0), zone: z.string(), processors: z.int().min(1) });

/** What stays the same of a real node as long as it is there; `processors` are those of its machine type. */
export type NodeIdentity = z.infer<typeof schema>;

/** The folders of a cluster's real nodes; one that a killed run has not finished does not count. */
export class NodeFolders {
  constructor(private readonly path: string) {}

  folder(node: string): string {
    return join(this.path, node);
  }

  names(): string[] {
    const names = existsSync(this.path) ? readdirSync(this.path) : [];
    return names.filter((name) => existsSync(this.file(name)));
  }

  /** Undefined when there is no such node. */
  read(node: string): NodeIdentity | undefined {
    const file = this.file(node);
    return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
  }

  /** Makes the folder of a new node, with an index that no other has. */
  async make(node: string, machine: Omit<NodeIdentity, "index">): Promise<NodeIdentity> {
    return whileLocked(this.path, async () => this.makeAlone(node, machine));
  }

  private makeAlone(node: string, machine: Omit<NodeIdentity, "index">): NodeIdentity {
    const used = new Set(this.names().map((name) => this.read(name)?.index));
    const index = Array.from({ length: mostNodes }, (_, number) => number).find(
      (number) => !used.has(number),
    );
    if (index === undefined) throw new Error(`a cluster of the sandbox has at most ${mostNodes} real nodes`);
    const identity = { index, ...machine };
    replaceFile(this.file(node), JSON.stringify(identity));
    return identity;
  }

  async remove(node: string): Promise<void> {
    await rm(this.folder(node), { recursive: true, force: true });
  }

  private file(node: string): string {
    return join(this.folder(node), "node.json");
  }
}
