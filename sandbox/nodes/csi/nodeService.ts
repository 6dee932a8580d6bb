import { status } from "@grpc/grpc-js";
import { attachableDisks } from "../../cluster/csi";
import { mountFlags, type VolumeCapability } from "./capability";
import type { NodeDisks } from "./disks";
import { awaitRelease, growMounted, mountFile } from "./fileMount";
import { bindMount, mountAt, unmount } from "./mounts";
import { Refusal, required } from "./refusal";
import { usage } from "./usage";
import { VolumeLocks } from "./volumeLocks";

const capabilities = ["STAGE_UNSTAGE_VOLUME", "EXPAND_VOLUME", "GET_VOLUME_STATS"];

interface VolumeRequest {
  volumeId: string;
  volumePath: string;
  stagingTargetPath: string;
  targetPath: string;
  readonly: boolean;
  volumeCapability?: VolumeCapability | null;
  capacityRange?: { requiredBytes: number } | null;
}

/** What kubelet asks of the driver of its node, in the steps and words of Google's driver. */
export class NodeService {
  private readonly locks = new VolumeLocks();

  constructor(
    private readonly node: { name: string; zone: string },
    private readonly disks: NodeDisks,
  ) {}

  async nodeGetInfo() {
    const { name, zone } = this.node;
    return {
      nodeId: `zones/${zone}/instances/${name}`,
      maxVolumesPerNode: attachableDisks,
      accessibleTopology: { segments: { "topology.gke.io/zone": zone } },
    };
  }

  async nodeGetCapabilities() {
    return { capabilities: capabilities.map((type) => ({ rpc: { type } })) };
  }

  async nodeStageVolume({ volumeId, stagingTargetPath, volumeCapability }: VolumeRequest) {
    const call = "NodeStageVolume";
    required(volumeId, call, "Volume ID");
    required(stagingTargetPath, call, "Staging Target Path");
    const flags = mountFlags(volumeCapability, call);
    return this.locks.hold(volumeId, async () => {
      const file = await this.disks.file(volumeId);
      if (mountAt(stagingTargetPath) !== undefined) return {};
      // A machine that lost its disk without unmounting it would still write to it.
      await awaitRelease(file);
      await mountFile(file, stagingTargetPath, flags);
      return {};
    });
  }

  async nodeUnstageVolume({ volumeId, stagingTargetPath }: VolumeRequest) {
    const call = "NodeUnstageVolume";
    required(volumeId, call, "Volume ID");
    required(stagingTargetPath, call, "Staging Target Path");
    return this.locks.hold(volumeId, async () => {
      await unmount(stagingTargetPath);
      const file = await this.disks.find(volumeId);
      if (file !== undefined) await awaitRelease(file);
      return {};
    });
  }

  async nodePublishVolume({ volumeId, readonly, volumeCapability, ...paths }: VolumeRequest) {
    const call = "NodePublishVolume";
    required(volumeId, call, "Volume ID");
    const staging = required(paths.stagingTargetPath, call, "Staging Target Path");
    const target = required(paths.targetPath, call, "Target Path");
    const flags = mountFlags(volumeCapability, call);
    return this.locks.hold(volumeId, async () => {
      if (mountAt(target) !== undefined) return {};
      if (mountAt(staging) === undefined)
        throw new Refusal(status.FAILED_PRECONDITION, `${call}: nothing is staged at ${staging}`);
      await bindMount(staging, target, [...(readonly ? ["ro"] : []), ...flags]);
      return {};
    });
  }

  async nodeUnpublishVolume({ volumeId, targetPath }: VolumeRequest) {
    const call = "NodeUnpublishVolume";
    required(volumeId, call, "Volume ID");
    required(targetPath, call, "Target Path");
    return this.locks.hold(volumeId, async () => {
      await unmount(targetPath);
      return {};
    });
  }

  async nodeExpandVolume({ volumeId, volumePath, capacityRange, volumeCapability }: VolumeRequest) {
    const call = "NodeExpandVolume";
    required(volumeId, call, "Volume ID");
    required(volumePath, call, "Volume Path");
    if (volumeCapability) mountFlags(volumeCapability, call);
    const wanted = capacityRange?.requiredBytes ?? 0;
    const size = await growMounted(volumePath, await this.disks.file(volumeId));
    if (size < wanted)
      throw new Refusal(
        status.INTERNAL,
        `resize requested for ${wanted} but after resize volume was size ${size}`,
      );
    return { capacityBytes: wanted };
  }

  async nodeGetVolumeStats({ volumeId, volumePath }: VolumeRequest) {
    const call = "NodeGetVolumeStats";
    required(volumeId, call, "Volume ID");
    required(volumePath, call, "Volume Path");
    if (mountAt(volumePath) === undefined)
      throw new Refusal(status.NOT_FOUND, `path ${volumePath} does not exist`);
    return { usage: await usage(volumePath) };
  }
}
