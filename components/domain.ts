import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { DnsRecord } from "../outputs";
import { Certificate } from "./certificate";
import { cloudArmorRules } from "./cloudArmor";
import { GlobalAddress } from "./kit/globalAddress";

export interface DomainArgs {
  /** The domain name. */
  name: string;
  /** The Cloud DNS zone that gets its records; none: they are the operator's to set. */
  managedZone?: string;
  /** Physical name of everything. */
  prefix: string;
  project: string;
  labels: Record<string, string>;
  /** What all pods of the door together let one client ask. */
  requestsPerSecond: number;
  /** Takes over the address that exists, instead of making it; no effect on what is in the state already. Default false. */
  adopt?: boolean;
}

/** What a domain has at Google: an address, a certificate, and the rules by which a load balancer of all regions serves it. */
export class Domain extends pulumi.ComponentResource {
  readonly domainName: string;
  readonly address: GlobalAddress;
  /** Name of the certificate map. */
  readonly certificateMap: pulumi.Output<string>;
  /** Name of the policy that says which TLS is spoken. */
  readonly sslPolicy: pulumi.Output<string>;
  /** Name of the Cloud Armor policy. */
  readonly securityPolicy: pulumi.Output<string>;
  /** What the operator has to put into DNS: where the domain is, and whose. Nothing where a zone is named. */
  readonly recordsToSet: pulumi.Output<DnsRecord[]>;

  constructor(name: string, args: DomainArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:gcp:Domain", name, args, opts);
    const child = { parent: this };
    const { prefix, project, labels, adopt } = args;

    this.domainName = args.name;
    this.address = new GlobalAddress("global-address", { name: prefix, project, labels, adopt }, child);
    const certificate = new Certificate("certificate", { name: prefix, domain: args.name, labels }, child);
    const tls = new gcp.compute.SSLPolicy(
      name,
      { name: prefix, minTlsVersion: "TLS_1_2", profile: "MODERN" },
      child,
    );
    const armor = new gcp.compute.SecurityPolicy(
      name,
      { name: prefix, labels, rules: cloudArmorRules(args.requestsPerSecond) },
      child,
    );
    this.certificateMap = certificate.mapName;
    this.sslPolicy = tls.name;
    this.securityPolicy = armor.name;

    const records = {
      address: this.address.ipAddress.apply((data) => ({ name: `${args.name}.`, type: "A", data })),
      authorization: certificate.authorization,
    };
    const { managedZone } = args;
    this.recordsToSet = pulumi.output(managedZone === undefined ? Object.values(records) : []);
    if (managedZone !== undefined)
      for (const [use, record] of Object.entries(records))
        new gcp.dns.RecordSet(
          use,
          { managedZone, name: record.name, type: record.type, ttl: 300, rrdatas: [record.data] },
          child,
        );
    this.registerOutputs({
      certificateMap: this.certificateMap,
      sslPolicy: this.sslPolicy,
      securityPolicy: this.securityPolicy,
      recordsToSet: this.recordsToSet,
    });
  }
}
