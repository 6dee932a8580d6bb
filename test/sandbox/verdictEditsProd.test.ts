import { testEdits } from "../support/editTests";

describe("the verdict on edits of prod", () => {
  testEdits("prod", {
    before: (sandbox) =>
      sandbox.makeInConsole("gcp:dns/managedZone:ManagedZone", {
        name: "example-org",
        dnsName: "example.org.",
      }),
  });
});
