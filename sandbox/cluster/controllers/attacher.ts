import { diskDriver } from "../csi";
import { isReal } from "../nodes";
import type { Disk } from "./cloud";
import type { ControllerContext } from "./controller";
import { setFinalizer } from "./finalizer";
import type { Node, PersistentVolume, VolumeAttachment } from "./objects";

/** Keeps a volume while it is attached, and its attachment until it is detached, as external-attacher does. */
const finalizer = "external-attacher/pd-csi-storage-gke-io";

/** What decides whether a disk can be attached to a machine. */
export interface AttachmentFacts {
  volume: PersistentVolume | undefined;
  node: Node | undefined;
  disk: Disk | undefined;
  /** What it is a copy of is not on it yet. */
  isBeingCopied: boolean;
  /** The machine that has the disk already, in whatever cluster. */
  attachedTo: string | undefined;
}

/** Why Google would not attach the disk, in its words; undefined when it would. */
export function attachError({ spec }: VolumeAttachment, facts: AttachmentFacts): string | undefined {
  const { volume, node, disk, isBeingCopied, attachedTo } = facts;
  const volumeName = spec.source.persistentVolumeName;
  if (volume?.spec.csi === undefined) return `the PersistentVolume ${JSON.stringify(volumeName)} is gone`;
  const handle = volume.spec.csi.volumeHandle;
  if (node === undefined)
    return `googleapi: Error 404: The instance '${spec.nodeName}' was not found, notFound`;
  if (disk === undefined) return `googleapi: Error 404: The resource '${handle}' was not found, notFound`;
  if (isBeingCopied) return `googleapi: Error 400: The resource '${handle}' is not ready, resourceNotReady`;
  const zone = node.metadata.labels?.["topology.gke.io/zone"] ?? "";
  if (!disk.zones.includes(zone))
    return (
      `googleapi: Error 400: The disk '${handle}' is in ${disk.zones.join(" and ")}, ` +
      `the instance '${spec.nodeName}' in ${zone}: they must be in the same zone, invalid`
    );
  if (attachedTo !== undefined)
    return (
      `googleapi: Error 400: RESOURCE_IN_USE_BY_ANOTHER_RESOURCE - The disk resource '${handle}' ` +
      `is already being used by '${attachedTo}', resourceInUseByAnotherResource`
    );
  return undefined;
}

/** The stand-in for external-attacher and Google's attaching; one after the other, since one disk goes to one machine. */
export async function runAttacher(context: ControllerContext): Promise<void> {
  const { world, client } = context;
  const ours = world.attachments.items.filter(({ spec }) => spec.attacher === diskDriver);
  const waiting = ours.filter(
    ({ metadata, status }) => !status?.attached && metadata.deletionTimestamp === undefined,
  );
  for (const attachment of waiting) await attach(attachment, context);
  const leaving = ours.filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
  for (const attachment of leaving) await detach(attachment, context);

  const used = new Set(ours.map(({ spec }) => spec.source.persistentVolumeName));
  for (const volume of world.volumes.items)
    if (volume.metadata.deletionTimestamp !== undefined && !used.has(volume.metadata.name))
      await setFinalizer(client, volume, finalizer, false);
}

async function attach(attachment: VolumeAttachment, context: ControllerContext): Promise<void> {
  const { world, client } = context;
  const volume = world.volumes.get(attachment.spec.source.persistentVolumeName ?? "");
  const handle = volume?.spec.csi?.volumeHandle ?? "";
  const node = world.nodes.get(attachment.spec.nodeName);
  const disk = context.cloud.disk(handle);
  const isBeingCopied = disk !== undefined && disk.isCopy && !context.disks.exists(disk.content);
  const other = await attachedTo(handle, attachment, context);
  const error = attachError(attachment, { volume, node, disk, isBeingCopied, attachedTo: other });
  if (error !== undefined && attachment.status?.attachError?.message === error) return;
  if (error === undefined && volume !== undefined && node !== undefined && disk !== undefined) {
    await setFinalizer(client, volume, finalizer, true);
    await setFinalizer(client, attachment, finalizer, true);
    if (isReal(node)) await context.disks.attach(disk.content, node.metadata.name, disk.sizeGb);
  }
  const status =
    error === undefined
      ? { attached: true, attachError: null }
      : { attached: false, attachError: { message: error, time: new Date().toISOString() } };
  world.attachments.keep(await client.patch(attachment, { status }, { subresource: "status" }));
}

/** From here on no node has the disk, and another may get it. */
async function detach(attachment: VolumeAttachment, { world, client, cloud, disks }: ControllerContext) {
  const volume = world.volumes.get(attachment.spec.source.persistentVolumeName ?? "");
  const disk = cloud.disk(volume?.spec.csi?.volumeHandle ?? "");
  if (disk !== undefined) await disks.detach(disk.content, attachment.spec.nodeName);
  await setFinalizer(client, attachment, finalizer, false);
}

async function attachedTo(handle: string, { spec }: VolumeAttachment, context: ControllerContext) {
  const { world, clusters, cluster } = context;
  const here = world.attachments.items.find(
    (other) =>
      other.status?.attached &&
      other.spec.nodeName !== spec.nodeName &&
      world.volumes.get(other.spec.source.persistentVolumeName ?? "")?.spec.csi?.volumeHandle === handle,
  );
  if (here !== undefined) return here.spec.nodeName;
  return (await clusters.attachedDisks(cluster)).find(({ volumeHandle }) => volumeHandle === handle)?.node;
}
