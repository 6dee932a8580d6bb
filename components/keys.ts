import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface KeysArgs {
  /** Physical name of the key ring; Google keeps it for ever, even after the stack is gone. */
  name: string;
  project: string;
  /** Where the key lives; it must be the region of what it encrypts. */
  region: string;
  labels: Record<string, string>;
  /** Takes over the ring and the key that exist, instead of making them; no effect on what is in the state already. Default false. */
  adopt?: boolean;
}

/** Google's own account for a service, which must be allowed to use a key before the service can. */
type ServiceAgent = "compute-system" | "container-engine-robot" | "gcp-sa-artifactregistry";

/**
 * The stack's own encryption key. Each output is the key's id and carries the grant that its user needs
 * as a dependency. Key ring and key are protected and retained: without them the data is unreadable.
 */
export class Keys extends pulumi.ComponentResource {
  readonly disks: pulumi.Output<string>;
  readonly registry: pulumi.Output<string>;
  readonly clusterSecrets: pulumi.Output<string>;

  constructor(name: string, args: KeysArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:gcp:Keys", name, args, opts);
    const kept = { parent: this, protect: true, retainOnDelete: true };

    const ringId = `projects/${args.project}/locations/${args.region}/keyRings/${args.name}`;

    const ring = new gcp.kms.KeyRing(
      name,
      { name: args.name, location: args.region },
      { ...kept, import: args.adopt ? ringId : undefined },
    );
    const key = new gcp.kms.CryptoKey(
      "data-key",
      { name: "data", keyRing: ring.id, rotationPeriod: `${90 * 24 * 3600}s`, labels: args.labels },
      { ...kept, import: args.adopt ? `${ringId}/cryptoKeys/data` : undefined },
    );
    const number = gcp.organizations.getProjectOutput({ projectId: args.project }, { parent: this }).number;

    const usableBy = (use: string, agent: ServiceAgent): pulumi.Output<string> => {
      const grant = new gcp.kms.CryptoKeyIAMMember(
        use,
        {
          cryptoKeyId: key.id,
          role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
          member: pulumi.interpolate`serviceAccount:service-${number}@${agent}.iam.gserviceaccount.com`,
        },
        kept,
      );
      return grant.cryptoKeyId;
    };
    this.disks = usableBy("disks", "compute-system");
    this.registry = usableBy("registry", "gcp-sa-artifactregistry");
    this.clusterSecrets = usableBy("cluster-secrets", "container-engine-robot");
    this.registerOutputs({ disks: this.disks, registry: this.registry, clusterSecrets: this.clusterSecrets });
  }
}
