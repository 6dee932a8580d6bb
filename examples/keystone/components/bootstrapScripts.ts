import { configFiles, keystoneHome } from "./keystoneConfig";

const manage = `python3 bin/keystone-manage ${configFiles.map((file) => `--config-file ${keystoneHome}/${file}`).join(" ")}`;

export interface BootstrapArgs {
  /** Where other workloads of the network reach Keystone, without a path. */
  internalUrl: string;
  /** Where everybody does. */
  publicUrl: string;
  /** Name of the region in Keystone's catalogue. */
  region: string;
}

/** What the script is told besides the first user's password, `OS_BOOTSTRAP_PASSWORD`. */
export function bootstrapEnvironment({
  internalUrl,
  publicUrl,
  region,
}: BootstrapArgs): Record<string, string> {
  return {
    OS_BOOTSTRAP_ADMIN_URL: `${internalUrl}/v3`,
    OS_BOOTSTRAP_INTERNAL_URL: `${internalUrl}/v3`,
    OS_BOOTSTRAP_PUBLIC_URL: `${publicUrl}/v3`,
    OS_BOOTSTRAP_REGION_ID: region,
  };
}

/**
 * What makes the database ready for a version, and the first user, whose password it sets again whenever it runs. Replicas of
 * the version before go on meanwhile: the tables only gain.
 */
export const bootstrapScript = `set -e
${manage} db_sync --expand
${manage} bootstrap`;

/** What drops from the tables that which no replica needs any more. */
export const contractScript = `${manage} db_sync --contract`;
