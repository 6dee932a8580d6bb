import assert from "node:assert/strict";
import { parseConfig } from "../config";
import type { ZoneFacts } from "../config/domain";
import { accepts, minimal, refuses } from "./support/configCases";

const domain = (name: unknown, managedZone?: unknown) => ({ "loklak:domain": { name, managedZone } });
const noName = (name: unknown) =>
  `loklak:domain.name: ${JSON.stringify(name)} must be a domain name such as loklak.example.org`;
const noZone = (zone: unknown) =>
  `loklak:domain.managedZone: ${JSON.stringify(zone)} must be the name of a Cloud DNS managed zone`;
const label63 = "a".repeat(63);
const letters = (length: number) => `${`${label63}.`.repeat(4).slice(0, length - 3)}.de`;

describe("the domain in the configuration", () => {
  accepts([
    ["no domain", {}],
    ["a domain whose records the operator sets", domain("loklak.example.org")],
    ["a domain in a zone", domain("loklak.example.org", "example-org")],
    ["a domain right below the top", domain("loklak.org")],
    ["an internationalized domain", domain("xn--bcher-kva.xn--p1ai")],
    ["digits and hyphens", domain("1-2.3com.a1")],
    ["labels of 63 characters", domain(`${label63}.${label63}.org`)],
    ["a domain of 253 characters", domain(letters(253))],
  ]);

  refuses(
    [
      ["a URL", "https://loklak.example.org"],
      ["a path", "loklak.example.org/"],
      ["a port", "loklak.example.org:443"],
      ["a dot at the end", "loklak.example.org."],
      ["a dot at the start", ".example.org"],
      ["an empty label", "loklak..example.org"],
      ["an underscore", "lok_lak.example.org"],
      ["a space", "loklak.example.org "],
      ["a line break", "loklak.example.org\n"],
      ["an address", "203.0.113.10"],
      ["an IPv6 address", "2001:db8::1"],
      ["a single label", "localhost"],
      ["nothing", ""],
      ["upper case", "Loklak.example.org"],
      ["letters that are not ASCII", "bücher.example"],
      ["a wildcard", "*.example.org"],
      ["a hyphen at the start of a label", "loklak.-example.org"],
      ["a hyphen at the end of a label", "loklak-.example.org"],
      ["a label of 64 characters", `${label63}a.org`],
      ["254 characters", letters(254)],
      ["a number", 7],
    ].map(([what, name]) => [`${what} as the domain`, domain(name), noName(name)]),
  );

  refuses(
    [
      ["a zone's domain", "example.org"],
      ["a zone's domain with its dot", "example.org."],
      ["an id", "projects/p/managedZones/example-org"],
      ["upper case", "Example"],
      ["nothing", ""],
      ["64 characters", "a".repeat(64)],
    ].map(([what, zone]) => [`${what} as the zone`, domain("loklak.example.org", zone), noZone(zone)]),
  );

  refuses([
    ["a zone without a domain", { "loklak:domain": { managedZone: "z" } }, "loklak:domain.name: is missing,"],
    ["an unknown key", { "loklak:domain": { name: "a.de", zone: "z" } }, "known are name, managedZone"],
    [
      "a domain that is no section",
      { "loklak:domain": "loklak.example.org" },
      'loklak:domain: "loklak.example.org" must be a section with name, managedZone',
    ],
  ]);

  describe("that names a zone", () => {
    const check = (name: string, zone: ZoneFacts) =>
      parseConfig(
        "dev",
        { ...minimal, "loklak:domain": JSON.stringify({ name, managedZone: "example-org" }) },
        { zone },
      );
    const visibility = "public";

    it("may be the zone's own name, or below it at any depth", () => {
      for (const name of ["example.org", "loklak.example.org", "a.b.c.example.org"])
        check(name, { dnsName: "example.org.", visibility });
    });

    for (const [what, name, zone, why] of [
      [
        "that is not above it",
        "loklak.example.com",
        { dnsName: "example.org.", visibility },
        /must be a zone that holds loklak\.example\.com, it is the zone of example\.org\./,
      ],
      [
        "that only ends alike",
        "loklakexample.org",
        { dnsName: "example.org.", visibility },
        /must be a zone that holds loklakexample\.org/,
      ],
      [
        "that is below it",
        "example.org",
        { dnsName: "loklak.example.org.", visibility },
        /must be a zone that holds example\.org/,
      ],
      [
        "that the public does not see",
        "loklak.example.org",
        { dnsName: "example.org.", visibility: "private" },
        /must be a public zone, it is private/,
      ],
      [
        "that does not exist",
        "loklak.example.org",
        { unreadable: "projects/p/managedZones/example-org not found" },
        /must be a Cloud DNS zone of the project, Google says: projects\/p\/managedZones\/example-org not found/,
      ],
    ] as const)
      it(`is refused for a zone ${what}`, () => {
        assert.throws(
          () => check(name, zone),
          (error: Error) => {
            assert.match(error.message, /loklak:domain\.managedZone: "example-org" /);
            assert.match(error.message, why);
            return true;
          },
        );
      });
  });
});
