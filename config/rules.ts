import { pinProblems } from "./images";
import { machineProblems } from "./machineTypes";
import { placeProblems } from "./zones";
import { Problem } from "./problems";
import { bounds, rangeProblems } from "./ranges";
import { Settings } from "./schema";
import { WorkloadName, workloads } from "./workloads";

/** What no single key can tell; keys that are wrong in themselves are left out and make no further problem. */
export function crossCheck(settings: Partial<Settings>): Problem[] {
  return [
    ...placeProblems(settings),
    ...machineProblems(settings),
    ...[rangeProblems, sizeProblems, poolProblems, heapProblems, baseProblems].flatMap((rule) =>
      rule(settings),
    ),
  ];
}

/** Google keeps four addresses of a subnet, GKE takes a /24 for each node's pods and one node more to upgrade a pool. */
function sizeProblems({ network, nodePools, zones }: Partial<Settings>): Problem[] {
  if (!network || !nodePools || !zones) return [];
  const pools = Object.values(nodePools);
  const nodes = pools.reduce((sum, { nodesPerZone }) => sum + nodesPerZone * zones.length, pools.length);
  const room = {
    nodeRange: bounds(network.nodeRange).size - 4,
    podRange: bounds(network.podRange).size / 256,
  };
  return Object.entries(room)
    .filter(([, most]) => most < nodes)
    .map(([key, most]) => ({
      path: ["network", key],
      value: network[key as keyof typeof room],
      allowed: `must hold ${nodes} nodes (with one more for each pool's upgrade), it holds ${Math.max(0, Math.floor(most))}`,
    }));
}

function poolProblems({ nodePools, ...settings }: Partial<Settings>): Problem[] {
  if (!nodePools) return [];
  const pools = Object.keys(nodePools);
  const missing = workloads(settings)
    .filter(([, { nodePool }]) => !pools.includes(nodePool))
    .map(([workload, { nodePool }]) => ({
      path: [workload, "nodePool"],
      value: nodePool,
      allowed: `must be one of nodePools: ${pools.join(", ")}`,
    }));
  if (Object.values(nodePools).some(({ dedicated }) => !dedicated)) return missing;
  const allowed = "must have a pool that is not dedicated: Kubernetes' own pods run there";
  return [...missing, { path: ["nodePools"], value: pools, allowed }];
}

/** Elasticsearch's guide asks for at most half of the memory as heap; loklak keeps little outside of its heap. */
function heapProblems({ elasticsearch, loklak }: Partial<Settings>): Problem[] {
  const limits = [
    { workload: "elasticsearch", sizes: elasticsearch, share: 0.5 },
    { workload: "loklak", sizes: loklak, share: 0.75 },
  ];
  return limits.flatMap(({ workload, sizes, share }) => {
    if (!sizes || sizes.heapMb <= sizes.memoryMb * share) return [];
    const allowed = `must be at most ${Math.floor(sizes.memoryMb * share)}, ${share * 100} % of memoryMb`;
    return [{ path: [workload, "heapMb"], value: sizes.heapMb, allowed }];
  });
}

/** What is built on each of the base images. */
const builtOn: Record<keyof Settings["baseImages"], WorkloadName[]> = {
  maven: ["elasticsearch", "loklak"],
  java: ["elasticsearch", "loklak"],
  nginx: ["door"],
};

function baseProblems({ baseImages, ...settings }: Partial<Settings>): Problem[] {
  const built = workloads(settings)
    .filter(([, { image }]) => image === undefined)
    .map(([workload]) => workload);
  const used = Object.entries(baseImages ?? {}).filter(([key]) =>
    builtOn[key as keyof typeof builtOn].some((workload) => built.includes(workload)),
  );
  return pinProblems(Object.fromEntries(used), "npm run pin");
}
