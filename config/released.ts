import { generationInUse } from "./indexDisks";
import { Problem } from "./problems";
import { Settings } from "./schema";

/** Generations of index disks that the last `up` left without disks: 1 is the one before any restore. */
export interface ReleasedDisks {
  released?: number[];
}

/** Refuses to let go of disks in use, and to make empty ones in the place of those that went. */
export function releasedProblems(
  { elasticsearch }: Partial<Settings>,
  { released: before = [] }: ReleasedDisks,
): Problem[] {
  if (!elasticsearch) return [];
  const { released, restores } = elasticsearch;
  const path = ["elasticsearch", "released"];
  const newest = restores.length + 1;
  const inUse = generationInUse(elasticsearch);
  const unknown = released.find((generation) => generation > newest);
  if (unknown !== undefined)
    return [
      { path, value: released, allowed: `must have no ${unknown}: the newest generation is ${newest}` },
    ];
  if (released.includes(inUse))
    return [{ path, value: released, allowed: `must not have ${inUse}: that generation is in use` }];
  const back = before.filter((generation) => !released.includes(generation));
  if (back.length === 0) return [];
  const allowed = `must have ${back.join(", ")}: the disks were let go, new ones would be empty`;
  return [{ path, value: released, allowed }];
}
