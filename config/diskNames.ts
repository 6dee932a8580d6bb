import { dumpDiskName, indexGenerations } from "./indexDisks";
import { Problem } from "./problems";
import { Settings } from "./schema";

/** Refuses one disk for two purposes, and a name for a node that there is not. */
export function diskNameProblems(
  { elasticsearch, dumps, zones }: Partial<Settings>,
  prefix: string,
): Problem[] {
  if (!elasticsearch || !dumps || !zones) return [];
  const { diskNames, nodes } = elasticsearch;
  const path = ["elasticsearch", "diskNames"];
  if (diskNames.length > nodes)
    return [
      { path, value: diskNames, allowed: `must be at most ${nodes}, one for each of elasticsearch.nodes` },
    ];
  const names = indexGenerations({ elasticsearch, zones }, prefix).flatMap((disks) =>
    disks.map(({ diskName }) => diskName),
  );
  const own = [...names, dumpDiskName(dumps, prefix)];
  const twice = own.find((name, i) => own.indexOf(name) < i);
  if (twice === undefined) return [];
  return [
    { path, value: diskNames, allowed: `must be different disks: ${twice} would be two of the stack's` },
  ];
}
