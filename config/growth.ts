import { Problem } from "./problems";
import { Settings } from "./schema";

/** The stack's disks as the last `up` left them. */
export interface DeployedDisks {
  /** GB of each, by its physical name. */
  diskSizesGb: Record<string, number>;
  /** Physical name of the one with the dumps; all others are index disks. */
  dumpDisk?: string;
}

/** Refuses what would shrink a disk. */
export function growthProblems(
  { elasticsearch, dumps }: Partial<Settings>,
  { diskSizesGb, dumpDisk }: DeployedDisks,
): Problem[] {
  return Object.entries(diskSizesGb).flatMap(([disk, has]) => {
    const [section, settings] =
      disk === dumpDisk ? (["dumps", dumps] as const) : (["elasticsearch", elasticsearch] as const);
    if (settings === undefined || settings.diskSizeGb >= has) return [];
    const allowed =
      `must be at least ${has}: the disk ${disk} has ${has} GB, and a disk cannot shrink. ` +
      `Set it back to ${has}; data gets onto a smaller disk only by being copied, to another stack`;
    return [{ path: [section, "diskSizeGb"], value: settings.diskSizeGb, allowed }];
  });
}
