import * as pulumi from "@pulumi/pulumi";
import { pinProblems } from "loklak-gke/config/images";
import { ConfigurationError, Problem, projectKey } from "loklak-gke/config/problems";
import { Environment, parseEnvironment } from "loklak-gke/config/values";
import { readContract } from "loklak-gke/contract";
import { StackOutputs } from "loklak-gke/outputs";
import { scriptMemoryMb } from "./components/phpConfig";
import { schema, Settings } from "./schema";

/** One environment, checked: what the rest of the program is told. */
export type StackConfig = Settings & Environment;

const namespace = "php-farm";
const leastScriptMemoryMb = 32;
/** GiB; above it the tiers that are not basic have instances of another kind. */
const largestGb = 9984;

/**
 * Reads and checks the whole configuration of the stack, and the outputs of the stack that it is deployed onto.
 * @throws ConfigurationError with every problem at once, or ContractError, before the first resource exists.
 */
export async function loadConfig(): Promise<{ config: StackConfig; platform: StackOutputs }> {
  const stack = pulumi.getStack();
  const config = parseConfig(stack, pulumi.runtime.allConfig());
  const platform = await readContract(config.platform);
  const problems = platformProblems(config, platform);
  if (problems.length > 0) throw new ConfigurationError(stack, problems, namespace);
  return { config, platform };
}

/** The values alone, by their full keys (`php-farm:php`) and as the engine hands them over: as text. */
export function parseConfig(stack: string, values: Record<string, string>): StackConfig {
  return parseEnvironment({ namespace, schema, crossCheck: ownProblems }, stack, values);
}

/** What does not fit each other. */
function ownProblems({ php, content, images, baseImages }: Settings): Problem[] {
  const isBuilt = Object.keys(images).length < 3;
  const problems = isBuilt
    ? pinProblems(baseImages, "npm run pin -- examples/php-farm/images/bases.json")
    : [];
  if (scriptMemoryMb(php) < leastScriptMemoryMb)
    problems.push({
      path: ["php", "memoryMb"],
      value: php.memoryMb,
      allowed: `leaves ${scriptMemoryMb(php)} MiB for each of ${php.workers} workers, must leave at least ${leastScriptMemoryMb}`,
    });
  const mask = content.tier === "REGIONAL" ? "/26" : "/29";
  if (content.reservedRange?.endsWith(mask) === false)
    problems.push({
      path: ["content", "reservedRange"],
      value: content.reservedRange,
      allowed: `must have the mask ${mask} for the tier ${content.tier}, and be what nothing else has`,
    });
  if (content.tier === "BASIC_HDD") return problems;
  if (content.capacityGb > largestGb || content.capacityGb % 256 !== 0)
    problems.push({
      path: ["content", "capacityGb"],
      value: content.capacityGb,
      allowed: `must be a multiple of 256 up to ${largestGb} for the tier ${content.tier}`,
    });
  if (content.tier === "REGIONAL" && content.zone !== undefined)
    problems.push({
      path: ["content", "zone"],
      value: content.zone,
      allowed: "must be left out for the tier REGIONAL, which is in all zones of the region",
    });
  return problems;
}

/** What does not fit the cluster. */
export function platformProblems(config: StackConfig, platform: StackOutputs): Problem[] {
  const { nodePool, content, project } = config;
  const oneOf = (path: string[], value: string | undefined, allowed: string[]): Problem[] =>
    value === undefined || allowed.includes(value)
      ? []
      : [{ path, value, allowed: `must be one of the cluster's: ${allowed.join(", ")}` }];
  return [
    ...oneOf([projectKey], project, [platform.project]),
    ...oneOf(["nodePool"], nodePool, Object.keys(platform.nodePools)),
    ...oneOf(["content", "zone"], content.zone, platform.zones),
  ];
}
