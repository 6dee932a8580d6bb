import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";

/** Values only the cloud knows, for the types whose outputs the program reads; an unknown type is an error. */
const computed: Record<string, (inputs: Record<string, string>, project: string) => Record<string, unknown>> =
  {
    "gcp:compute/address:Address": () => ({ address: "203.0.113.10" }),
    "gcp:compute/globalAddress:GlobalAddress": () => ({ address: "203.0.113.20" }),
    "gcp:compute/sSLPolicy:SSLPolicy": () => ({}),
    "gcp:compute/securityPolicy:SecurityPolicy": () => ({}),
    "gcp:certificatemanager/dnsAuthorization:DnsAuthorization": ({ domain }) => ({
      dnsResourceRecords: [
        {
          name: `_acme-challenge_0123456789abcdef.${domain}.`,
          type: "CNAME",
          data: "01234567-89ab.0.us-central1.authorize.certificatemanager.goog.",
        },
      ],
    }),
    "gcp:certificatemanager/certificate:Certificate": () => ({}),
    "gcp:certificatemanager/certificateMap:CertificateMap": () => ({}),
    "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry": () => ({}),
    "gcp:dns/recordSet:RecordSet": () => ({}),
    "gcp:compute/disk:Disk": ({ zone, name }, project) => ({
      id: `projects/${project}/zones/${zone}/disks/${name}`,
    }),
    "gcp:compute/regionDisk:RegionDisk": ({ region, name }, project) => ({
      id: `projects/${project}/regions/${region}/disks/${name}`,
    }),
    "gcp:compute/resourcePolicy:ResourcePolicy": () => ({}),
    "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment": () => ({}),
    "gcp:compute/regionDiskResourcePolicyAttachment:RegionDiskResourcePolicyAttachment": () => ({}),
    "gcp:compute/firewall:Firewall": () => ({}),
    "gcp:compute/network:Network": () => ({}),
    "gcp:compute/subnetwork:Subnetwork": () => ({}),
    "gcp:compute/router:Router": () => ({}),
    "gcp:compute/routerNat:RouterNat": () => ({}),
    "gcp:filestore/instance:Instance": ({ networks }) => ({
      networks: (networks as unknown as object[]).map((each) => ({ ...each, ipAddresses: ["10.40.0.2"] })),
    }),
    "gcp:kms/keyRing:KeyRing": () => ({}),
    "gcp:kms/cryptoKey:CryptoKey": () => ({}),
    "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": () => ({}),
    "gcp:serviceaccount/account:Account": ({ accountId }, project) => ({
      email: `${accountId}@${project}.iam.gserviceaccount.com`,
      member: `serviceAccount:${accountId}@${project}.iam.gserviceaccount.com`,
    }),
    "gcp:projects/iAMMember:IAMMember": () => ({}),
    "gcp:artifactregistry/repository:Repository": ({ location, repositoryId }, project) => ({
      registryUri: `${location}-docker.pkg.dev/${project}/${repositoryId}`,
    }),
    "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember": () => ({}),
    "gcp:container/cluster:Cluster": () => ({
      controlPlaneEndpointsConfig: { dnsEndpointConfig: { endpoint: "gke-0123.us-central1.gke.example" } },
    }),
    "gcp:container/nodePool:NodePool": () => ({}),
    "random:index/randomBytes:RandomBytes": ({ name = "" }) => {
      const bytes = createHash("sha256").update(name).digest();
      return { base64: bytes.toString("base64"), hex: bytes.toString("hex") };
    },
    "pulumi:providers:kubernetes": () => ({}),
    "pulumi:providers:docker": () => ({}),
    "docker:index/image:Image": ({ imageName }) => ({
      repoDigest: `${String(imageName).replace(/:[^:/]*$/, "")}@sha256:${"0".repeat(64)}`,
    }),
    "docker:index/tag:Tag": () => ({}),
    "docker:index/registryImage:RegistryImage": () => ({}),
  };

const kubernetesKinds =
  /^kubernetes:(core\/v1:(Namespace|ResourceQuota|LimitRange|ConfigMap|Secret|ServiceAccount|Service|PersistentVolume|PersistentVolumeClaim)|apps\/v1:(StatefulSet|Deployment)|batch\/v1:Job|policy\/v1:PodDisruptionBudget|networking.k8s.io\/v1:NetworkPolicy|gateway.networking.k8s.io\/v1:(Gateway|HTTPRoute)|networking.gke.io\/v1:(GCPGatewayPolicy|GCPBackendPolicy|HealthCheckPolicy)|(scheduling|storage).k8s.io\/v1:(PriorityClass|StorageClass))$/;

/** Stand-ins for the cloud's answers under Pulumi's mocks; a type or a function they do not know is an error. */
export function cloudValues(
  project: string,
  created: (args: pulumi.runtime.MockResourceArgs) => void,
): pulumi.runtime.Mocks {
  return {
    newResource: (args) => {
      const known = computed[args.type];
      if (args.custom !== false && !known && !kubernetesKinds.test(args.type))
        throw new Error(`the recorder does not know the resource type ${args.type}`);
      created(args);
      const given = args.inputs as Record<string, unknown>;
      const { id = `${args.name}-id`, ...outputs } = known?.({ name: args.name, ...given }, project) ?? {};
      return { id: String(id), state: { ...generatedName(args.type, args.name, given), ...outputs } };
    },
    call: (args) => {
      if (args.token === "pulumi:pulumi:readStackOutputs") return { outputs: {} };
      if (args.token === "gcp:dns/getManagedZone:getManagedZone")
        return { dnsName: "example.org.", visibility: "public" };
      if (args.token !== "gcp:organizations/getProject:getProject")
        throw new Error(`the recorder does not know the function ${args.token}`);
      return { number: "123456789012" };
    },
  };
}

function generatedName(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  if (!type.startsWith("kubernetes:")) return { name: `${name}-0000000`, ...inputs };
  const metadata = { name: `${name}-00000000`, uid: `${name}-uid`, ...(inputs["metadata"] as object) };
  return { ...inputs, metadata };
}
