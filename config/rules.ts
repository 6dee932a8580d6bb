import { Problem } from "./problems";
import { Settings } from "./schema";

/** What no single key can tell: combinations Google, Kubernetes or Elasticsearch would refuse later. */
export function crossCheck(settings: Settings): Problem[] {
  return [
    ...zoneProblems(settings),
    ...rangeProblems(settings),
    ...poolProblems(settings),
    ...heapProblems(settings),
  ];
}

function zoneProblems({ region, zones }: Settings): Problem[] {
  const elsewhere = zones.flatMap((zone, i) =>
    zone.startsWith(`${region}-`)
      ? []
      : [{ path: ["zones", i], value: zone, allowed: `must be a zone of ${region}` }],
  );
  const twice = zones.flatMap((zone, i) =>
    zones.indexOf(zone) < i ? [{ path: ["zones", i], value: zone, allowed: "must be named only once" }] : [],
  );
  return [...elsewhere, ...twice];
}

function rangeProblems({ network }: Settings): Problem[] {
  const ranges = Object.entries(network).map(([key, range]) => ({ key, range, ...bounds(range) }));
  return ranges.flatMap(({ key, range, first, last, address }, i) => {
    const problem = (allowed: string): Problem => ({ path: ["network", key], value: range, allowed });
    if (first !== address) return [problem("must start at its first address (host bits are zero)")];
    const other = ranges.slice(0, i).find((earlier) => first <= earlier.last && earlier.first <= last);
    return other ? [problem(`must not overlap network.${other.key} ${other.range}`)] : [];
  });
}

function bounds(range: string): { address: number; first: number; last: number } {
  const [host = "", bits = ""] = range.split("/");
  const address = host.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  const first = address - (address % size);
  return { address, first, last: first + size - 1 };
}

function poolProblems({ nodePools, elasticsearch, loklak }: Settings): Problem[] {
  const pools = Object.keys(nodePools);
  return Object.entries({ elasticsearch, loklak })
    .filter(([, { nodePool }]) => !pools.includes(nodePool))
    .map(([workload, { nodePool }]) => ({
      path: [workload, "nodePool"],
      value: nodePool,
      allowed: `must be one of nodePools: ${pools.join(", ")}`,
    }));
}

/** Elasticsearch's guide asks for at most half of the memory as heap; loklak keeps little outside of its heap. */
function heapProblems({ elasticsearch, loklak }: Settings): Problem[] {
  return Object.entries({
    elasticsearch: { ...elasticsearch, share: 0.5 },
    loklak: { ...loklak, share: 0.75 },
  })
    .filter(([, { heapMb, memoryMb, share }]) => heapMb > memoryMb * share)
    .map(([workload, { heapMb, memoryMb, share }]) => ({
      path: [workload, "heapMb"],
      value: heapMb,
      allowed: `must be at most ${Math.floor(memoryMb * share)}, ${share * 100} % of memoryMb`,
    }));
}
