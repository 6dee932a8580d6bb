import { Problem } from "./problems";
import { Settings } from "./schema";
import { poolOf } from "./workloads";

/** What zones, nodes and disks ask of each other: a pod runs only where its disk can be attached. */
export function placeProblems(settings: Partial<Settings>): Problem[] {
  return [zoneProblems, dumpZoneProblems, dumpSizeProblems, spreadProblems].flatMap((rule) => rule(settings));
}

function zoneProblems({ region, zones = [] }: Partial<Settings>): Problem[] {
  return listProblems(["zones"], zones, (zone) =>
    region === undefined || zone.startsWith(`${region}-`) ? undefined : `must be a zone of ${region}`,
  );
}

function dumpZoneProblems({ zones, dumps }: Partial<Settings>): Problem[] {
  return listProblems(["dumps", "zones"], dumps?.zones ?? [], (zone) =>
    zones === undefined || zones.includes(zone)
      ? undefined
      : `must be one of loklak:zones, where the nodes are: ${zones.join(", ")}`,
  );
}

function listProblems(
  path: string[],
  zones: string[],
  fault: (zone: string) => string | undefined,
): Problem[] {
  return zones.flatMap((zone, i) => {
    const allowed = fault(zone) ?? (zones.indexOf(zone) < i ? "must be named only once" : undefined);
    return allowed === undefined ? [] : [{ path: [...path, i], value: zone, allowed }];
  });
}

/** https://cloud.google.com/compute/docs/disks: what a regional pd-standard disk has at least. */
const smallestRegionalStandardGb = 200;

function dumpSizeProblems({ dumps }: Partial<Settings>): Problem[] {
  if (dumps?.zones?.length !== 2 || dumps.diskType !== "pd-standard") return [];
  if (dumps.diskSizeGb >= smallestRegionalStandardGb) return [];
  const allowed = `must be at least ${smallestRegionalStandardGb} for a pd-standard disk in two zones`;
  return [{ path: ["dumps", "diskSizeGb"], value: dumps.diskSizeGb, allowed }];
}

/** Elasticsearch's nodes take the zones in turn and share no machine. */
function spreadProblems({ zones, nodePools, elasticsearch }: Partial<Settings>): Problem[] {
  const pool = poolOf(nodePools, elasticsearch?.nodePool);
  if (!zones || !elasticsearch || !pool) return [];
  const most = pool.nodesPerZone * zones.length;
  if (Math.ceil(elasticsearch.nodes / zones.length) <= pool.nodesPerZone) return [];
  const machines = `${pool.nodesPerZone} in each of ${zones.length} zones`;
  const allowed = `must be at most ${most}, one on each machine of nodePools.${elasticsearch.nodePool} (${machines})`;
  return [{ path: ["elasticsearch", "nodes"], value: elasticsearch.nodes, allowed }];
}
