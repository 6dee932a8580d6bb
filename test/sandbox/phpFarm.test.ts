import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../sandbox/folder";
import { eventually } from "../support/eventually";
import { devCluster, LoklakSandbox } from "../support/loklakSandbox";
import { isReady, type Pod } from "../support/objects";
import { type Ended, steps } from "../support/sandbox";

const prodCluster = "projects/loklak-example/locations/us-central1/clusters/loklak-prod";
const instance = "gcp:filestore/instance:Instance";

describe("the PHP farm on the running main stack", function () {
  this.bail(true);
  const sandbox = new LoklakSandbox();
  // Below the checkout, where its packages are found.
  const project = mkdtempSync(join(checkout, ".sandbox/php-farm-"));
  const farm = (command: string, ...args: string[]): Promise<Ended> =>
    sandbox.succeed(command, "--project", project, ...args);
  const pods = async (stack = "dev") => {
    const cluster = sandbox.kubernetes(stack === "dev" ? devCluster : prodCluster);
    const { items } = await cluster.list<Pod>("v1", "Pod");
    return items.filter(({ metadata }) => metadata.namespace === `php-farm-${stack}`);
  };
  const web = async (stack?: string) =>
    (await pods(stack)).filter((pod) => isReady(pod) && pod.metadata.name.startsWith("web-"));

  before(() => cpSync(join(checkout, "examples/php-farm"), project, { recursive: true }));
  after(async () => {
    await sandbox.erase();
    rmSync(project, { recursive: true });
  });

  it("comes up, publishes its content and serves it from two replicas at an address of its own", async () => {
    await sandbox.succeed("up");
    await farm("up");
    assert.equal((await web()).length, 2);
    const published = (await pods()).filter(({ metadata }) => metadata.name.startsWith("publication-"));
    assert.deepEqual(
      published.map(({ status }) => (status as { phase: string }).phase),
      ["Succeeded"],
    );
    const { url } = JSON.parse((await farm("outputs")).stdout) as { url: string };
    const { url: other } = (await sandbox.outputs()) as { url: string };
    assert.match(url, /^http:\/\/[\d.]+\/$/);
    assert.notEqual(url, other);
  });

  it("keeps to the policies, and shows nothing when nothing changes, neither here nor there", async () => {
    sandbox.setenv("LOKLAK_POLICIES", undefined);
    const preview = await farm("preview");
    sandbox.setenv("LOKLAK_POLICIES", "off");
    assert.deepEqual(steps(preview), []);
    assert.deepEqual(steps(await sandbox.succeed("preview")), []);
  });

  it("has a new replica when one is deleted", async () => {
    const [lost, kept] = await web();
    await sandbox.kubernetes(devCluster).delete(lost!);
    await eventually(async () => {
      const names = (await web()).map(({ metadata }) => metadata.name);
      assert.equal(names.length, 2);
      assert.ok(names.includes(kept!.metadata.name) && !names.includes(lost!.metadata.name));
    }, 120);
  });

  it("publishes a changed content with another Job, and leaves all else alone", async () => {
    const before = (await web()).map(({ metadata }) => metadata.uid).sort();
    writeFileSync(join(project, "content/site/public/new.html"), "<p>new</p>\n");
    const changed = steps(await farm("up")).filter((step) => !/^(replace|delete-replaced) /.test(step));
    assert.deepEqual(changed.sort(), ["create-replacement publication", "update content-image"]);
    assert.deepEqual((await web()).map(({ metadata }) => metadata.uid).sort(), before);
  });

  it("goes without touching the main stack, and leaves its content and its address", async () => {
    const kept = sandbox.identities("gcp:compute/disk:Disk", "gcp:compute/address:Address");
    await farm("destroy", "--exclude-protected");
    assert.equal(Object.keys(sandbox.google(instance)).length, 1);
    assert.deepEqual(sandbox.identities("gcp:compute/disk:Disk", "gcp:compute/address:Address"), kept);
    assert.deepEqual(await pods(), []);
    assert.deepEqual(steps(await sandbox.succeed("preview")), []);
  });

  it("comes back onto the content that it left", async () => {
    const kept = sandbox.google(instance);
    await farm("up");
    assert.deepEqual(sandbox.google(instance), kept);
    assert.equal((await web()).length, 2);
  });

  it("comes up as prod on prod, with its content in all zones", async () => {
    await sandbox.succeed("up", "--stack", "prod");
    await farm("up", "--stack", "prod");
    const zones = new Set((await web("prod")).map(({ spec }) => (spec as { nodeName: string }).nodeName));
    assert.equal(zones.size, 3);
    const ids = Object.keys(sandbox.google(instance));
    assert.ok(ids.some((id) => id.endsWith("locations/us-central1/instances/php-farm-prod-content")));
  });
});
