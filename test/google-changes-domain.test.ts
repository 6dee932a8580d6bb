import assert from "node:assert/strict";
import { itShows } from "./support/googleChanges";
import { TestCloud } from "./support/googleCloud";
import { limitWith, recordInputs, securityInputs, securityWith, zoneInputs } from "./support/googleDomain";
import { type } from "./support/googleTypes";

describe("Google stand-in: changes of what a domain needs", () => {
  const stricter = securityWith(limitWith({ rateLimitThreshold: { count: 50, intervalSec: 60 } }));
  itShows([
    ["a global address's name", type.globalAddress, { name: "a" }, { name: "b" }, { name: "update-replace" }],
    [
      "an SSL policy's oldest version",
      type.sslPolicy,
      { name: "a", minTlsVersion: "TLS_1_2" },
      { minTlsVersion: "TLS_1_1" },
      { minTlsVersion: "update" },
    ],
    [
      "a limit",
      type.securityPolicy,
      securityInputs,
      stricter,
      { "rules[0].rateLimitOptions.rateLimitThreshold.count": "update" },
    ],
    [
      "an authorization's domain",
      type.authorization,
      { name: "a", domain: "a.example.com" },
      { domain: "b.example.com" },
      { domain: "update-replace" },
    ],
    [
      "a certificate's domains",
      type.certificate,
      { name: "a", managed: { domains: ["a.example.com"] } },
      { managed: { domains: ["b.example.com"] } },
      { "managed.domains[0]": "update-replace" },
    ],
    ["a zone's name", type.zone, zoneInputs, { dnsName: "example.org." }, { dnsName: "update-replace" }],
  ]);

  it("a record's address and time: in place", async () => {
    const cloud = new TestCloud();
    await cloud.create(type.zone, zoneInputs);
    const record = await cloud.create(type.recordSet, recordInputs);
    const news = { ...recordInputs, ttl: 60, rrdatas: ["198.51.100.8"] };
    const { changes } = await cloud.diff(record, news);
    assert.deepEqual(changes, { ttl: "update", "rrdatas[0]": "update" });
    assert.deepEqual((await cloud.update(record, news)).outputs.rrdatas, ["198.51.100.8"]);
  });
});
