import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { SandboxFolder } from "../sandbox/folder";
import { GoogleStore } from "../sandbox/google/store";
import { makeNamedZone } from "../verdict/existing";

describe("what exists besides a stack, in the sandbox of a verdict", () => {
  const tree = mkdtempSync(join(tmpdir(), "loklak-verdict-existing-"));
  const folder = new SandboxFolder(join(tree, "sandbox"));
  after(() => rmSync(tree, { recursive: true }));
  writeFileSync(join(tree, "Pulumi.yaml"), "name: loklak\nruntime: nodejs\n");
  const zonesOf = async (config: object) => {
    writeFileSync(join(tree, "Pulumi.dev.yaml"), stringify({ config }));
    await makeNamedZone(folder, tree, "dev");
    return Object.entries(new GoogleStore(folder.google).read().resources).map(([id, { inputs }]) => [
      id,
      inputs.dnsName,
    ]);
  };
  const project = { "gcp:project": "loklak-example" };

  it("is nothing without a domain, or with one whose records the operator sets", async () => {
    assert.deepEqual(await zonesOf(project), []);
    assert.deepEqual(await zonesOf({ ...project, "loklak:domain": { name: "loklak.example.org" } }), []);
  });

  it("is the zone that a domain names, once, and of the first domain's name", async () => {
    const made = [["projects/loklak-example/managedZones/example-org", "example.org."]];
    for (const name of ["loklak.example.org", "search.example.com"])
      assert.deepEqual(
        await zonesOf({ ...project, "loklak:domain": { name, managedZone: "example-org" } }),
        made,
      );
  });
});
