import { isCollection, hasObjects, type PropertySchema, schemaOf } from "../../../sandbox/google/table";
import type { Recorded } from "../../support/record";

/** What the Terraform provider, which Pulumi's is made of, calls a resource. */
const types: Record<string, string> = {
  "gcp:artifactregistry/repository:Repository": "google_artifact_registry_repository",
  "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember":
    "google_artifact_registry_repository_iam_member",
  "gcp:certificatemanager/certificate:Certificate": "google_certificate_manager_certificate",
  "gcp:certificatemanager/certificateMap:CertificateMap": "google_certificate_manager_certificate_map",
  "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry":
    "google_certificate_manager_certificate_map_entry",
  "gcp:certificatemanager/dnsAuthorization:DnsAuthorization": "google_certificate_manager_dns_authorization",
  "gcp:compute/address:Address": "google_compute_address",
  "gcp:compute/disk:Disk": "google_compute_disk",
  "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment":
    "google_compute_disk_resource_policy_attachment",
  "gcp:compute/firewall:Firewall": "google_compute_firewall",
  "gcp:compute/globalAddress:GlobalAddress": "google_compute_global_address",
  "gcp:compute/network:Network": "google_compute_network",
  "gcp:compute/regionDisk:RegionDisk": "google_compute_region_disk",
  "gcp:compute/regionDiskResourcePolicyAttachment:RegionDiskResourcePolicyAttachment":
    "google_compute_region_disk_resource_policy_attachment",
  "gcp:compute/resourcePolicy:ResourcePolicy": "google_compute_resource_policy",
  "gcp:compute/router:Router": "google_compute_router",
  "gcp:compute/routerNat:RouterNat": "google_compute_router_nat",
  "gcp:compute/sSLPolicy:SSLPolicy": "google_compute_ssl_policy",
  "gcp:compute/securityPolicy:SecurityPolicy": "google_compute_security_policy",
  "gcp:compute/subnetwork:Subnetwork": "google_compute_subnetwork",
  "gcp:container/cluster:Cluster": "google_container_cluster",
  "gcp:container/nodePool:NodePool": "google_container_node_pool",
  "gcp:dns/recordSet:RecordSet": "google_dns_record_set",
  "gcp:kms/cryptoKey:CryptoKey": "google_kms_crypto_key",
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": "google_kms_crypto_key_iam_member",
  "gcp:kms/keyRing:KeyRing": "google_kms_key_ring",
  "gcp:projects/iAMMember:IAMMember": "google_project_iam_member",
  "gcp:serviceaccount/account:Account": "google_service_account",
};

/**
 * Pulumi puts every list into the plural; which of them Terraform has in the singular only pulumi-gcp's
 * bridge-metadata.json says.
 */
const lists: Record<string, string> = {
  allows: "allow",
  certificates: "certificates",
  cidrBlocks: "cidr_blocks",
  cleanupPolicies: "cleanup_policies",
  dayOfWeeks: "day_of_weeks",
  denies: "deny",
  dnsAuthorizations: "dns_authorizations",
  domains: "domains",
  enableComponents: "enable_components",
  nodeDrainConfigs: "node_drain_config",
  nodeLocations: "node_locations",
  oauthScopes: "oauth_scopes",
  ports: "ports",
  replicaZones: "replica_zones",
  rrdatas: "rrdatas",
  rules: "rule",
  secondaryIpRanges: "secondary_ip_range",
  sourceRanges: "source_ranges",
  srcIpRanges: "src_ip_ranges",
  taints: "taint",
};

/**
 * The Google resources of a stack as the JSON of a Terraform plan, for scanners that know Terraform alone.
 * A type or a property that cannot be mapped is an error: a scanner would take it for not set.
 */
export function terraformPlan(resources: Recorded[]): object {
  const planned = resources.filter(({ type }) => type.startsWith("gcp:")).map(plannedResource);
  const ids = new Map(planned.map(({ name, address }) => [`${name}-id`, address]));
  return {
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: { root_module: { resources: planned } },
    resource_changes: planned.map(({ values, ...resource }) => ({
      ...resource,
      change: { actions: ["create"], before: null, after: values, after_unknown: {} },
    })),
    configuration: {
      root_module: {
        resources: planned.map(({ values, ...resource }) => ({
          ...resource,
          expressions: Object.fromEntries(
            Object.entries(values).flatMap(([key, value]) => {
              const address = ids.get(String(value));
              return address === undefined ? [] : [[key, { references: [`${address}.id`, address] }]];
            }),
          ),
        })),
      },
    },
  };
}

function plannedResource({ type, name, inputs }: Recorded) {
  const terraformType = types[type];
  if (terraformType === undefined) throw new Error(`the Terraform plan cannot show a ${type}`);
  return {
    address: `${terraformType}.${name}`,
    mode: "managed",
    type: terraformType,
    name,
    provider_name: "registry.terraform.io/hashicorp/google",
    values: block({ type: "object", properties: schemaOf(type) }, inputs, type),
  };
}

function block({ properties = {} }: PropertySchema, value: object, path: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const property = properties[name];
      const place = `${path}.${name}`;
      if (property === undefined) throw new Error(`the Terraform plan cannot show ${place}`);
      return [nameOf(name, property, place), valueOf(property, inner, place)];
    }),
  );
}

function nameOf(name: string, property: PropertySchema, place: string): string {
  if (!isCollection(property)) return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const found = lists[name];
  if (found === undefined) throw new Error(`the Terraform plan does not know the list ${place} by name`);
  return found;
}

/** Terraform has a block where Pulumi has an object: a list, also of one. */
function valueOf(property: PropertySchema, value: unknown, place: string): unknown {
  if (property.type === "object") return [block(property, value as object, place)];
  if (hasObjects(property)) return (value as object[]).map((each) => block(property, each, place));
  return value;
}
