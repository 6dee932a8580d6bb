import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { DnsRecord } from "../outputs";

export interface CertificateArgs {
  /** Physical name of the certificate map. */
  name: string;
  /** The name that it is for. */
  domain: string;
  labels: Record<string, string>;
}

/**
 * Google's certificate for a domain, issued and renewed for as long as {@link authorization} is in DNS, also before anything
 * serves there. For another domain a new one is made before the old one goes: none of its parts has a name of ours.
 */
export class Certificate extends pulumi.ComponentResource {
  /** The certificate map, as a load balancer asks for it; with the certificate in it. */
  readonly mapName: pulumi.Output<string>;
  /** Proves to Google that the domain is the operator's. */
  readonly authorization: pulumi.Output<DnsRecord>;

  constructor(name: string, args: CertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:gcp:Certificate", name, args, opts);
    const child = { parent: this };
    const { domain, labels } = args;

    const authorization = new gcp.certificatemanager.DnsAuthorization(
      name,
      {
        domain,
        labels,
        // A record of the project's own: who serves the domain now, from elsewhere, keeps `_acme-challenge` until it moves.
        type: "PER_PROJECT_RECORD",
      },
      child,
    );
    const certificate = new gcp.certificatemanager.Certificate(
      name,
      { labels, managed: { domains: [domain], dnsAuthorizations: [authorization.id] } },
      child,
    );
    const map = new gcp.certificatemanager.CertificateMap(name, { name: args.name, labels }, child);
    const entry = new gcp.certificatemanager.CertificateMapEntry(
      name,
      { map: map.name, hostname: domain, certificates: [certificate.id], labels },
      child,
    );

    this.mapName = entry.map;
    this.authorization = authorization.dnsResourceRecords.apply(([record]) => ({
      name: record!.name,
      type: record!.type,
      data: record!.data,
    }));
    this.registerOutputs({ mapName: this.mapName, authorization: this.authorization });
  }
}
