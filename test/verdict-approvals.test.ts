import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { approve, readApprovals } from "../verdict/approvals";
import { judgesIn } from "../verdict/judges";
import type { Finding, StackVerdict } from "../verdict/types";

const finding: Finding = {
  category: "data",
  severity: "loss",
  operation: "delete",
  urn: "urn:pulumi:dev::loklak::gcp:compute/disk:Disk::data",
  type: "gcp:compute/disk:Disk",
  name: "data",
  meaning: "the disk is deleted",
  changes: [],
};
const verdicts = (...findings: Finding[]): StackVerdict[] => [
  { stack: "dev", severity: "nothing", findings, refusals: [] },
];
const approval = { stack: "dev", resource: "gcp:compute/disk:Disk data", by: "Ada", reason: "it is empty" };

describe("approvals.yaml", () => {
  const tree = mkdtempSync(join(tmpdir(), "loklak-approvals-"));
  after(() => rmSync(tree, { recursive: true }));

  const read = (text: string) => {
    writeFileSync(join(tree, "approvals.yaml"), text);
    return readApprovals(tree);
  };
  const yaml = (entry: object) => JSON.stringify([entry]);

  it("may be absent, or empty", () => {
    assert.deepEqual(readApprovals(join(tree, "none")), []);
    assert.deepEqual(read("# none now\n"), []);
    assert.deepEqual(read(yaml(approval)), [approval]);
  });

  it("is one clear error when it is wrong", () => {
    const wrong: [string, RegExp][] = [
      ["a: [", /^approvals\.yaml is not valid YAML: /],
      ["stack: dev", /^approvals\.yaml is not usable; .*\n {2}the file: .*expected array/],
      [yaml({ ...approval, by: " " }), /\n {2}0\.by: /],
      [yaml({ ...approval, reason: undefined }), /\n {2}0\.reason: /],
      [yaml({ ...approval, resource: "data" }), /\n {2}0\.resource: must be a type and a name, such as gcp:/],
      [yaml({ ...approval, resources: "all" }), /\n {2}0: .*"resources"/],
    ];
    for (const [text, message] of wrong) assert.throws(() => read(text), { message });
  });

  it("makes of a loss that it names something to look at, and says who meant it", () => {
    const other = { ...finding, name: "other" };
    const { verdicts: approved, useless } = approve(verdicts(finding, other), [approval], []);
    assert.deepEqual(approved[0]?.findings, [
      { ...finding, severity: "look", approval: { by: "Ada", reason: "it is empty" } },
      other,
    ]);
    assert.deepEqual(useless, []);
  });

  it("approves nothing in another stack, nothing else than a loss, and nothing a second time; and says so", () => {
    const look: Finding = { ...finding, severity: "look" };
    const cases: [StackVerdict[], (typeof approval)[], (typeof approval)[], RegExp][] = [
      [
        verdicts(finding),
        [{ ...approval, stack: "prod" }],
        [],
        /data in prod: approves a loss that the change does not bring/,
      ],
      [verdicts(look), [approval], [], /data in dev: approves a loss that the change does not bring/],
      [verdicts(finding), [approval], [approval], /data in dev: the base has this approval already/],
    ];
    for (const [given, approvals, ofBase, said] of cases) {
      const { verdicts: judged, useless } = approve(given, approvals, ofBase);
      assert.deepEqual(judged, given);
      assert.equal(useless.length, 1);
      assert.match(useless[0]!, said);
    }
  });
});

describe("the files that judge", () => {
  it("are named when the change touches them, their documentation is not", () => {
    const changed = [
      "index.ts",
      "verdict/table.ts",
      "sandbox/google/disk.ts",
      "sandbox/README.md",
      "approvals.yaml",
      "policyX/a.ts",
      ".github/workflows/ci.yaml",
      "package-lock.json",
      "components/package.json",
    ];
    assert.deepEqual(judgesIn(changed), [
      "verdict/table.ts is changed",
      "sandbox/google/disk.ts is changed",
      "approvals.yaml is changed",
      ".github/workflows/ci.yaml is changed",
      "package-lock.json is changed",
    ]);
  });
});
