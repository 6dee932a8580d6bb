import { z } from "zod";

const ownKeys =
  /^(?!PORT$|(port|https|dump)[._]|elasticsearch[._](transport|requiredClusterHealthStatus|index[._]number_of_replicas))/;

/** Each becomes an environment variable: none may be one that the shell, curl, the linker or Java reads. */
const othersKeys = /^(?![A-Z][A-Z0-9_.]*$|(all|ftp|http|no)[._]proxy$)/;

const key = z
  .string()
  .regex(/^[A-Za-z]\w*(\.\w+)*$/, { error: "must be a key of loklak's config.properties" })
  .regex(ownKeys, { error: "is set by the program" })
  .regex(othersKeys, { error: "must be a key of loklak's config.properties: other programs read this one" });

const value = z
  .string({ error: "must be a text in quotes" })
  .refine((given) => !given.includes("\0"), { error: "must be without a null character" });

/** Further keys of loklak's conf/config.properties; not the ones that ports, probes and storage are built on. */
export const loklakSettings = z
  .record(key, value, { error: "must be a section of keys and their texts" })
  .refine((settings) => new Set(Object.keys(settings).map(variable)).size === Object.keys(settings).length, {
    error: "must not have a key twice, once with '.' and once with '_'",
  });

/** The environment variable that loklak reads a key from (LoklakServer.readConfig). */
export function variable(key: string): string {
  return key.replaceAll(".", "_");
}
