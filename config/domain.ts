import { z } from "zod";
import { Problem } from "./problems";
import { text } from "./text";

const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const nameError =
  "must be a domain name such as loklak.example.org: lower case, at most 253 characters, no scheme, port, wildcard or dot at its end";

/** As an answer of DNS has it, but for the dot at its end; its last label is never a number (RFC 3696). */
const domainName = z
  .string({ error: nameError })
  .max(253, { error: nameError })
  .regex(new RegExp(`^(${label}\\.)+(?!\\d+$)${label}$`), { error: nameError });

/** The section `loklak:domain`. */
export const domain = z.strictObject({
  /** What people ask for, with TLS; internationalized ones in their form `xn--…`. */
  name: domainName,
  /** The Cloud DNS zone, of the same project, that gets the domain's records; none: the operator sets them. */
  managedZone: text(
    /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
    "must be the name of a Cloud DNS managed zone (not its domain): at most 63 characters a-z, 0-9, -",
  ).optional(),
});

/** What Google tells of a managed zone, or why it tells nothing. */
export type ZoneFacts =
  | {
      /** With a dot at its end. */
      dnsName: string;
      visibility: string;
    }
  | { unreadable: string };

/** Refuses a zone that cannot answer for the domain. */
export function domainProblems(section: z.infer<typeof domain> | undefined, zone?: ZoneFacts): Problem[] {
  if (section === undefined || zone === undefined) return [];
  const { name, managedZone } = section;
  const problem = (allowed: string): Problem[] => [
    { path: ["domain", "managedZone"], value: managedZone, allowed },
  ];
  if ("unreadable" in zone)
    return problem(`must be a Cloud DNS zone of the project, Google says: ${zone.unreadable}`);
  const { dnsName, visibility } = zone;
  if (visibility !== "public") return problem(`must be a public zone, it is ${visibility}`);
  if (`.${name}.`.endsWith(`.${dnsName}`)) return [];
  return problem(`must be a zone that holds ${name}, it is the zone of ${dnsName}`);
}
