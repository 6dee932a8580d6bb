import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { SandboxFolder } from "../sandbox/folder";
import { GoogleStore } from "../sandbox/google/store";
import { makeNamed } from "../verdict/existing";
import { formsOf } from "../verdict/firstDeployment";

describe("what exists besides a stack, in the sandbox of a verdict", () => {
  const tree = mkdtempSync(join(tmpdir(), "loklak-verdict-existing-"));
  const folder = new SandboxFolder(join(tree, "sandbox"));
  after(() => rmSync(tree, { recursive: true }));
  writeFileSync(join(tree, "Pulumi.yaml"), "name: loklak\nruntime: nodejs\n");
  afterEach(() => rmSync(folder.path, { recursive: true, force: true }));
  const project = { "gcp:project": "loklak-example" };

  async function make(config: object) {
    writeFileSync(join(tree, "Pulumi.dev.yaml"), stringify({ config: { ...project, ...config } }));
    await makeNamed(folder, tree, "dev");
    return new GoogleStore(folder.google).read().resources;
  }

  it("is nothing of a domain whose records the operator sets, nor before any restore", async () => {
    assert.deepEqual(await make({}), {});
    assert.deepEqual(
      await make({ "loklak:domain": { name: "loklak.example.org" }, "loklak:elasticsearch": { nodes: 3 } }),
      {},
    );
  });

  it("is the zone that a domain names, once, and of the first domain's name", async () => {
    for (const name of ["loklak.example.org", "search.example.com"]) {
      const made = await make({ "loklak:domain": { name, managedZone: "example-org" } });
      assert.deepEqual(
        Object.entries(made).map(([id, { inputs }]) => [id, inputs.dnsName]),
        [["projects/loklak-example/managedZones/example-org", "example.org."]],
      );
    }
  });

  it("is the snapshots that are restored, of the disks before any restore, but no disk", async () => {
    const made = await make({
      "loklak:zones": ["us-central1-a", "us-central1-b"],
      "loklak:elasticsearch": {
        nodes: 3,
        diskNames: ["former"],
        restores: [{ snapshots: ["one-0", "one-1", null] }, { snapshots: ["two-0", "two-1", "two-2"] }],
      },
    });
    const disk = (zone: string, name: string) => `projects/loklak-example/zones/${zone}/disks/${name}`;
    const disks = [
      disk("us-central1-a", "former"),
      disk("us-central1-b", "loklak-dev-data-index-disk-1"),
      disk("us-central1-a", "loklak-dev-data-index-disk-2"),
    ];
    assert.deepEqual(
      Object.fromEntries(Object.entries(made).map(([id, { outputs }]) => [id, outputs.sourceDisk])),
      Object.fromEntries(
        Object.entries({ "one-0": 0, "two-0": 0, "one-1": 1, "two-1": 1, "two-2": 2 }).map(([name, node]) => [
          `projects/loklak-example/global/snapshots/${name}`,
          disks[node],
        ]),
      ),
    );
  });

  it("leaves a disk that is there as it is, and makes a snapshot once", async () => {
    const restores = { "loklak:elasticsearch": { nodes: 1, restores: [{ snapshots: ["one"] }] } };
    const before = await make(restores);
    const id = "projects/loklak-example/zones/us-central1-a/disks/loklak-dev-data-index-disk-0";
    const disk = { type: "gcp:compute/disk:Disk", inputs: {}, outputs: { size: 100 }, extra: {} };
    new GoogleStore(folder.google).update(({ resources }) => (resources[id] = disk));
    const more = { nodes: 1, restores: [{ snapshots: ["one"] }, { snapshots: ["two"] }] };
    const after = await make({ "loklak:elasticsearch": more });
    const [one, two] = ["one", "two"].map((name) => `projects/loklak-example/global/snapshots/${name}`);
    assert.deepEqual(Object.keys(after), [one, id, two]);
    assert.deepEqual([after[one!], after[id]], [before[one!], disk]);
  });
});

describe("a stack's first deployment in the sandbox of a verdict", () => {
  const file = (...lines: string[]) => ["config:", "  gcp:project: 0123 # an id", ...lines, ""].join("\n");

  it("is its file as it is", () => {
    const text = file("  loklak:zones: [a,   b]", "  loklak:elasticsearch:", "    nodes: 1");
    assert.deepEqual(formsOf(text, "loklak"), [text]);
    assert.deepEqual(formsOf("", "loklak"), [""]);
  });

  it("takes over nothing", () => {
    for (const adopt of [["  loklak:adopt: [disks]"], ["  loklak:adopt:", "  - disks"]])
      assert.deepEqual(formsOf(file("  loklak:region: 1", ...adopt), "loklak"), [file("  loklak:region: 1")]);
  });

  it("restores before it uses older disks", () => {
    const restores = ["  loklak:elasticsearch:", "    restores:", "      - snapshots:", "          - one"];
    assert.deepEqual(formsOf(file(...restores, "    generation: 1"), "loklak"), [
      file(...restores),
      file(...restores, "    generation: 1"),
    ]);
  });
});
