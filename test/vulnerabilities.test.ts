import assert from "node:assert/strict";
import { type Allowed, allowed, complaints } from "./scanners/support/vulnerabilities";

describe("the list of allowed vulnerabilities", () => {
  const hole = { id: "GO-2026-0001", what: "a hole" };
  const entry: Allowed = { id: hole.id, reason: "not reached", until: "2026-06-30" };

  it("lets one through until its last day", () => {
    assert.deepEqual(complaints([hole], "GO-", [], "2026-06-30"), ["GO-2026-0001: a hole"]);
    assert.deepEqual(complaints([hole], "GO-", [entry], "2026-06-30"), []);
    assert.deepEqual(complaints([hole], "GO-", [entry], "2026-07-01"), ["GO-2026-0001: a hole"]);
  });

  it("keeps none that is gone, by the scanner that would find it", () => {
    assert.equal(complaints([], "GO-", [entry], "2026-06-30").length, 1);
    assert.deepEqual(complaints([], "GHSA-", [entry], "2026-06-30"), []);
  });

  it("is short, and has a reason and a day for each", () => {
    assert.ok(allowed.length <= 10);
    for (const { reason, until } of allowed) {
      assert.notEqual(reason, "");
      assert.match(until, /^\d{4}-\d\d-\d\d$/);
    }
  });
});
