import { Settings } from "./schema";

export type WorkloadName = "elasticsearch" | "loklak" | "door";

/** The sections that size pods and name the pool these run in. */
export function workloads(settings: Partial<Settings>): [WorkloadName, Settings[WorkloadName]][] {
  return (["elasticsearch", "loklak", "door"] as const).flatMap((name) => {
    const workload = settings[name];
    return workload === undefined ? [] : [[name, workload]];
  });
}

/** The pool of this name; a name that every object has, such as `constructor`, is none. */
export function poolOf(nodePools: Settings["nodePools"] | undefined, name: string | undefined) {
  return nodePools && name !== undefined && Object.hasOwn(nodePools, name) ? nodePools[name] : undefined;
}
