import { computeLink, digest, once, timestamp } from "../generated";
import type { ResourceType } from "../resourceType";
import { computeName } from "../rules/formats";
import { text, texts } from "../values";
import { usedByGateway } from "./gatewayUse";

/** https://cloud.google.com/load-balancing/docs/ssl-policies-concepts */
export const sslPolicy: ResourceType = {
  allowed: {
    minTlsVersion: ["TLS_1_0", "TLS_1_1", "TLS_1_2", "TLS_1_3"],
    postQuantumKeyExchange: ["DEFAULT", "ENABLED", "DEFERRED"],
    profile: ["COMPATIBLE", "MODERN", "RESTRICTED", "CUSTOM", "FIPS_202205"],
  },
  formats: { name: computeName },
  check(inputs, report) {
    const profile = text(inputs, "profile");
    const isCustom = profile === "CUSTOM";
    if (profile !== undefined && isCustom !== (inputs.customFeatures !== undefined))
      report("customFeatures", "allowed with the profile CUSTOM alone, which needs them");
    if (text(inputs, "minTlsVersion") === "TLS_1_3" && profile !== "RESTRICTED")
      report("profile", `${JSON.stringify(profile)} is not allowed; allowed with TLS_1_3: RESTRICTED`);
  },
  usedBy: usedByGateway,
  outputs: ({ id, inputs }, previous) => ({
    ...once(previous, "creationTimestamp", timestamp),
    selfLink: computeLink(id),
    enabledFeatures: texts(inputs, "customFeatures"),
    fingerprint: digest(JSON.stringify(inputs), 12),
  }),
};
