import { status } from "@grpc/grpc-js";
import { Refusal } from "./refusal";

/** Lets one change of a volume be made at a time; kubelet tries again what is refused. */
export class VolumeLocks {
  private readonly taken = new Set<string>();

  async hold<T>(volumeId: string, change: () => Promise<T>): Promise<T> {
    if (this.taken.has(volumeId))
      throw new Refusal(status.ABORTED, `An operation with the given Volume ID ${volumeId} already exists`);
    this.taken.add(volumeId);
    try {
      return await change();
    } finally {
      this.taken.delete(volumeId);
    }
  }
}
