import { Problem } from "./problems";
import { Settings } from "./schema";

/** Refuses what would shrink a disk; `deployedGb` is what each has, by its physical name. */
export function growthProblems(
  { elasticsearch, dumps }: Partial<Settings>,
  deployedGb: Record<string, number>,
): Problem[] {
  return Object.entries(deployedGb).flatMap(([disk, has]) => {
    const [section, settings] = disk.endsWith("-data-dump-disk")
      ? (["dumps", dumps] as const)
      : (["elasticsearch", elasticsearch] as const);
    if (settings === undefined || settings.diskSizeGb >= has) return [];
    const allowed =
      `must be at least ${has}: the disk ${disk} has ${has} GB, and a disk cannot shrink. ` +
      `Set it back to ${has}; data gets onto a smaller disk only by being copied, to another stack`;
    return [{ path: [section, "diskSizeGb"], value: settings.diskSizeGb, allowed }];
  });
}
