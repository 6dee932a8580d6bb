import { schemaOf } from "./table";
import type { Properties } from "../provider/provider";
import { text } from "./values";
import { regionOf } from "./rules/zones";

/** The real provider's ids; `{x}` is the input or place x. */
const formats: Record<string, string> = {
  "gcp:artifactregistry/repository:Repository":
    "projects/{project}/locations/{location}/repositories/{repositoryId}",
  "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember":
    "projects/{project}/locations/{location}/repositories/{repository}/{role}/{member}",
  "gcp:certificatemanager/certificate:Certificate":
    "projects/{project}/locations/{location}/certificates/{name}",
  "gcp:certificatemanager/certificateMap:CertificateMap":
    "projects/{project}/locations/global/certificateMaps/{name}",
  "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry":
    "projects/{project}/locations/global/certificateMaps/{map}/certificateMapEntries/{name}",
  "gcp:certificatemanager/dnsAuthorization:DnsAuthorization":
    "projects/{project}/locations/{location}/dnsAuthorizations/{name}",
  "gcp:compute/address:Address": "projects/{project}/regions/{region}/addresses/{name}",
  "gcp:compute/disk:Disk": "projects/{project}/zones/{zone}/disks/{name}",
  "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment": "{project}/{zone}/{disk}/{name}",
  "gcp:compute/firewall:Firewall": "projects/{project}/global/firewalls/{name}",
  "gcp:compute/globalAddress:GlobalAddress": "projects/{project}/global/addresses/{name}",
  "gcp:compute/network:Network": "projects/{project}/global/networks/{name}",
  "gcp:compute/regionDisk:RegionDisk": "projects/{project}/regions/{region}/disks/{name}",
  "gcp:compute/regionDiskResourcePolicyAttachment:RegionDiskResourcePolicyAttachment":
    "{project}/{region}/{disk}/{name}",
  "gcp:compute/resourcePolicy:ResourcePolicy": "projects/{project}/regions/{region}/resourcePolicies/{name}",
  "gcp:compute/router:Router": "projects/{project}/regions/{region}/routers/{name}",
  "gcp:compute/routerNat:RouterNat": "{project}/{region}/{router}/{name}",
  "gcp:compute/sSLPolicy:SSLPolicy": "projects/{project}/global/sslPolicies/{name}",
  "gcp:compute/securityPolicy:SecurityPolicy": "projects/{project}/global/securityPolicies/{name}",
  "gcp:compute/snapshot:Snapshot": "projects/{project}/global/snapshots/{name}",
  "gcp:compute/subnetwork:Subnetwork": "projects/{project}/regions/{region}/subnetworks/{name}",
  "gcp:container/cluster:Cluster": "projects/{project}/locations/{location}/clusters/{name}",
  "gcp:container/nodePool:NodePool":
    "projects/{project}/locations/{location}/clusters/{cluster}/nodePools/{name}",
  "gcp:dns/managedZone:ManagedZone": "projects/{project}/managedZones/{name}",
  "gcp:dns/recordSet:RecordSet": "projects/{project}/managedZones/{managedZone}/rrsets/{name}/{type}",
  "gcp:filestore/instance:Instance": "projects/{project}/locations/{location}/instances/{name}",
  "gcp:iam/workloadIdentityPool:WorkloadIdentityPool":
    "projects/{project}/locations/global/workloadIdentityPools/{workloadIdentityPoolId}",
  "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider":
    "projects/{project}/locations/global/workloadIdentityPools/{workloadIdentityPoolId}/providers/{workloadIdentityPoolProviderId}",
  "gcp:kms/cryptoKey:CryptoKey":
    "projects/{project}/locations/{location}/keyRings/{keyRing}/cryptoKeys/{name}",
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": "{cryptoKeyId}/{role}/{member}",
  "gcp:kms/keyRing:KeyRing": "projects/{project}/locations/{location}/keyRings/{name}",
  "gcp:projects/iAMCustomRole:IAMCustomRole": "projects/{project}/roles/{roleId}",
  "gcp:projects/iAMMember:IAMMember": "{project}/{role}/{member}",
  "gcp:projects/service:Service": "{project}/{service}",
  "gcp:serviceaccount/account:Account":
    "projects/{project}/serviceAccounts/{accountId}@{project}.iam.gserviceaccount.com",
  "gcp:serviceaccount/iAMMember:IAMMember": "{serviceAccountId}/{role}/{member}",
  "gcp:storage/bucket:Bucket": "{name}",
  "gcp:storage/bucketIAMMember:BucketIAMMember": "b/{bucket}/{role}/{member}",
};

/** Inputs that may name their resource in full or by its last part alone. */
const parents: Record<string, string> = {
  cluster: "gcp:container/cluster:Cluster",
  disk: "gcp:compute/disk:Disk",
  keyRing: "gcp:kms/keyRing:KeyRing",
  managedZone: "gcp:dns/managedZone:ManagedZone",
  map: "gcp:certificatemanager/certificateMap:CertificateMap",
  repository: "gcp:artifactregistry/repository:Repository",
  router: "gcp:compute/router:Router",
  workloadIdentityPoolId: "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
};

/** Where a resource is; which of these it has depends on its type. */
export interface Place {
  project?: string;
  region?: string;
  zone?: string;
  location?: string;
}

/** What is missing, in the real provider's words. */
const missing: Record<keyof Place, string> = {
  project: "project: required field is not set",
  region: "Cannot determine region: set in this resource, or set provider-level 'region' or 'zone'.",
  zone: "Cannot determine zone: set in this resource, or set provider-level zone.",
  location: "Cannot determine location: set in this resource, or set provider-level 'region' or 'zone'.",
};

function formatOf(type: string): string {
  schemaOf(type);
  return formats[type] ?? "";
}

/** True when the id of this type holds the variable, as `zone` in a disk's. */
export function isInId(type: string, variable: string): boolean {
  return formatOf(type).includes(`{${variable}}`);
}

function variablesOf(format: string): string[] {
  return [...new Set([...format.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ""))];
}

/** The place where the inputs put a resource, else its {@link defaultPlace}; an error if nothing gives it. */
export function placeOf(type: string, inputs: Properties, configured: Place): Place {
  const otherwise = defaultPlace(type, inputs, configured);
  const place: Place = {};
  for (const name of Object.keys(missing) as (keyof Place)[]) {
    if (schemaOf(type)[name] === undefined && !isInId(type, name)) continue;
    const found = text(inputs, name) ?? otherwise[name];
    if (found !== undefined) place[name] = lastPart(found);
    else if (isInId(type, name)) throw new Error(missing[name]);
  }
  const within = place.zone ?? place.location;
  if (within !== undefined) place.region ??= regionOf(within);
  return place;
}

/** The place of the resource that this one belongs to, else what the provider is configured with. */
export function defaultPlace(type: string, inputs: Properties, configured: Place): Place {
  const region = configured.region ?? (configured.zone === undefined ? undefined : regionOf(configured.zone));
  const location = type.startsWith("gcp:container/") ? configured.zone : region;
  const place = { ...configured, region, location };
  for (const name of variablesOf(formatOf(type))) {
    const value = text(inputs, name);
    const parent = parents[name];
    if (parent && value?.includes("/"))
      return { ...place, ...parse(parent, resolve(parent, value, configured)) };
  }
  return place;
}

/** The id of a resource with these inputs at this place. */
export function idOf(type: string, inputs: Properties, place: Place): string {
  const id = formatOf(type).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = place[name as keyof Place] ?? text(inputs, name) ?? "";
    return name in parents ? lastPart(value) : value;
  });
  const condition = text(inputs, "condition.title");
  return condition === undefined ? id : `${id}/${condition}`;
}

/** The id behind a reference: an id, a self link, a part of one or a bare name, seen from a place. */
export function resolve(type: string, reference: string, place: Place): string {
  const path = relative(reference);
  const full = [path, `projects/${place.project ?? ""}/${path}`].find((candidate) => parse(type, candidate));
  if (full !== undefined) return full;
  const format = formatOf(type);
  const parts = path.split("/");
  const named = variablesOf(format).slice(-parts.length);
  if (named.length < parts.length) return path;
  const given: Record<string, string | undefined> = { ...place };
  named.forEach((name, index) => (given[name] = parts[index]));
  return format.replace(/\{(\w+)\}/g, (_, name: string) => given[name] ?? "");
}

/** The variables in an id of the type; undefined when it is none. */
export function parse(type: string, id: string): Record<string, string> | undefined {
  const seen = new Set<string>();
  const pattern = formatOf(type).replace(/\{(\w+)\}/g, (_, name: string) => {
    if (seen.has(name)) return `\\k<${name}>`;
    seen.add(name);
    return `(?<${name}>[^/]+)`;
  });
  return new RegExp(`^${pattern}$`).exec(id)?.groups;
}

/** A self link without its service's address. */
export function relative(link: string): string {
  return link.replace(/^https:\/\/[^/]+\/(?:compute\/)?(?:v1|beta|v1beta1)\//, "");
}

export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
