import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface SecretsKeyArgs {
  /** Physical name of the key ring; Google keeps it for ever, even after the stack is gone. */
  ring: string;
  project: string;
  region: string;
  labels: Record<string, string>;
}

/** The key that encrypts the secrets of stacks; protected and retained: without it they are unreadable. */
export class SecretsKey extends pulumi.ComponentResource {
  readonly keyId: pulumi.Output<string>;
  /** For `pulumi stack init --secrets-provider`: `gcpkms://<id of the key>`. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: SecretsKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("bootstrap:gcp:SecretsKey", name, args, opts);
    const kept = { parent: this, protect: true, retainOnDelete: true };
    const ring = new gcp.kms.KeyRing(
      name,
      { name: args.ring, project: args.project, location: args.region },
      kept,
    );
    const key = new gcp.kms.CryptoKey(
      `${name}-key`,
      { name: "secrets", keyRing: ring.id, rotationPeriod: `${90 * 24 * 3600}s`, labels: args.labels },
      kept,
    );
    this.keyId = key.id;
    this.url = pulumi.interpolate`gcpkms://${key.id}`;
    this.registerOutputs({ keyId: this.keyId, url: this.url });
  }
}
