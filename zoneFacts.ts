import { getManagedZone } from "@pulumi/gcp/dns/getManagedZone";
import { ZoneFacts } from "./config/domain";

/** Asks Google for a managed zone by its name. */
export function readZone(name: string, project: string | undefined): Promise<ZoneFacts> {
  return getManagedZone({ name, project }).then(
    ({ dnsName, visibility }): ZoneFacts => ({ dnsName, visibility }),
    (error: Error): ZoneFacts => ({ unreadable: error.message }),
  );
}
