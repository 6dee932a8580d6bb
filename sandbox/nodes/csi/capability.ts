import { invalid } from "./refusal";

/** How a volume is to be used, as the interface has it. */
export interface VolumeCapability {
  block?: object | null;
  mount?: { fsType: string; mountFlags: string[] } | null;
  accessMode?: { mode: string } | null;
}

/** The mount flags of a use that the driver knows: one node, reading and writing files on ext4. */
export function mountFlags(capability: VolumeCapability | null | undefined, call: string): string[] {
  if (!capability) throw invalid(`${call} Volume Capability must be provided`);
  const { block, mount, accessMode } = capability;
  const refused = (why: string) => invalid(`VolumeCapability is invalid: ${why}`);
  if (!accessMode) throw refused("access mode is nil");
  if (accessMode.mode !== "SINGLE_NODE_WRITER")
    throw refused(
      `${accessMode.mode} access mode is not supported by the stand-in; it knows SINGLE_NODE_WRITER`,
    );
  if (block) throw refused("the stand-in has no block volumes");
  if (!mount) throw refused("must specify an access type");
  if (!["", "ext4"].includes(mount.fsType))
    throw refused(`the stand-in knows no file system ${mount.fsType}, only ext4`);
  return mount.mountFlags;
}
