import type { DiskFiles } from "../../disks/diskFiles";
import type { KubeClient } from "../kubeClient";
import type { Clusters } from "../clusters";
import type { Cloud } from "./cloud";
import type { Events } from "./events";
import type { World } from "./world";

/** What every stand-in controller works with. */
export interface ControllerContext {
  client: KubeClient;
  world: World;
  events: Events;
  /** The id of the cluster whose controller it is. */
  cluster: string;
  /** All clusters of the sandbox: a disk or an address may be in use in another one. */
  clusters: Clusters;
  /** The Google stand-in's state as it is now. */
  cloud: Cloud;
  /** What is on the disks that real nodes use. */
  disks: DiskFiles;
}

/** Brings the cluster a step closer to what its objects ask for; runs after every change. */
export type Controller = (context: ControllerContext) => Promise<void>;

/** Runs the step for each of them at once; throws after all of them, when one failed. */
export async function forEach<T>(objects: T[], step: (object: T) => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(objects.map(step));
  const failed = results.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}
