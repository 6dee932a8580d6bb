/** A check of checkov's that a stack may fail, for a reason; at most five in all. */
export interface Suppression {
  check: string;
  /** Default: every stack. */
  stack?: RegExp;
  /** As checkov names it. */
  resource: RegExp;
  reason: string;
}

const key = "a stack of no secrets uses Google's own keys; loklak:encryption makes own ones, as in prod";

export const suppressions: Suppression[] = [
  {
    check: "CKV_GCP_65",
    resource: /^google_container_cluster\./,
    reason: "Google groups are a directory of an organisation's own, which this program cannot assume",
  },
  { check: "CKV_GCP_37", stack: /^(keystone-)?dev$/, resource: /^google_compute_disk\./, reason: key },
  {
    check: "CKV_GCP_84",
    stack: /^(keystone-)?dev$/,
    resource: /^google_artifact_registry_repository\./,
    reason: key,
  },
  {
    check: "CKV_K8S_35",
    resource: /\.web\./,
    reason: "loklak takes settings that are not part of its data from environment variables alone",
  },
  {
    check: "CKV_K8S_35",
    resource: /^Job\.keystone\.bootstrap$/,
    reason:
      "keystone-manage takes the first password from the environment or, for all to see, as an argument",
  },
];
