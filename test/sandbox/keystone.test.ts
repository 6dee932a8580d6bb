import assert from "node:assert/strict";
import { join } from "node:path";
import type { KubeObject } from "../../sandbox/cluster/kubeClient";
import { checkout } from "../../sandbox/folder";
import { eventually } from "../support/eventually";
import { devCluster, LoklakSandbox } from "../support/loklakSandbox";
import { steps } from "../support/sandbox";

const project = ["--project", join(checkout, "examples", "keystone")];
const namespace = "keystone";
const addressType = "gcp:compute/address:Address";
const diskType = "gcp:compute/disk:Disk";

interface Pod extends KubeObject {
  status: { phase: string; conditions: { type: string; status: string }[] };
}

describe("the Keystone example, on the cluster of the dev stack", function () {
  this.bail(true);
  const sandbox = new LoklakSandbox();
  after(() => sandbox.erase());

  const list = async <T = KubeObject>(apiVersion: string, kind: string): Promise<T[]> =>
    (await sandbox.kubernetes(devCluster).list<T>(apiVersion, kind, { namespace })).items;
  const apiPods = async (): Promise<string[]> => {
    const pods = await list<Pod>("v1", "Pod");
    const ready = pods.filter(
      ({ metadata, status }) =>
        metadata.labels?.["app.kubernetes.io/component"] === "api" &&
        metadata.deletionTimestamp === undefined &&
        status.conditions.some(({ type, status: is }) => type === "Ready" && is === "True"),
    );
    return ready.map(({ metadata }) => metadata.name).sort();
  };
  const loklakState = async (): Promise<unknown> => {
    const { deployment } = JSON.parse((await sandbox.succeed("export")).stdout) as {
      deployment: { resources: unknown[] };
    };
    return deployment.resources;
  };

  let before: unknown;
  it("refuses a stack that is not deployed yet", async () => {
    const { code, stdout, stderr } = await sandbox.run("up", ...project);
    assert.equal(code, 1);
    assert.match(
      stdout + stderr,
      /stack organization\/loklak\/dev cannot be deployed onto, nothing was changed/,
    );
  });

  it("is deployed, with both addresses and its jobs done", async () => {
    await sandbox.succeed("up");
    before = await loklakState();
    await sandbox.succeed("up", ...project);
    assert.equal((await apiPods()).length, 2);
    const services = await list<KubeObject & { status: unknown }>("v1", "Service");
    const reserved = Object.values(sandbox.google(addressType)).map(({ outputs }) => outputs);
    for (const [name, type] of [
      ["keystone-public", "EXTERNAL"],
      ["keystone-internal", "INTERNAL"],
    ]) {
      const { address } = reserved.find(
        (each) => each.name === `keystone-dev-${type === "EXTERNAL" ? "public" : "internal"}`,
      )!;
      const service = services.find(({ metadata }) => metadata.name === name)!;
      assert.deepEqual(service.status, { loadBalancer: { ingress: [{ ip: address, ipMode: "VIP" }] } });
    }
    const jobs = await list<KubeObject & { status: { succeeded?: number } }>("batch/v1", "Job");
    assert.deepEqual(
      jobs.map(({ status }) => status.succeeded),
      [1, 1],
    );
  });

  it("keeps its secrets out of the state's clear text and of what previews show", async () => {
    const { stdout } = await sandbox.succeed("export", ...project);
    const secrets = await list<KubeObject & { data: Record<string, string> }>("v1", "Secret");
    const values = secrets.flatMap(({ data }) => Object.values(data));
    assert.equal(values.length, 7);
    for (const value of values)
      for (const text of [value, Buffer.from(value, "base64").toString()])
        assert.ok(!stdout.includes(JSON.stringify(text).slice(1, -1)));
  });

  it("changes nothing when nothing has changed, and keeps to the policies", async () => {
    sandbox.setenv("LOKLAK_POLICIES", undefined);
    assert.deepEqual(steps(await sandbox.succeed("preview", ...project)), []);
    sandbox.setenv("LOKLAK_POLICIES", "off");
  });

  it("gets a new pod for one that is deleted", async () => {
    const [deleted = "", kept] = await apiPods();
    await sandbox.kubernetes(devCluster).delete({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: deleted, namespace },
    });
    await eventually(async () => {
      const pods = await apiPods();
      assert.equal(pods.length, 2);
      assert.ok(pods.includes(kept!) && !pods.includes(deleted));
    }, 120);
  });

  it("is destroyed without its disk and addresses, and leaves the other stack as it was", async () => {
    const kept = () => sandbox.identities(diskType, addressType);
    const identities = kept();
    await sandbox.succeed("destroy", ...project, "--exclude-protected");
    assert.deepEqual(kept(), identities);
    assert.ok(Object.keys(sandbox.google(diskType)).some((id) => id.endsWith("/keystone-dev-database")));
    assert.equal(
      await sandbox
        .kubernetes(devCluster)
        .get({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }),
      undefined,
    );
    assert.deepEqual(await loklakState(), before);
    assert.deepEqual(steps(await sandbox.succeed("preview")), []);
  });
});
