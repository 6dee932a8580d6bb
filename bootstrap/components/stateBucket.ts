import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface StateBucketArgs {
  /** Physical name, which no other bucket of Google's has. */
  name: string;
  project: string;
  region: string;
  labels: Record<string, string>;
}

const daySeconds = 24 * 3600;

/**
 * Where Pulumi keeps the state of stacks. What is written over or deleted can be had back: 50 versions of an object,
 * and every one for 30 days. Secrets in it are encrypted by {@link SecretsKey}, all of it by Google's own key.
 */
export class StateBucket extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  /** For `pulumi login`: `gs://<name>`. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: StateBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("bootstrap:gcp:StateBucket", name, args, opts);
    const bucket = new gcp.storage.Bucket(
      name,
      {
        name: args.name,
        project: args.project,
        location: args.region,
        labels: args.labels,
        uniformBucketLevelAccess: true,
        publicAccessPrevention: "enforced",
        versioning: { enabled: true },
        softDeletePolicy: { retentionDurationSeconds: 30 * daySeconds },
        // Both hold for what is deleted: the newest 50 versions stay, and what is younger than 30 days.
        lifecycleRules: [
          {
            action: { type: "Delete" },
            condition: { numNewerVersions: 50, daysSinceNoncurrentTime: 30, withState: "ARCHIVED" },
          },
        ],
      },
      { parent: this, protect: true, retainOnDelete: true },
    );
    this.bucketName = bucket.name;
    this.url = bucket.url;
    this.registerOutputs({ bucketName: this.bucketName, url: this.url });
  }
}
