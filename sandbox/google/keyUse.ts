import { invalid, keyDenied } from "./errors";
import { projectNumber } from "./generated";
import { parse } from "./ids";
import type { Reference, Resource } from "./resourceType";
import type { State } from "./store";
import { text } from "./values";

export const cryptoKeyType = "gcp:kms/cryptoKey:CryptoKey";
const grantTypes = ["gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember", "gcp:projects/iAMMember:IAMMember"];

/** Google's own accounts that encrypt for a project, by its number. */
const serviceAgents: Record<string, (project: string) => string> = {
  artifactregistry: (project) => `service-${project}@gcp-sa-artifactregistry.iam.gserviceaccount.com`,
  compute: (project) => `service-${project}@compute-system.iam.gserviceaccount.com`,
  filestore: (project) => `service-${project}@cloud-filer.iam.gserviceaccount.com`,
  storage: (project) => `service-${project}@gs-project-accounts.iam.gserviceaccount.com`,
  container: (project) => `service-${project}@container-engine-robot.iam.gserviceaccount.com`,
};

/** A property that names the key by which Google encrypts the resource. */
export function keyReference(property: string): Reference {
  return { property, to: cryptoKeyType, encrypts: true };
}

/** Throws when Google could not use the key for the resource: not granted, destroyed, or in another location. */
export function refuseKey({ type, place }: Resource, reference: Reference, key: string, state: State): void {
  const location = parse(cryptoKeyType, key)?.location ?? "";
  const near = [place.region, place.location, ...(type.startsWith("gcp:compute/") ? ["global"] : [])];
  if (!near.includes(location))
    throw invalid(`The key ${key} is in ${location} and cannot encrypt a resource in ${place.region ?? ""}`);
  const primary = text(state.resources[key]?.outputs ?? {}, "primaries[].state");
  if (primary !== "ENABLED")
    throw invalid(`${key} has no primary version that is enabled, its state is ${primary ?? "none"}`);
  const agent = agentOf(type, reference, place.project ?? "");
  if (!isGranted(state, key, agent, place.project)) throw keyDenied(key, agent);
}

/** The boot disks of nodes are Compute Engine's. */
function agentOf(type: string, { property }: Reference, project: string): string {
  const service = property.endsWith("bootDiskKmsKey") ? "compute" : (/^gcp:(\w+)\//.exec(type)?.[1] ?? "");
  return serviceAgents[service]?.(projectNumber(project)) ?? "";
}

function isGranted(state: State, key: string, agent: string, project: string | undefined): boolean {
  return Object.values(state.resources).some(
    ({ type, outputs }) =>
      grantTypes.includes(type) &&
      outputs.member === `serviceAccount:${agent}` &&
      outputs.role === "roles/cloudkms.cryptoKeyEncrypterDecrypter" &&
      [key, project].includes(text(outputs, "cryptoKeyId") ?? text(outputs, "project")),
  );
}
