import { testEdits } from "../support/editTests";

describe("the verdict on edits of dev", () =>
  testEdits("dev", (sandbox) =>
    sandbox.makeInConsole("gcp:compute/snapshot:Snapshot", {
      name: "loklak-dev-data-index-disk-0-20261101",
      sourceDisk: "projects/loklak-example/zones/us-central1-a/disks/loklak-dev-data-index-disk-0",
      zone: "us-central1-a",
    }),
  ));
