/** One registry's entry in a provider's registryAuth. */
export interface RegistryAuth {
  address: string;
  username?: string;
  password?: string;
}

/**
 * The registries that a provider's registryAuth logs in to, by host name. An entry with an address alone takes its
 * credential from docker's own configuration, which the stand-in takes to have one for it.
 */
export function authenticatedHosts(entries: RegistryAuth[]): Set<string> {
  const complete = entries.filter(({ username, password }) => Boolean(username) === Boolean(password));
  return new Set(complete.map(({ address }) => hostOf(address)));
}

/** `https://host/path` and `host` are the same registry. */
export function hostOf(address: string): string {
  return address.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
}
