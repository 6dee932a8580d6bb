/** The Google resources that a Gateway or a policy can name. */
export interface GoogleResources {
  /** True when there is such a resource. */
  has(id: string): boolean;
  /** The address behind a reserved global one; undefined when there is none. */
  address(id: string): string | undefined;
  /** The id of a resource of the cluster's project. */
  global(collection: "addresses" | "sslPolicies" | "securityPolicies", name: string): string;
  certificateMap(name: string): string;
}

const titles: Record<string, string> = {
  addresses: "global address",
  certificateMaps: "certificate map",
  securityPolicies: "security policy",
  sslPolicies: "SSL policy",
};

/** What an id stands for, as people say it. */
export function describe(id: string): string {
  const [name = "", collection = ""] = id.split("/").reverse();
  return `${titles[collection]} ${name} in the project ${id.split("/")[1]}`;
}
