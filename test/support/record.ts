import * as pulumi from "@pulumi/pulumi";

/** One resource as the program registered it. */
export interface Recorded {
  /** Type token, such as `gcp:compute/disk:Disk`. */
  type: string;
  name: string;
  /** Type tokens of the components around it, outermost first. */
  parents: string[];
  inputs: Record<string, unknown>;
  /** Resource options, which Pulumi's mocks do not see. */
  options: pulumi.CustomResourceOptions;
}

const project = "test-project";

/** Values only the cloud knows, for the types whose outputs the program reads; an unknown type is an error. */
const computed: Record<string, (inputs: Record<string, string>) => Record<string, unknown>> = {
  "gcp:compute/address:Address": () => ({ address: "203.0.113.10" }),
  "gcp:compute/disk:Disk": ({ zone, name }) => ({ id: `projects/${project}/zones/${zone}/disks/${name}` }),
  "gcp:compute/network:Network": () => ({}),
  "gcp:compute/subnetwork:Subnetwork": () => ({}),
  "gcp:compute/router:Router": () => ({}),
  "gcp:compute/routerNat:RouterNat": () => ({}),
  "gcp:kms/keyRing:KeyRing": () => ({}),
  "gcp:kms/cryptoKey:CryptoKey": () => ({}),
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": () => ({}),
  "gcp:serviceaccount/account:Account": ({ accountId }) => ({
    email: `${accountId}@${project}.iam.gserviceaccount.com`,
    member: `serviceAccount:${accountId}@${project}.iam.gserviceaccount.com`,
  }),
  "gcp:projects/iAMMember:IAMMember": () => ({}),
  "gcp:artifactregistry/repository:Repository": ({ location, repositoryId }) => ({
    registryUri: `${location}-docker.pkg.dev/${project}/${repositoryId}`,
  }),
  "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember": () => ({}),
  "gcp:container/cluster:Cluster": () => ({
    controlPlaneEndpointsConfig: { dnsEndpointConfig: { endpoint: "gke-0123.us-central1.gke.example" } },
  }),
  "gcp:container/nodePool:NodePool": () => ({}),
  "pulumi:providers:kubernetes": () => ({}),
  "pulumi:providers:docker": () => ({}),
  "docker:index/image:Image": ({ imageName }) => ({
    repoDigest: `${String(imageName).replace(/:[^:/]*$/, "")}@sha256:${"0".repeat(64)}`,
  }),
  "docker:index/tag:Tag": () => ({}),
  "docker:index/registryImage:RegistryImage": () => ({}),
};

const kubernetesKinds =
  /^kubernetes:(core\/v1:(Namespace|ConfigMap|ServiceAccount|Service|PersistentVolume|PersistentVolumeClaim)|apps\/v1:(StatefulSet|Deployment)|policy\/v1:PodDisruptionBudget|storage.k8s.io\/v1:StorageClass)$/;

/**
 * Runs a piece of the program under Pulumi's mocks and returns everything it registered.
 * @param build makes the components; it must pass `opts` on as their options
 */
export async function record(build: (opts: pulumi.ComponentResourceOptions) => unknown): Promise<Recorded[]> {
  const inputs = new Map<string, Record<string, unknown>>();
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        const known = computed[args.type];
        if (args.custom !== false && !known && !kubernetesKinds.test(args.type))
          throw new Error(`the recorder does not know the resource type ${args.type}`);
        const given = args.inputs as Record<string, unknown>;
        inputs.set(`${args.type} ${args.name}`, given);
        const { id = `${args.name}-id`, ...outputs } = known?.(given as Record<string, string>) ?? {};
        return { id: String(id), state: { ...generatedName(args.type, args.name, given), ...outputs } };
      },
      call: (args) => {
        if (args.token !== "gcp:organizations/getProject:getProject")
          throw new Error(`the recorder does not know the function ${args.token}`);
        return { number: "123456789012" };
      },
    },
    "loklak",
    "test",
  );

  const seen: {
    resource: pulumi.Resource;
    options: pulumi.CustomResourceOptions;
    type: string;
    name: string;
  }[] = [];
  const root = new Root({
    transformations: [
      ({ resource, opts, type, name }) => {
        if (type !== rootType) seen.push({ resource, options: opts, type, name });
        return undefined;
      },
    ],
  });
  await build({ parent: root });
  await Promise.all(seen.map(({ resource }) => promiseOf(resource.urn)));
  return seen.map(({ resource, type, name, options }) => ({
    type,
    name,
    parents: parentTypes(resource),
    inputs: inputs.get(`${type} ${name}`) ?? {},
    options,
  }));
}

/** The one resource of this type and name; none or several is an error that lists what there is. */
export function find(resources: Recorded[], type: string, name: string): Recorded {
  const found = resources.filter((resource) => resource.type === type && resource.name === name);
  if (found.length !== 1 || !found[0])
    throw new Error(
      `${found.length} resources ${type} ${name} among\n${resources.map((r) => `${r.type} ${r.name}`).join("\n")}`,
    );
  return found[0];
}

/** An output's value, once it is there. */
export function promiseOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/** What makes the type part of a resource's URN; the mocks' own URNs leave the parents out. */
function parentTypes(resource: pulumi.Resource): string[] {
  const { __parentResource: parent } = resource as unknown as { __parentResource?: pulumi.Resource };
  const type = (parent as unknown as { __pulumiType?: string } | undefined)?.__pulumiType;
  return parent === undefined || type === undefined || type === rootType
    ? []
    : [...parentTypes(parent), type];
}

const rootType = "test:Root";

class Root extends pulumi.ComponentResource {
  constructor(opts: pulumi.ComponentResourceOptions) {
    super(rootType, "root", {}, opts);
  }
}

function generatedName(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  if (!type.startsWith("kubernetes:")) return { name: `${name}-0000000`, ...inputs };
  const metadata = { name: `${name}-00000000`, ...(inputs["metadata"] as object) };
  return { ...inputs, metadata };
}
