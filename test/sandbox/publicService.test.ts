import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KubeObject } from "../../sandbox/cluster/kubeClient";
import { standInReferences } from "../../sandbox/images/standInBases";
import { copyCheckout } from "../support/copyCheckout";
import { eventually } from "../support/eventually";
import { devCluster, LoklakSandbox } from "../support/loklakSandbox";
import { PodHistory } from "../support/podHistory";
import { steps } from "../support/sandbox";

interface Service extends KubeObject {
  spec: { clusterIP: string; healthCheckNodePort: number; ports: { nodePort: number }[] };
  status: object;
}
interface Slice extends KubeObject {
  endpoints: { targetRef: { name: string }; conditions: { ready: boolean } }[];
}

describe("the public service", () => {
  const program = copyCheckout();
  const sandbox = new LoklakSandbox(program);
  const index = join(program, "index.ts");
  const intact = readFileSync(index, "utf8");
  after(async () => {
    await sandbox.erase();
    rmSync(program, { recursive: true });
  });

  const client = () => sandbox.kubernetes(devCluster);
  /** What clients and Google's load balancer know it by. */
  const identity = async () => {
    const metadata = { namespace: "web", name: "loklak" };
    const service = (await client().get<Service>({ apiVersion: "v1", kind: "Service", metadata }))!;
    const { clusterIP, healthCheckNodePort, ports } = service.spec;
    return {
      uid: service.metadata.uid,
      clusterIP,
      nodePorts: [healthCheckNodePort, ...ports.map(({ nodePort }) => nodePort)],
      status: service.status,
      addresses: sandbox.identities("gcp:compute/address:Address"),
    };
  };
  /** The workloads whose pods it leads to, once for each pod. */
  const behind = async () => {
    const { items } = await client().list<Slice>("discovery.k8s.io/v1", "EndpointSlice");
    const own = items.filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === "loklak");
    return own
      .flatMap(({ endpoints }) => endpoints)
      .filter(({ conditions }) => conditions.ready)
      .map(({ targetRef }) => targetRef.name.replace(/(-[a-z0-9]{5,10}){2}$/, ""));
  };
  const leadsTo = (...pods: string[]) => eventually(async () => assert.deepEqual(await behind(), pods));
  let before: Awaited<ReturnType<typeof identity>>;

  it("that led to the API servers leads to the door, as the same object at the same address", async () => {
    const servers = `{ "app.kubernetes.io/name": "loklak", "app.kubernetes.io/component": "api" }`;
    assert.ok(intact.includes("selector: door.selector"));
    writeFileSync(index, intact.replace("selector: door.selector", `selector: ${servers}`));
    await sandbox.succeed("up");
    await leadsTo("loklak-api");
    before = await identity();
    writeFileSync(index, intact);
    assert.deepEqual(steps(await sandbox.succeed("up")), ["update loklak"]);
    await leadsTo("door", "door");
    assert.deepEqual(await identity(), before);
  });

  const bases = { ...standInReferences(["maven", "java"]), nginx: `nginx@sha256:${"2".repeat(64)}` };
  for (const [what, key, value, done, pods] of [
    ["of another size", "loklak:door", { replicas: 3 }, ["update door", "update web"], 3],
    [
      "with other settings",
      "loklak:door",
      { replicas: 3, requestsPerSecond: 9, adminRanges: ["192.0.2.0/24"] },
      ["create-replacement door", "delete-replaced door", "replace door", "update door"],
      3,
    ],
    ["with another image", "loklak:baseImages", bases, ["update door", "update door-image"], 3],
  ] as const)
    it(`stays the same in front of a door ${what}, which always has its pods`, async () => {
      sandbox.configure(key, value);
      let changes: string[] = [];
      const history = await PodHistory.during(client(), async () => {
        changes = steps(await sandbox.succeed("up"));
      });
      assert.deepEqual([...new Set(changes)].sort(), done);
      assert.ok(history.leastReady("proxy") >= 2);
      await leadsTo(...Array<string>(pods).fill("door"));
      assert.deepEqual(await identity(), before);
      assert.deepEqual(steps(await sandbox.succeed("preview")), []);
    });
});
