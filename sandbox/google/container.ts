import type { NodeSpec } from "../cluster/clusters";
import type { Properties, Value } from "../provider/provider";
import { digest } from "./generated";
import { parse } from "./ids";
import type { Effects } from "./resourceType";
import { capacityOf } from "./rules/machineTypes";
import { isZone, regionOf } from "./rules/zones";
import type { StoredResource } from "./store";
import { integer, isObject, text, texts, valueAt, valuesAt } from "./values";

/** A cluster is a control plane that really runs. */
export const clusterEffects: Effects = {
  async begin({ id }, { clusters, log }) {
    log("starting the control plane");
    return { ...(await clusters.create(id)) };
  },
  async settle(id, { clusters, state }) {
    const addon = "addonsConfig.gcpFilestoreCsiDriverConfig.enabled";
    const outputs = state.resources[id]?.outputs;
    if (outputs !== undefined) await clusters.applyFilestore(id, valueAt(outputs, addon) === true);
  },
  async end(id, { clusters, log }) {
    log("stopping the control plane and erasing its data");
    await clusters.erase(id);
  },
};

/** A node pool is nodes of that control plane, simulated or real. */
export const nodePoolEffects: Effects = {
  async settle(id, { clusters, state, log }) {
    const pool = state.resources[id];
    const cluster = clusterOf(id);
    if (pool === undefined) return;
    const nodes = nodesOf(id, pool);
    log(`the node pool gets ${nodes.length} nodes`);
    await clusters.applyNodes(cluster, text(pool.outputs, "name") ?? "", nodes);
  },
  async end(id, { clusters, state, log }) {
    const cluster = clusterOf(id);
    if (state.resources[cluster] === undefined) return;
    log("draining the node pool's nodes");
    await clusters.applyNodes(cluster, parse(nodePoolType, id)?.name ?? "", []);
  },
};

const nodePoolType = "gcp:container/nodePool:NodePool";

function clusterOf(pool: string): string {
  return pool.replace(/\/nodePools\/[^/]+$/, "");
}

/** The zones of a pool: its own, else those of the cluster, where Google leaves out a zonal cluster's own zone. */
export function poolZones(own: Value | undefined, cluster: Properties): string[] {
  const given = texts({ own }, "own");
  if (given.length > 0) return given;
  const location = text(cluster, "location") ?? "";
  return [...(isZone(location) ? [location] : []), ...texts(cluster, "nodeLocations")];
}

/** `gke-<cluster>-<pool>-<8 hex digits>` of a pool's managed instance group in a zone, names cut as GKE does. */
export function groupName(pool: string, seed: string, zone: string): string {
  const { cluster = "", name = "" } = parse(nodePoolType, pool) ?? {};
  return `gke-${cluster.slice(0, 20)}-${name.slice(0, 20)}-${digest(pool + seed + zone, 8)}`;
}

/** GKE changes these on a running machine; anything else in nodeConfig makes new machines. */
const changedInPlace = ["labels", "resourceLabels", "tags", "taints"];

function nodesOf(id: string, { outputs, extra = {} }: StoredResource): NodeSpec[] {
  const config = valueAt(outputs, "nodeConfig");
  const machine = Object.entries(isObject(config) ? config : {})
    .filter(([name]) => !changedInPlace.includes(name))
    .sort(([a], [b]) => a.localeCompare(b));
  const machineType = text(outputs, "nodeConfig.machineType") ?? "";
  const labels = valueAt(outputs, "nodeConfig.labels") ?? {};
  const taints = valuesAt(outputs, "nodeConfig.taints[]").map(({ value }) => taint(value as Properties));
  return texts(outputs, "nodeLocations").flatMap((zone) =>
    Array.from({ length: integer(outputs, "nodeCount") ?? 0 }, (_, index) => ({
      name: `${groupName(id, text(extra, "seed") ?? "", zone)}-${digest(JSON.stringify([zone, index, machine]), 4)}`,
      zone,
      region: regionOf(zone),
      pool: text(outputs, "name") ?? "",
      machineType,
      labels: labels as Record<string, string>,
      taints,
      ...capacityOf(machineType),
    })),
  );
}

/** `NO_SCHEDULE` of Google is `NoSchedule` of Kubernetes. */
function taint(given: Properties): NodeSpec["taints"][number] {
  const words = (text(given, "effect") ?? "").toLowerCase().split("_");
  const effect = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return { key: text(given, "key") ?? "", value: text(given, "value"), effect };
}
