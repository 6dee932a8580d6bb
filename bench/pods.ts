import type { SandboxFolder } from "../sandbox/folder";
import { Clusters } from "../sandbox/cluster/clusters";
import type { NodeSpec } from "../sandbox/cluster/nodes";
import { stopImages } from "../sandbox/images/images";
import { type Memory, memoryOf } from "./memory";

const id = "projects/bench/locations/us-central1/clusters/bench";
const region = "us-central1";

/** A cluster with two real nodes in two zones, from nothing: seconds until both are Ready, and what all of it takes then. */
export async function measureNodes(sandbox: SandboxFolder): Promise<{ seconds: number; memory: Memory }> {
  const clusters = new Clusters(sandbox, "real", (line) => console.error(line));
  const nodes = ["a", "b"].map((zone) => nodeIn(`${region}-${zone}`));
  try {
    // The first one builds the images that a cluster itself needs.
    await clusters.create(id);
    await clusters.erase(id);
    await stopImages(sandbox);
    const start = performance.now();
    await clusters.create(id);
    await clusters.applyNodes(id, "main", nodes);
    return { seconds: (performance.now() - start) / 1000, memory: memoryOf(sandbox) };
  } finally {
    await clusters.erase(id);
    await stopImages(sandbox);
  }
}

function nodeIn(zone: string): NodeSpec {
  const machine = { machineType: "e2-standard-4", cpu: "4", memory: "16Gi" };
  return { name: `bench-${zone}`, zone, region, pool: "main", labels: {}, taints: [], ...machine };
}

/** Seconds until the address answers with status 200; asked ten times a second for as long as `until` is pending. */
export async function secondsToServe(url: string, until: Promise<unknown>): Promise<number | undefined> {
  const start = performance.now();
  let over = false;
  void until.finally(() => (over = true)).catch(() => undefined);
  while (!over) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return (performance.now() - start) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return undefined;
}
