import assert from "node:assert/strict";
import { parseConfig } from "../config";
import { DiskFacts } from "../outputs";
import { minimal } from "./support/configCases";

describe("disks that exist", () => {
  const [a, b, c, f] = ["us-central1-a", "us-central1-b", "us-central1-c", "us-central1-f"] as const;
  const index = (...zones: string[]): Record<string, DiskFacts> =>
    Object.fromEntries(
      zones.map((zone, node) => [
        `loklak-prod-data-index-disk-${node}`,
        { sizeGb: 200, type: "pd-ssd", zones: [zone] },
      ]),
    );
  const dumpDisk = "loklak-prod-data-dump-disk";
  const dump = (...zones: string[]) => ({ [dumpDisk]: { sizeGb: 100, type: "pd-balanced", zones } });
  const disks: Record<string, DiskFacts> = { ...index(a, b, c), ...dump(a, b) };
  const elasticsearch = { nodes: 3, diskSizeGb: 200, diskType: "pd-ssd" };
  const dumps = { zones: [a, b] };

  /** The stack as it is, but for these values. */
  function parse(changes: Record<string, unknown> = {}, deployed = disks, made: (string | null)[][] = [[]]) {
    const values = { zones: [a, b, c], elasticsearch, dumps, ...changes };
    const texts = Object.entries(values).map(([key, value]) => [`loklak:${key}`, JSON.stringify(value)]);
    const given = { ...minimal, ...(Object.fromEntries(texts) as Record<string, string>) };
    return parseConfig("prod", given, { disks: deployed, dumpDisk, made });
  }

  /** The lines of what is refused, without the way out, which is the same in each. */
  function problems(...given: Parameters<typeof parse>): string[] {
    try {
      parse(...given);
      return [];
    } catch (error) {
      const [, ...lines] = (error as Error).message.split("\n");
      return lines.map((line) => {
        const [problem = "", wayOut] = line.trim().split(". ");
        if (wayOut) assert.match(wayOut, /^Set it back; data gets onto another disk only by being copied/);
        return problem.replaceAll("loklak-prod-data-", "");
      });
    }
  }

  it("may stay or grow", () => {
    for (const diskSizeGb of [200, 300])
      assert.deepEqual(problems({ elasticsearch: { ...elasticsearch, diskSizeGb } }), []);
    assert.deepEqual(problems({ dumps: { ...dumps, diskSizeGb: 500 } }), []);
  });

  it("may not shrink: the disks, both sizes and the way out are named", () => {
    assert.throws(
      () => parse({ dumps: { ...dumps, diskSizeGb: 50 } }),
      /loklak:dumps\.diskSizeGb: 50 must be at least 100, the size of loklak-prod-data-dump-disk: a disk cannot shrink\. Set it back; data gets/,
    );
    assert.deepEqual(problems({ elasticsearch: { ...elasticsearch, diskSizeGb: 199 } }), [
      "loklak:elasticsearch.diskSizeGb: 199 must be at least 200, the size of index-disk-0, index-disk-1, index-disk-2: a disk cannot shrink",
    ]);
  });

  it("keep their type", () => {
    const changed = {
      elasticsearch: { ...elasticsearch, diskType: "pd-balanced" },
      dumps: { ...dumps, diskType: "pd-ssd" },
    };
    assert.deepEqual(problems(changed), [
      'loklak:elasticsearch.diskType: "pd-balanced" must stay pd-ssd, the type of index-disk-0, index-disk-1, index-disk-2: a disk cannot change it',
      'loklak:dumps.diskType: "pd-ssd" must stay pd-balanced, the type of dump-disk: a disk cannot change it',
    ]);
  });

  const turns = "a disk cannot move, and Elasticsearch's nodes take the zones in turn";

  it("stay where they are when zones change their order or are more", () => {
    assert.deepEqual(problems({ zones: [a, c, b] }), [
      `loklak:zones: ${JSON.stringify([a, c, b])} must leave index-disk-1 in ${b}, index-disk-2 in ${c}: ${turns}`,
    ]);
    assert.deepEqual(problems({ zones: [a, b, c, f] }), []);
    assert.deepEqual(problems({}, index(a, b, a)), [
      `loklak:zones: ${JSON.stringify([a, b, c])} must leave index-disk-2 in ${a}: ${turns}`,
    ]);
  });

  it("stay in their region", () => {
    const region = "europe-west1";
    const zones = ["b", "c", "d"].map((letter) => `${region}-${letter}`);
    const places = `index-disk-0 in ${a}, index-disk-1 in ${b}, index-disk-2 in ${c}`;
    assert.deepEqual(problems({ region, zones, dumps: { zones: zones.slice(0, 2) } }), [
      `loklak:zones: ${JSON.stringify(zones)} must leave ${places}: ${turns}`,
      `loklak:dumps.zones: ${JSON.stringify(zones.slice(0, 2))} must stay ${JSON.stringify([a, b])}, where dump-disk is: a disk cannot move`,
    ]);
  });

  it("stay where they are when they come from a restore", () => {
    const restored = {
      ...disks,
      "loklak-prod-data-index-disk-0-g2": { sizeGb: 200, type: "pd-ssd", zones: [b] },
    };
    const snapshots = ["s", null, null];
    const changes = { elasticsearch: { ...elasticsearch, restores: [{ snapshots }] } };
    assert.deepEqual(problems(changes, restored, [[], snapshots]), [
      `loklak:zones: ${JSON.stringify([a, b, c])} must leave index-disk-0-g2 in ${b}: ${turns}`,
    ]);
  });

  it("with dumps stay where they are, whoever says it", () => {
    const stays = `must stay ${JSON.stringify([a, b])}, where dump-disk is: a disk cannot move`;
    for (const zones of [[a], [b, a]])
      assert.deepEqual(problems({ dumps: { zones } }), [
        `loklak:dumps.zones: ${JSON.stringify(zones)} ${stays}`,
      ]);
    assert.deepEqual(problems({ dumps: {} }), [`loklak:dumps.zones: is missing, ${stays}`]);
    const one = { ...index(a), ...dump(a) };
    const single = { elasticsearch: { ...elasticsearch, nodes: 1 }, dumps: {} };
    assert.deepEqual(problems({ ...single, zones: [b] }, one), [
      `loklak:zones: ${JSON.stringify([b])} must leave index-disk-0 in ${a}: ${turns}`,
    ]);
    assert.deepEqual(problems({ ...single, zones: [a, b] }, one), []);
  });

  it("are told together with all else that is wrong", () => {
    assert.throws(
      () => parse({ region: 7, elasticsearch: { ...elasticsearch, diskSizeGb: 10 } }),
      /loklak:region: [^]*loklak:elasticsearch\.diskSizeGb: 10 /,
    );
  });
});
