import assert from "node:assert/strict";
import { parseConfig } from "../config";
import { minimal } from "./support/configCases";

describe("sizes of disks that exist", () => {
  const diskSizesGb = { "loklak-dev-data-index-disk-0": 200, "loklak-dev-data-dump-disk": 100 };
  const dumpDisk = "loklak-dev-data-dump-disk";
  const deployed = { diskSizesGb, dumpDisk, made: [[]], snapshots: {} };
  const parse = (gb: number) =>
    parseConfig("dev", { ...minimal, "loklak:elasticsearch": JSON.stringify({ diskSizeGb: gb }) }, deployed);

  it("may stay or grow", () => {
    for (const gb of [200, 300]) assert.equal(parse(gb).elasticsearch.diskSizeGb, gb);
  });

  it("may not shrink: the disk, both sizes and the way out are named", () => {
    assert.throws(
      () => parse(199),
      /loklak:elasticsearch\.diskSizeGb: 199 must be at least 200: the disk loklak-dev-data-index-disk-0 has 200 GB.* Set it back to 200/,
    );
    const dumps = {
      ...minimal,
      "loklak:elasticsearch": '{"diskSizeGb":200}',
      "loklak:dumps": '{"diskSizeGb":50}',
    };
    assert.throws(
      () => parseConfig("dev", dumps, deployed),
      /loklak:dumps\.diskSizeGb: 50 must be at least 100: the disk loklak-dev-data-dump-disk has 100 GB/,
    );
  });

  it("are told together with all else that is wrong", () => {
    const values = { ...minimal, "loklak:region": "nowhere", "loklak:elasticsearch": '{"diskSizeGb":10}' };
    assert.throws(
      () => parseConfig("dev", values, deployed),
      /loklak:region: [^]*loklak:elasticsearch\.diskSizeGb: 10 /,
    );
  });
});
