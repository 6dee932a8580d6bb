import { readFileSync, watch } from "node:fs";
import { DiskFiles } from "../../disks/diskFiles";
import { SandboxFolder } from "../../folder";
import { GoogleStore } from "../../google/store";
import { passthroughLoadBalancer } from "../../nodes/loadBalancer/passthrough";
import { Clusters } from "../clusters";
import { gatewayController } from "../gateway/controller";
import { KubeClient, KubeError } from "../kubeClient";
import { runAttacher } from "./attacher";
import { Cloud } from "./cloud";
import { forEach, type Controller } from "./controller";
import { Events } from "./events";
import { kubelet } from "./kubelet";
import { runLoadBalancer } from "./loadBalancer";
import { Loop } from "./loop";
import { runResizer } from "./resizer";
import { World } from "./world";

const usage = "main.ts <sandbox folder> <cluster id> [<number of the real nodes' network>]";

/** How often health checks are due. */
const tickMilliseconds = 1000;

/** The stand-in controllers of one cluster; they run until they are ended. */
async function main(path: string, cluster: string, nodeNetwork?: string): Promise<never> {
  const folder = new SandboxFolder(path);
  const client = new KubeClient(readFileSync(folder.cluster(cluster).kubeconfigOf("controllers"), "utf8"));
  const store = new GoogleStore(folder.google);
  const world = new World(client);
  const events = new Events(client);
  const clusters = new Clusters(folder);
  const disks = new DiskFiles(folder.disks);
  const controllers: Controller[] = [
    runAttacher,
    runResizer,
    runLoadBalancer,
    kubelet(),
    gatewayController(() => loop.wake()),
  ];
  if (nodeNetwork !== undefined)
    controllers.push(passthroughLoadBalancer(folder.cluster(cluster).path, Number(nodeNetwork)));
  const loop = new Loop(async () => {
    const cloud = new Cloud(store.read());
    const context = { client, world, events, cluster, clusters, cloud, disks };
    await forEach(controllers, (run) => run(context));
  }, report);
  await world.start(() => loop.wake());
  watch(folder.path, () => loop.wake());
  if (nodeNetwork !== undefined) setInterval(() => loop.wake(), tickMilliseconds);
  return loop.run();
}

let reported = "";

function report(error: unknown): void {
  // The object was changed or deleted meanwhile: what the watch brings next is looked at anew.
  if (error instanceof KubeError && [404, 409].includes(error.status)) return;
  if (String(error) !== reported) console.error(new Date().toISOString(), error);
  reported = String(error);
}

const [path, cluster, nodeNetwork] = process.argv.slice(2);
if (path === undefined || cluster === undefined) throw new Error(`usage: ${usage}`);
void main(path, cluster, nodeNetwork);
