import * as pulumi from "@pulumi/pulumi";
import { ConfigurationError, problemsOf, projectKey } from "./config/problems";
import { diskNameProblems } from "./config/diskNames";
import { domainProblems, ZoneFacts } from "./config/domain";
import { DeployedDisks, deployedDiskProblems } from "./config/deployedDisks";
import { IndexDisk, keptGenerations } from "./config/indexDisks";
import { ReleasedDisks, releasedProblems } from "./config/released";
import { RestoreFacts, restoreProblems, undone } from "./config/restores";
import { crossCheck } from "./config/rules";
import { schema, Settings } from "./config/schema";
import {
  Environment,
  environment,
  ownValues,
  prefixOf,
  projectProblems,
  stackProblems,
} from "./config/values";
import { lastOutputs } from "./lastOutputs";
import { readDisks, readSnapshots } from "./restoreFacts";
import { readZone } from "./zoneFacts";

/** One environment, checked: what the rest of the program is told. */
export interface StackConfig extends Omit<Settings, "loklak">, Environment {
  loklak: Omit<Settings["loklak"], "settings"> & {
    /** A secret, since tokens are among what loklak can be told; undefined when there are none. */
    settings?: pulumi.Output<Record<string, string>>;
  };
  /** The index disks of every generation, the oldest first; none of one that was let go. */
  indexGenerations: IndexDisk[][];
}

/** What the configuration is checked against. */
export interface Surroundings extends DeployedDisks, ReleasedDisks, RestoreFacts {
  /** The managed zone that the domain names; none: it names none. */
  zone?: ZoneFacts;
}

const namespace = "loklak";

/**
 * Reads and checks the whole configuration of the stack; the only reader of it.
 * @throws ConfigurationError with every problem at once, before the first resource exists.
 */
export async function loadConfig(): Promise<StackConfig> {
  const { disks = {}, dumpDisk, indexGenerations = [] } = await lastOutputs();
  const values = pulumi.runtime.allConfig();
  const stack = pulumi.getStack();
  const project = values[projectKey];
  const made = indexGenerations.map(({ snapshots }) => snapshots);
  const released = indexGenerations.flatMap(({ disks }, index) => (disks.length === 0 ? [index + 1] : []));
  const settings = usable(ownValues(values, namespace));
  const toMake = undone(settings, prefixOf(namespace, stack), made);
  const zoneName = settings.domain?.managedZone;
  const [snapshots, brokenOff, zone] = await Promise.all([
    readSnapshots(toMake.snapshots, project),
    readDisks(toMake.disks, project),
    zoneName === undefined ? undefined : readZone(zoneName, project),
  ]);
  return parseConfig(stack, values, { disks, dumpDisk, made, released, snapshots, brokenOff, zone });
}

/** {@link loadConfig} for given values, by their full keys (`loklak:region`) and as the engine hands them over: as text. */
export function parseConfig(
  stack: string,
  values: Record<string, string>,
  found: Partial<Surroundings> = {},
): StackConfig {
  const surroundings = { disks: {}, made: [], snapshots: {}, brokenOff: {}, ...found };
  const input = ownValues(values, namespace);
  const usableSettings = usable(input);
  const prefix = prefixOf(namespace, stack);
  const parsed = schema.safeParse(input);
  const project = values[projectKey];
  const problems = [
    ...stackProblems(stack),
    ...projectProblems(project),
    ...(parsed.success ? [] : problemsOf(parsed.error, input, schema)),
    ...crossCheck(usableSettings),
    ...deployedDiskProblems(usableSettings, prefix, surroundings),
    ...diskNameProblems(usableSettings, prefix),
    ...restoreProblems(usableSettings, prefix, surroundings),
    ...releasedProblems(usableSettings, surroundings),
    ...domainProblems(usableSettings.domain, surroundings.zone),
  ];
  if (problems.length > 0 || !parsed.success || project === undefined)
    throw new ConfigurationError(stack, problems);
  const { settings, ...loklak } = parsed.data.loklak;
  return {
    ...parsed.data,
    loklak: { ...loklak, settings: Object.keys(settings).length > 0 ? pulumi.secret(settings) : undefined },
    ...environment(namespace, stack, project),
    indexGenerations: keptGenerations(parsed.data, prefix),
  };
}

/** The top-level keys that are right in themselves, defaults filled in. */
function usable(input: Record<string, unknown>): Partial<Settings> {
  const sections = Object.entries(schema.shape).map(
    ([key, section]) => [key, section.safeParse(input[key])] as const,
  );
  return Object.fromEntries(sections.flatMap(([key, { data }]) => (data === undefined ? [] : [[key, data]])));
}
