import { privateRanges } from "./specialRanges";
import { machineProblems } from "./machineTypes";
import { placeProblems } from "./zones";
import { Problem } from "./problems";
import { Settings } from "./schema";
import { workloads } from "./workloads";

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

function rangeProblems({ network = {} as Settings["network"] }: Partial<Settings>): Problem[] {
  const ranges = Object.entries(network).map(([key, range]) => ({ key, range, ...bounds(range) }));
  return ranges.flatMap(({ key, range, first, last, address }, i) => {
    const problem = (allowed: string): Problem => ({ path: ["network", key], value: range, allowed });
    if (first !== address) return [problem("must start at its first address (host bits are zero)")];
    // Pods are let out to the internet, and to none of these.
    if (!privateRanges.map(bounds).some((own) => own.first <= first && last <= own.last))
      return [problem(`must be within one of ${privateRanges.join(", ")}`)];
    const other = ranges.slice(0, i).find((earlier) => first <= earlier.last && earlier.first <= last);
    return other ? [problem(`must not overlap network.${other.key} ${other.range}`)] : [];
  });
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

function bounds(range: string): { address: number; first: number; last: number; size: number } {
  const [host = "", bits = ""] = range.split("/");
  const address = host.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  const first = address - (address % size);
  return { address, first, last: first + size - 1, size };
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
function heapProblems(settings: Partial<Settings>): Problem[] {
  const share = { elasticsearch: 0.5, loklak: 0.75 };
  return workloads(settings)
    .filter(([workload, { heapMb, memoryMb }]) => heapMb > memoryMb * share[workload])
    .map(([workload, { heapMb, memoryMb }]) => ({
      path: [workload, "heapMb"],
      value: heapMb,
      allowed: `must be at most ${Math.floor(memoryMb * share[workload])}, ${share[workload] * 100} % of memoryMb`,
    }));
}

/** A tag may mean another image tomorrow: the same commit would build something else. */
function baseProblems({ baseImages, elasticsearch, loklak }: Partial<Settings>): Problem[] {
  const isBuilt = [elasticsearch, loklak].some((workload) => workload && workload.image === undefined);
  if (!baseImages || !isBuilt) return [];
  return Object.entries(baseImages)
    .filter(([, image]) => !image.includes("@sha256:"))
    .map(([key, value]) => ({
      path: ["baseImages", key],
      value,
      allowed:
        "must be pinned by digest: `npm run pin` does it for images/bases.json where Docker can pull them; one given here needs its digest here",
    }));
}
