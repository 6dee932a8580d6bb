import { Settings } from "./schema";

export type WorkloadName = "elasticsearch" | "loklak";

/** The sections that size pods and name the pool these run in. */
export function workloads(settings: Partial<Settings>): [WorkloadName, Settings[WorkloadName]][] {
  return (["elasticsearch", "loklak"] as const).flatMap((name) => {
    const workload = settings[name];
    return workload === undefined ? [] : [[name, workload]];
  });
}
