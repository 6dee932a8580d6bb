import assert from "node:assert/strict";
import { Table } from "../bench/table";

describe("the benchmark's table", () => {
  const lines: string[] = [];
  const table = new Table((line) => lines.push(line.replaceAll(/ +/g, " ")));

  it("marks what is beyond its bound, and that alone", () => {
    table.figure("start", { value: 44.96, unit: "s", atMost: 45 }, "n");
    table.figure("memory", { value: 1537, unit: "MiB", atMost: 1536, shown: "1537 (2000)" });
    table.figure("refresh", { value: 900, unit: "s" });
    table.figure("throughput", { value: 79.6, unit: "%", atLeast: 80 });
    table.figure("more throughput", { value: 80, unit: "%", atLeast: 80 });
    assert.deepEqual(lines.slice(2), [
      "| start | 45.0 s | ≤ 45 s | n |",
      "| memory | ✗ 1537 (2000) MiB | ≤ 1536 MiB | |",
      "| refresh | 900.0 s | | |",
      "| throughput | ✗ 80 % | ≥ 80 % | |",
      "| more throughput | 80 % | ≥ 80 % | |",
    ]);
    assert.deepEqual(table.beyond, ["memory", "throughput"]);
  });

  it("has no figure for what was not measured", () => {
    for (const value of [undefined, NaN])
      assert.throws(
        () => table.figure("serving", { value, unit: "s", atMost: 60 }),
        /serving: nothing was measured/,
      );
  });
});
