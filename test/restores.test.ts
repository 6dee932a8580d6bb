import assert from "node:assert/strict";
import { parseConfig } from "../config";
import { indexGenerations } from "../config/indexDisks";
import { type SnapshotFacts, undone } from "../config/restores";
import { minimal, parse } from "./support/configCases";

const zones = ["us-central1-a", "us-central1-b", "us-central1-c"];

/** A snapshot of an index disk of the stack `prod`, made some minutes after 03:00. */
function snapshotOf(disk: string, zone: string, minutes = 0, sizeGb = 100): SnapshotFacts {
  const createdAt = new Date(Date.UTC(2026, 0, 31, 3, minutes)).toISOString();
  const base = "https://www.googleapis.com/compute/v1/projects/loklak-example";
  return { createdAt, sourceDisk: `${base}/zones/${zone}/disks/${disk}`, sizeGb };
}

const snapshots: Record<string, SnapshotFacts> = {
  a0: snapshotOf("loklak-prod-data-index-disk-0", "us-central1-a"),
  a1: snapshotOf("loklak-prod-data-index-disk-1", "us-central1-b", 59),
  a2: snapshotOf("loklak-prod-data-index-disk-2", "us-central1-c", 60),
  late2: snapshotOf("loklak-prod-data-index-disk-2", "us-central1-c", 61),
  large2: snapshotOf("loklak-prod-data-index-disk-2", "us-central1-c", 1, 200),
  restored2: snapshotOf("loklak-prod-data-index-disk-2-g2", "us-central1-c"),
  dump: snapshotOf("loklak-prod-data-dump-disk", "us-central1-a"),
  none: { unreadable: "projects/loklak-example/global/snapshots/none not found" },
};

describe("restores", () => {
  const values = (elasticsearch: object, more: Record<string, string> = {}) => ({
    ...minimal,
    "loklak:zones": JSON.stringify(zones),
    "loklak:elasticsearch": JSON.stringify({ nodes: 3, ...elasticsearch }),
    ...more,
  });
  const restores = (...sets: (string | null)[][]) => ({ restores: sets.map((set) => ({ snapshots: set })) });
  const check = (
    elasticsearch: object,
    made: (string | null)[][] = [[]],
    more: Record<string, string> = {},
  ) => parseConfig("prod", values(elasticsearch, more), { made, snapshots });
  const at = (entry: string) => `loklak:elasticsearch\\.restores\\[0\\]\\.snapshots${entry}: `;
  const refuses = (what: string, message: RegExp, elasticsearch: object, made: (string | null)[][] = [[]]) =>
    it(`refuses ${what}`, () => {
      assert.throws(() => check(elasticsearch, made), message);
    });

  it("make a generation of disks each, beside the ones before", () => {
    const { indexGenerations: generations } = check(restores(["a0", "a1", "a2"], [null, null, "restored2"]));
    assert.deepEqual(
      generations.map((disks) => disks.map(({ diskName, snapshot }) => [diskName, snapshot])),
      [
        [0, 1, 2].map((node) => [`loklak-prod-data-index-disk-${node}`, undefined]),
        [0, 1, 2].map((node) => [`loklak-prod-data-index-disk-${node}-g2`, `a${node}`]),
        [undefined, undefined, "restored2"].map((snapshot, node) => [
          `loklak-prod-data-index-disk-${node}-g3`,
          snapshot,
        ]),
      ],
    );
    assert.deepEqual(
      generations[1]?.map(({ zone }) => zone),
      zones,
    );
  });

  it("leave the first generation as it is without any", () => {
    const { elasticsearch } = parse({});
    const [disks, ...more] = indexGenerations({ elasticsearch, zones }, "loklak-dev");
    const name = "data-index-disk-0";
    assert.deepEqual(disks, [{ name, diskName: `loklak-dev-${name}`, zone: zones[0], snapshot: undefined }]);
    assert.deepEqual(more, []);
  });

  it("ask only for disks that are still to be made, and the snapshots of these", () => {
    const config = check(restores(["a0", "a1", "a2"], ["a0", "a1", null]));
    const asked = (made: (string | null)[][], adopt: "disks"[] = []) => {
      const { snapshots, disks } = undone({ ...config, adopt }, "loklak-prod", made);
      return [...snapshots, ...disks.map(({ diskName }) => diskName.slice("loklak-prod-data-index-".length))];
    };
    const third = ["a0", "a1", "disk-0-g3", "disk-1-g3", "disk-2-g3"];
    assert.deepEqual(asked([[], ["a0", "a1", "a2"]]), third);
    assert.deepEqual(asked([[], ["a0", "a1", "a2"], ["a0", "a1", null]]), []);
    assert.deepEqual(asked([], ["disks"]), []);
  });

  it("are finished as they began when an up broke off, also from snapshots that expired", () => {
    const brokenOff = {
      "loklak-prod-data-index-disk-0-g2": "gone0",
      "loklak-prod-data-index-disk-2-g2": null,
    };
    const finish = (...set: (string | null)[]) =>
      parseConfig("prod", values(restores(set)), { made: [[]], snapshots, brokenOff });
    finish("gone0", "a1", null);
    assert.throws(
      () => finish("a0", "a1", "a2"),
      new RegExp(
        `${at("\\[0\\]")}"a0" must be "gone0": an up that broke off made loklak-prod-data-index-disk-0-g2 from it.*` +
          "\n.*" +
          `${at("\\[2\\]")}"a2" must be null: `,
      ),
    );
  });

  it("take nothing of a snapshot that has made its disk: it may have expired", () => {
    check(restores(["gone0", "gone1", "gone2"]), [[], ["gone0", "gone1", "gone2"]]);
    check(restores(["gone0", "gone1", "gone2"]), [], { "loklak:adopt": '["disks"]' });
  });

  it("let a node be added afterwards, with an empty disk", () => {
    const more = { nodes: 5, ...restores(["gone0", "gone1", "gone2"]) };
    const pools = { default: { machineType: "e2-standard-4", nodesPerZone: 2 } };
    const made = [[], ["gone0", "gone1", "gone2"]];
    const config = check(more, made, { "loklak:nodePools": JSON.stringify(pools) });
    assert.equal(config.indexGenerations[1]?.[4]?.snapshot, undefined);
  });

  it("are made, not adopted, where the state is there", () => {
    const adopt = { "loklak:adopt": '["disks"]' };
    const made = [[], ["gone0", "gone1", "gone2"]];
    check(restores(made[1]!), made, adopt);
    assert.throws(
      () => check(restores(made[1]!, ["a0", "a1", "a2"]), made, adopt),
      /loklak:adopt: \["disks"\] must not have disks while a restore makes some/,
    );
  });

  refuses(
    "a snapshot that is not there",
    new RegExp(`${at("\\[2\\]")}"none" .*none not found`),
    restores(["a0", "a1", "none"]),
  );
  refuses(
    "another node's snapshot",
    new RegExp(`${at("\\[0\\]")}"a1" must be of loklak-prod-data-index-disk-0, it is of .*-disk-1`),
    restores(["a1", "a0", "a2"]),
  );
  refuses(
    "the dump disk's",
    /must be of loklak-prod-data-index-disk-0, it is/,
    restores(["dump", "a1", "a2"]),
  );
  refuses(
    "a snapshot of a generation that comes later",
    /must be of loklak-prod-data-index-disk-2, it is of .*-g2/,
    restores(["a0", "a1", "restored2"]),
  );
  refuses(
    "a snapshot of a larger disk",
    /"large2" is of a disk of 200 GB: elasticsearch\.diskSizeGb must be/,
    restores(["a0", "a1", "large2"]),
  );
  refuses(
    "snapshots of two runs",
    new RegExp(`${at("")}.*must be of one run of the schedule, they are from .*T03:00:.*T04:01:`),
    restores(["a0", "a1", "late2"]),
  );
  refuses(
    "snapshots of disks of two generations",
    /restores\[1\]\.snapshots: \["a0","a1","restored2"\] must be of disks of one generation/,
    restores(["a0", "a1", "a2"], ["a0", "a1", "restored2"]),
  );
  refuses(
    "a restore whose disks would not be used",
    /generation: 1 must go: the disks of a new restore would not be used/,
    { generation: 1, ...restores(["a0", "a1", "a2"]) },
  );
  refuses("too few snapshots", new RegExp(`${at("")}.*must have 3 entries, one for`), restores(["a0", "a1"]));
  it("know the first generation by the names that it was given", () => {
    const named = { diskNames: ["data-index-disk"], ...restores(["own0", "a1", "a2"]) };
    const own0 = snapshotOf("data-index-disk", "us-central1-a");
    const surroundings = { made: [[]], snapshots: { ...snapshots, own0 } };
    const { indexGenerations: generations } = parseConfig("prod", values(named), surroundings);
    assert.equal(generations[0]?.[0]?.diskName, "data-index-disk");
    assert.equal(generations[1]?.[0]?.diskName, "loklak-prod-data-index-disk-0-g2");
  });

  refuses("nothing but empty disks", /must name a snapshot/, restores([null, null, null]));
  refuses(
    "a name that is none",
    /snapshots\[0\]: "A 0" must be the name of a snapshot, or null/,
    restores(["A 0", "a1", "a2"]),
  );
  refuses(
    "a generation that there is not",
    /elasticsearch\.generation: 3 must be at most 2: generation 1, and one/,
    { generation: 3, ...restores(["a0", "a1", "a2"]) },
  );
  refuses(
    "that a restore is taken back, and says how to go back to older disks",
    /restores\[0\]\.snapshots: is missing, must stay \["a0","a1","a2"\].*set elasticsearch\.generation to 1/,
    {},
    [[], ["a0", "a1", "a2"]],
  );
  refuses(
    "other snapshots in place of those that were restored",
    /restores\[0\]\.snapshots: \["a0","a1","late2"\] must stay .*add an entry at the end/,
    restores(["a0", "a1", "late2"]),
    [[], ["a0", "a1", "a2"]],
  );

  const restored = restores(["a0", "a1", "a2"]);
  it("let the disks of an older generation go, whose snapshots they may still take", () => {
    const more = restores(["a0", "a1", "a2"], ["a0", "a1", "a2"]);
    const { indexGenerations: generations } = check({ released: [1], ...more }, [[], ["a0", "a1", "a2"]]);
    assert.deepEqual(
      generations.map(({ length }) => length),
      [0, 3, 3],
    );
  });
  refuses(
    "that disks in use are let go",
    /elasticsearch\.released: \[1,2\] must not have 2: that generation is in use/,
    { released: [1, 2], ...restored },
  );
  refuses(
    "that a generation which there is not is let go",
    /elasticsearch\.released: \[3\] must have no 3: the newest generation is 2/,
    { released: [3], ...restored },
  );
  it("refuse empty disks in the place of those that were let go", () => {
    const surroundings = { made: [[], ["a0", "a1", "a2"]], released: [1], snapshots };
    assert.throws(
      () => parseConfig("prod", values(restored), surroundings),
      /elasticsearch\.released: \[\] must have 1: the disks were let go, new ones would be empty/,
    );
    parseConfig("prod", values({ released: [1], ...restored }), surroundings);
  });

  it("tell all that is wrong at once", () => {
    assert.throws(
      () => check({ generation: 9, ...restores(["none", "a2", "large2"]) }),
      /generation: 9 [^]*snapshots\[0\]: [^]*snapshots\[1\]: [^]*snapshots\[2\]: /,
    );
  });
});
