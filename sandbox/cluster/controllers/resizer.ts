import { parseQuantity } from "../../quantity";
import type { Disk } from "./cloud";
import { forEach, type ControllerContext } from "./controller";
import type { Claim, Condition, PersistentVolume } from "./objects";

export type ResizeVerdict =
  /** Mark the claim as Resizing, write the volume's capacity, then the claim's. */
  { grow: string } | { refuse: string };

/**
 * External-resizer's rule: a claim that asks for more than it has is grown, but nothing happens
 * when its volume already says that it is large enough. Undefined when there is nothing to do.
 */
export function resizeVerdict(
  claim: Claim,
  volume: PersistentVolume | undefined,
  disk: Disk | undefined,
): ResizeVerdict | undefined {
  const wanted = claim.spec.resources?.requests?.storage;
  const has = claim.status?.capacity?.storage;
  const volumeHas = volume?.spec.capacity?.storage;
  if (claim.status?.phase !== "Bound" || wanted === undefined || has === undefined || volumeHas === undefined)
    return;
  const bytes = parseQuantity(wanted);
  const begun = claim.status.conditions?.some(({ type }) => type === "Resizing");
  if (bytes <= parseQuantity(has) || (bytes <= parseQuantity(volumeHas) && !begun)) return;
  const handle = volume?.spec.csi?.volumeHandle;
  if (disk === undefined)
    return { refuse: `googleapi: Error 404: The resource '${handle}' was not found, notFound` };
  if (bytes > disk.sizeGb * 2 ** 30)
    return {
      refuse:
        `the disk '${handle}' has ${disk.sizeGb}Gi, which is less than ${wanted}: ` +
        "the stand-in grows no disk; grow it first, then the claim",
    };
  return { grow: wanted };
}

/** The stand-in for external-resizer; it grows no disk, that is for the Google stand-in. */
export async function runResizer(context: ControllerContext): Promise<void> {
  const { world } = context;
  await forEach(world.claims.items, async (claim) => {
    const volume = world.volumes.get(claim.spec.volumeName ?? "");
    const disk = context.cloud.disk(volume?.spec.csi?.volumeHandle ?? "");
    const verdict = resizeVerdict(claim, volume, disk);
    if (verdict === undefined || volume === undefined) return;
    if ("refuse" in verdict) await refuse(claim, verdict.refuse, context);
    else await grow(claim, volume, verdict.grow, context);
  });
}

async function grow(
  claim: Claim,
  volume: PersistentVolume,
  storage: string,
  { client, world }: ControllerContext,
) {
  const capacity = { storage };
  await client.patch(claim, { status: { conditions: [condition("Resizing")] } }, { subresource: "status" });
  world.volumes.keep(await client.patch(volume, { spec: { capacity } }));
  const done = { status: { capacity, conditions: [] } };
  world.claims.keep(await client.patch(claim, done, { subresource: "status" }));
}

async function refuse(claim: Claim, message: string, { client, world, events }: ControllerContext) {
  if (claim.status?.conditions?.some((each) => each.message === message)) return;
  await events.tell(claim, "stand-in resizer", { type: "Warning", reason: "VolumeResizeFailed", message });
  const refused = { status: { conditions: [condition("ControllerResizeError", message)] } };
  world.claims.keep(await client.patch(claim, refused, { subresource: "status" }));
}

function condition(type: string, message?: string): Condition {
  return { type, status: "True", message, lastTransitionTime: new Date().toISOString() };
}
