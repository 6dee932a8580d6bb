import type { Properties } from "../provider/provider";
import type { ProviderConfig } from "./config";
import { computeLink, projectNumber } from "./generated";
import { type Place, resolve } from "./ids";
import { regionFault, zonesOf } from "./rules/zones";
import type { State } from "./store";
import { diskType, diskTypeOf, snapshotType } from "./types/disk";
import { text } from "./values";

interface Invoke {
  arguments: string[];
  answer(args: Properties, config: ProviderConfig, state: State): Properties;
}

const invokes: Record<string, Invoke> = {
  "gcp:organizations/getProject:getProject": { arguments: ["projectId"], answer: getProject },
  "gcp:organizations/getClientConfig:getClientConfig": { arguments: [], answer: getClientConfig },
  "gcp:compute/getDisk:getDisk": { arguments: ["name", "zone", "project"], answer: getDisk },
  "gcp:compute/getSnapshot:getSnapshot": { arguments: ["name", "project"], answer: getSnapshot },
  "gcp:dns/getManagedZone:getManagedZone": { arguments: ["name", "project"], answer: getManagedZone },
  "gcp:compute/getZones:getZones": { arguments: ["project", "region", "status"], answer: getZones },
};

/** Answers a data source; one that the stand-in does not know, or an argument, is refused by name. */
export function invoke(token: string, args: Properties, config: ProviderConfig, state: State): Properties {
  const known = invokes[token];
  if (known === undefined)
    throw new Error(
      `the Google Cloud stand-in does not know the data source ${token}; it knows: ${Object.keys(invokes).join(", ")}`,
    );
  const unknown = Object.keys(args).find((name) => !known.arguments.includes(name));
  if (unknown !== undefined)
    throw new Error(`${token} has no argument ${unknown}; allowed: ${known.arguments.join(", ") || "none"}`);
  return known.answer(args, config, state);
}

function getProject(args: Properties, config: ProviderConfig): Properties {
  const projectId = text(args, "projectId") ?? config.project;
  if (projectId === undefined) throw new Error("project: required field is not set");
  const labels = { effectiveLabels: {}, labels: {}, pulumiLabels: {}, tags: {} };
  return {
    id: `projects/${projectId}`,
    projectId,
    name: projectId,
    number: projectNumber(projectId),
    autoCreateNetwork: false,
    billingAccount: "",
    deletionPolicy: "",
    folderId: "",
    orgId: "",
    ...labels,
  };
}

function getClientConfig(_args: Properties, config: ProviderConfig): Properties {
  const { project = "", region = "", zone = "", accessToken = "stand-in", defaultLabels } = config;
  const id = `projects/"${project}"/regions/"${region}"/zones/"${zone}"`;
  return { id, project, region, zone, accessToken, defaultLabels };
}

function getDisk(args: Properties, config: ProviderConfig, state: State): Properties {
  const place = { project: text(args, "project") ?? config.project, zone: text(args, "zone") ?? config.zone };
  const { id, found } = find(diskType, args, place, state);
  const snapshot = text(found, "snapshot");
  return { ...found, id, snapshot: snapshot ? computeLink(resolve(snapshotType, snapshot, place)) : "" };
}

function getSnapshot(args: Properties, config: ProviderConfig, state: State): Properties {
  const place = { project: text(args, "project") ?? config.project };
  const { id, found } = find(snapshotType, args, place, state);
  const source = text(found, "sourceDisk") ?? "";
  const disk = resolve(diskTypeOf(source), source, { ...place, zone: text(found, "zone") });
  return { ...found, id, sourceDisk: computeLink(disk) };
}

function getManagedZone(args: Properties, config: ProviderConfig, state: State): Properties {
  const project = text(args, "project") ?? config.project;
  const { id, found } = find("gcp:dns/managedZone:ManagedZone", args, { project }, state);
  const { name, dnsName, description, managedZoneId, nameServers, visibility } = found;
  return { id, project, name, dnsName, description, managedZoneId, nameServers, visibility };
}

function find(type: string, args: Properties, place: Place, { resources }: State) {
  const id = resolve(type, text(args, "name") ?? "", place);
  const found = resources[id]?.outputs;
  if (found === undefined) throw new Error(`${id} not found`);
  return { id, found };
}

function getZones(args: Properties, config: ProviderConfig): Properties {
  const project = text(args, "project") ?? config.project ?? "";
  const region = text(args, "region") ?? config.region ?? "";
  const wrong = regionFault(region);
  if (wrong !== undefined) throw new Error(`gcp:compute/getZones:getZones: ${wrong}`);
  return { id: `projects/${project}/regions/${region}`, project, region, names: zonesOf(region) };
}
