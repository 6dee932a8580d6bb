/** User and group the images run as; every file of a pod's volumes belongs to them. */
const id = 10001;
const identity = { runAsNonRoot: true, runAsUser: id, runAsGroup: id };

/** The pod half of what Pod Security level `restricted` asks. */
export const restrictedPod = {
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  securityContext: {
    // Also of containers that are added later, such as a debugger's.
    ...identity,
    fsGroup: id,
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  },
};

/** The container half of it; containers write to mounted volumes only. */
export const restrictedContainer = {
  // What a node has already is run only while the registry gives it to that node.
  imagePullPolicy: "Always",
  securityContext: {
    // Trivy looks for it here alone (KSV020, KSV021).
    ...identity,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  },
};
