import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc.js";
import type { Value } from "./provider";

/** The value with every secret in clear: Configure's arguments are marked although the provider does not take secrets. */
export function withoutSecrets(value: Value | undefined): Value | undefined {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item) as Value);
  if (value[specialSigKey] === specialSecretSig) return withoutSecrets(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutSecrets(item)]));
}
