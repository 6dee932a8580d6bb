import * as pulumi from "@pulumi/pulumi";
import { Environment, parseEnvironment } from "loklak-gke/config/values";
import { pinProblems } from "loklak-gke/config/images";
import { ConfigurationError, Problem, projectKey } from "loklak-gke/config/problems";
import { readContract } from "loklak-gke/contract";
import { lastOutputs } from "loklak-gke/lastOutputs";
import { StackOutputs } from "loklak-gke/outputs";
import { schema, Settings } from "./schema";

/** One environment, checked: what the rest of the program is told. */
export type StackConfig = Settings & Environment;

const namespace = "keystone";
/** https://cloud.google.com/compute/docs/disks: what a regional pd-standard disk has at least. */
const smallestRegionalStandardGb = 200;

/**
 * Reads and checks the whole configuration of the stack, and the outputs of the stack that it is deployed onto.
 * @throws ConfigurationError with every problem at once, or ContractError, before the first resource exists.
 */
export async function loadConfig(): Promise<{ config: StackConfig; target: StackOutputs }> {
  const stack = pulumi.getStack();
  const config = parseConfig(stack, pulumi.runtime.allConfig());
  const target = await readContract(config.platform);
  const { fernetGeneration: last } = await lastOutputs<{ fernetGeneration: number }>();
  const problems = surroundingProblems(config, target, last);
  if (problems.length > 0) throw new ConfigurationError(stack, problems, namespace);
  return { config, target };
}

/** The values alone, by their full keys (`keystone:api`) and as the engine hands them over: as text. */
export function parseConfig(stack: string, values: Record<string, string>): StackConfig {
  return parseEnvironment({ namespace, schema, crossCheck: ownProblems }, stack, values);
}

/** What does not fit each other. */
function ownProblems({ database, images, baseImages }: Settings): Problem[] {
  const { python, mariadb, memcached } = baseImages;
  const built = {
    ...(images.keystone === undefined && { python }),
    ...(images.mariadb === undefined && { mariadb }),
    ...(images.memcached === undefined && { memcached }),
  };
  const problems = pinProblems(built, "npm run pin -- examples/keystone/images/bases.json");
  const { zones = [], diskType, diskSizeGb } = database;
  if (new Set(zones).size < zones.length)
    problems.push({ path: ["database", "zones"], value: zones, allowed: "must name two different zones" });
  if (zones.length === 2 && diskType === "pd-standard" && diskSizeGb < smallestRegionalStandardGb)
    problems.push({
      path: ["database", "diskSizeGb"],
      value: diskSizeGb,
      allowed: `must be at least ${smallestRegionalStandardGb} for a pd-standard disk in two zones`,
    });
  return problems;
}

/**
 * What does not fit the cluster or what is deployed.
 * @param last the generation of Fernet keys that is deployed, undefined before the first `up`
 */
export function surroundingProblems(config: StackConfig, target: StackOutputs, last?: number): Problem[] {
  const pools = Object.keys(target.nodePools);
  const problem = (path: PropertyKey[], value: unknown, allowed: string): Problem => ({
    path,
    value,
    allowed,
  });
  const problems = (["api", "database"] as const)
    .filter((part) => !pools.includes(config[part].nodePool))
    .map((part) =>
      problem([part, "nodePool"], config[part].nodePool, `must be one of the cluster's: ${pools.join(", ")}`),
    );
  const strange = config.database.zones?.find((zone) => !target.zones.includes(zone));
  if (strange !== undefined)
    problems.push(
      problem(["database", "zones"], strange, `must be one of the cluster's: ${target.zones.join(", ")}`),
    );
  if (config.project !== target.project)
    problems.push(problem([projectKey], config.project, `must be the cluster's: ${target.project}`));
  const next = config.fernetGeneration;
  if (last !== undefined && next !== last && next !== last + 1)
    problems.push(
      problem(
        ["fernetGeneration"],
        next,
        `must be ${last}, or ${last + 1} to rotate: no step may be left out`,
      ),
    );
  return problems;
}
