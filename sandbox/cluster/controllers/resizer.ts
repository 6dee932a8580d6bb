import { parseQuantity } from "../../quantity";
import { isReal } from "../nodes";
import type { Disk } from "./cloud";
import { forEach, type ControllerContext } from "./controller";
import type { Claim, Condition, PersistentVolume } from "./objects";
import type { World } from "./world";

/** `grow`: write this capacity into the volume and leave the file system to the node; `finish`: into the claim. */
export type ResizeVerdict = { grow: string } | { finish: string } | { refuse: string };

/** What decides whether and how a claim grows. */
export interface ResizeFacts {
  volume: PersistentVolume | undefined;
  disk: Disk | undefined;
  /** The volume is on a node that has no kubelet, which would grow the file system. */
  isSimulated: boolean;
}

/**
 * External-resizer's rule: a claim that asks for more than it has is grown, but nothing happens when its volume already
 * says that it is large enough, nor before a kubelet has finished what was begun. Undefined when there is nothing to do.
 */
export function resizeVerdict(
  claim: Claim,
  { volume, disk, isSimulated }: ResizeFacts,
): ResizeVerdict | undefined {
  const wanted = claim.spec.resources?.requests?.storage;
  const has = claim.status?.capacity?.storage;
  const volumeHas = volume?.spec.capacity?.storage;
  if (claim.status?.phase !== "Bound" || wanted === undefined || has === undefined || volumeHas === undefined)
    return;
  const step = claim.status.allocatedResourceStatuses?.storage;
  if (step?.startsWith("NodeResize")) return isSimulated ? { finish: volumeHas } : undefined;
  const bytes = parseQuantity(wanted);
  const begun = step === "ControllerResizeInProgress";
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
    const verdict = resizeVerdict(claim, { volume, disk, isSimulated: isOnSimulatedNode(volume, world) });
    if (verdict === undefined || volume === undefined) return;
    if ("refuse" in verdict) await refuse(claim, verdict.refuse, context);
    else if ("finish" in verdict) await finish(claim, verdict.finish, context);
    else await grow(claim, volume, verdict.grow, context);
  });
}

function isOnSimulatedNode(volume: PersistentVolume | undefined, { attachments, nodes }: World): boolean {
  const attachment = attachments.items.find(
    ({ spec, status }) => status?.attached && spec.source.persistentVolumeName === volume?.metadata.name,
  );
  const node = nodes.get(attachment?.spec.nodeName ?? "");
  return node !== undefined && !isReal(node);
}

async function grow(
  claim: Claim,
  volume: PersistentVolume,
  storage: string,
  { client, world }: ControllerContext,
) {
  const patch = (status: object) => client.patch<Claim>(claim, { status }, { subresource: "status" });
  const begun = condition("Resizing");
  await patch({
    conditions: [begun],
    allocatedResources: { storage },
    allocatedResourceStatuses: { storage: "ControllerResizeInProgress" },
  });
  world.volumes.keep(await client.patch(volume, { spec: { capacity: { storage } } }));
  world.claims.keep(
    await patch({
      conditions: [begun, condition("FileSystemResizePending", pending)],
      allocatedResourceStatuses: { storage: "NodeResizePending" },
    }),
  );
}

/** In the words of external-resizer, although a kubelet does it under a running pod. */
const pending = "Waiting for user to (re-)start a pod to finish file system resize of volume on node.";

/** What kubelet does when the file system has grown. */
async function finish(claim: Claim, storage: string, { client, world }: ControllerContext) {
  const status = { capacity: { storage }, conditions: [], allocatedResourceStatuses: null };
  world.claims.keep(await client.patch(claim, { status }, { subresource: "status" }));
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
