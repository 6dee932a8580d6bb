import type { ResourceType } from "../resourceType";
import { keyName, seconds } from "../rules/formats";
import { wideLocationRule } from "../rules/places";
import { text, valueAt } from "../values";

export const keyRing: ResourceType = {
  formats: { name: keyName },
  check: wideLocationRule,
  remove: (id) => `Google never deletes a key ring: ${id} stays and its name stays taken`,
};

/** Seconds; Google rotates a key at most once a day. */
const shortestRotation = 86400;

export const cryptoKey: ResourceType = {
  allowed: {
    purpose: ["ENCRYPT_DECRYPT", "ASYMMETRIC_SIGN", "ASYMMETRIC_DECRYPT", "MAC", "RAW_ENCRYPT_DECRYPT"],
    "versionTemplate.protectionLevel": ["SOFTWARE", "HSM", "EXTERNAL", "EXTERNAL_VPC"],
  },
  formats: { name: keyName, rotationPeriod: seconds, destroyScheduledDuration: seconds },
  references: [{ property: "keyRing", to: "gcp:kms/keyRing:KeyRing" }],
  check(inputs, report) {
    const rotation = text(inputs, "rotationPeriod");
    if (rotation !== undefined && parseFloat(rotation) < shortestRotation)
      report(
        "rotationPeriod",
        `${JSON.stringify(rotation)} is not allowed; allowed: at least ${shortestRotation}s`,
      );
    if (rotation !== undefined && inputs.purpose !== undefined && inputs.purpose !== "ENCRYPT_DECRYPT")
      report("rotationPeriod", "only allowed for a key of purpose ENCRYPT_DECRYPT");
  },
  outputs: ({ id, inputs }, previous) => ({
    primaries:
      previous?.primaries ??
      (inputs.skipInitialVersionCreation === true
        ? []
        : [{ name: `${id}/cryptoKeyVersions/1`, state: "ENABLED" }]),
    destroyScheduledDuration: "2592000s",
    versionTemplate: {
      algorithm: valueAt(inputs, "versionTemplate.algorithm") ?? "GOOGLE_SYMMETRIC_ENCRYPTION",
      protectionLevel: "SOFTWARE",
    },
  }),
  remove(id, state) {
    const key = state.resources[id];
    if (key) key.outputs.primaries = [{ name: `${id}/cryptoKeyVersions/1`, state: "DESTROYED" }];
    return `Google never deletes a key: the versions of ${id} are destroyed, its name stays taken`;
  },
};
