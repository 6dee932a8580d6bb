import assert from "node:assert/strict";
import type { KubeObject } from "../../sandbox/cluster/kubeClient";
import { isReal } from "../../sandbox/cluster/nodes";
import { missingForNodes } from "../../sandbox/nodes/needs";
import { eventually } from "../support/eventually";
import { figure } from "../support/figure";
import { skipForLackOf } from "../support/lacking";
import { isReady } from "../support/objects";
import { PodHistory } from "../support/podHistory";
import { Environment } from "./support/environment";
import { killContainer, killNode } from "./support/kill";
import { assertRestricted } from "./support/restricted";
import { Writer } from "./support/writer";

const clusterId = "projects/loklak-example/locations/us-central1/clusters/loklak-prod";
const missing = missingForNodes();
/** Three of Elasticsearch, three API servers, the dump writer and two of the door. */
const podsInAll = 9;

interface Node extends KubeObject {
  status: { conditions: { type: string; status: string }[] };
}

describe("the prod stack with real pods", function () {
  if (missing.length > 0) return skipForLackOf(missing);
  this.bail(true);
  const prod = new Environment("prod", clusterId);
  const { sandbox } = prod;
  const writer = new Writer(sandbox);
  const nodes = async () => (await sandbox.client.list<Node>("v1", "Node")).items;
  const nodeOf = async (pod: string) => (await prod.pod(pod)).spec.nodeName ?? "";
  const allReady = () =>
    eventually(async () => {
      assert.deepEqual((await prod.pods()).map(isReady), Array<boolean>(podsInAll).fill(true));
      assert.equal((await prod.index.health()).status, "green");
    }, 300);
  const small = { memoryMb: 1024, cpuMillis: 250, heapMb: 512 };
  before(() => {
    for (const section of ["elasticsearch", "loklak"]) {
      const own = sandbox.configured(`loklak:${section}`, "prod") as object;
      sandbox.configure(`loklak:${section}`, { ...own, ...small }, "prod");
    }
  });
  after(() => sandbox.erase());

  it("comes up from nothing, with Elasticsearch's quorum of three across nodes", async () => {
    const begin = Date.now();
    await sandbox.up();
    await prod.seed();
    figure("from nothing to the first answer, images built", begin);
    await allReady();
    assert.equal((await nodes()).filter(isReal).length, 6);
    const machines = (await prod.pods("elasticsearch")).map(({ spec }) => spec.nodeName);
    assert.equal(new Set(machines).size, 3);
    assert.equal((await prod.index.health()).number_of_nodes, 3);
    await writer.push("first", 1000);
    await writer.assertDumped();
  });

  it("runs every container as the restricted user, who can write nothing but volumes", async () => {
    const pods = await prod.pods();
    assert.equal(pods.length, podsInAll);
    for (const pod of pods) await assertRestricted(sandbox, pod);
  });

  it("answers every read while an API server's process is killed: the door asks another one @soak", async () => {
    const [server] = (await prod.pods("web")).filter(({ metadata }) =>
      metadata.name.startsWith("loklak-api"),
    );
    const load = await prod.underLoad("kill-api", (load) =>
      load.killing(() => killContainer(sandbox, "web", server!.metadata.name)),
    );
    assert.deepEqual([load.searches.failed, load.statuses.failed], [0, 0]);
    await allReady();
  });

  it("serves again while a node of Elasticsearch is off, and loses nothing @soak", async () => {
    const node = await nodeOf("elasticsearch-2");
    let history: PodHistory | undefined;
    await prod.underLoad("node-stopped", async (load) => {
      await killNode(sandbox, node);
      history = await PodHistory.during(sandbox.client, async () => {
        await eventually(async () => assert.equal(readiness(await nodes(), node), "Unknown"), 120);
        await load.steady();
        await prod.caughtUp(load);
      });
      await sandbox.up();
      await allReady();
    });
    assert.equal(history?.leastReady("api"), 3);
  });

  it("serves again while the node of an API server is off @soak", async () => {
    const [pod] = await prod.pods("web");
    const node = pod?.spec.nodeName ?? "";
    await prod.underLoad("api-node-stopped", async (load) => {
      await load.killing(() => killNode(sandbox, node));
      await eventually(async () => assert.equal(readiness(await nodes(), node), "Unknown"), 120);
      await load.steady();
      await sandbox.up();
      await allReady();
    });
  });

  it("moves the dump writer to its disk's other zone when its node is lost, by the step that docs/lost-zone.md tells @soak", async () => {
    const node = await nodeOf("dump-writer-0");
    await writer.push("lost-node", 1000);
    await writer.assertDumped();
    await prod.underLoad("lost-node", async (load) => {
      await load.killing(() => killNode(sandbox, node));
      await sandbox.kubectl([
        "taint",
        "node",
        node,
        "node.kubernetes.io/out-of-service=nodeshutdown:NoExecute",
      ]);
      await eventually(async () => {
        const pod = await prod.pod("dump-writer-0");
        assert.ok(isReady(pod) && pod.spec.nodeName !== node);
      }, 300);
      await writer.assertDumped();
      await sandbox.up();
      await sandbox.kubectl(["taint", "node", node, "node.kubernetes.io/out-of-service-"]);
      await allReady();
    });
  });

  it("serves without a gap while nodes are drained @soak", async () => {
    for (const pod of ["elasticsearch-2", "dump-writer-0"]) {
      const node = await nodeOf(pod);
      const load = await prod.underLoad(`drain-${pod}`, async () => {
        await sandbox.kubectl(["drain", node, "--ignore-daemonsets", "--delete-emptydir-data"], 600);
        await sandbox.kubectl(["uncordon", node]);
        await allReady();
      });
      assert.deepEqual([load.searches.failed, load.writes.failed], [0, 0], pod);
    }
    await writer.assertDumped();
  });

  it("serves without a gap while Elasticsearch is restarted node by node @soak", async () => {
    const set = {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { namespace: "elasticsearch", name: "elasticsearch" },
    };
    const annotations = { "kubectl.kubernetes.io/restartedAt": new Date().toISOString() };
    const load = await prod.underLoad("rolling", async () => {
      await sandbox.client.patch(set, { spec: { template: { metadata: { annotations } } } });
      await sandbox.kubectl(["rollout", "status", "-n", "elasticsearch", "statefulset/elasticsearch"], 600);
      await allReady();
    });
    assert.deepEqual([load.searches.failed, load.writes.failed], [0, 0]);
  });

  it("takes a new version of loklak without a gap, one writer at a time @soak", async () => {
    await writer.push("version", 3000);
    const own = sandbox.configured("loklak:loklak", "prod") as object;
    sandbox.configure("loklak:loklak", { ...own, heapMb: 600 }, "prod");
    let history: PodHistory | undefined;
    const load = await prod.underLoad("version", async () => {
      history = await PodHistory.during(sandbox.client, () => sandbox.up());
    });
    assert.equal(history?.most("dump-writer"), 1);
    assert.equal(history?.leastReady("api"), 3);
    assert.deepEqual(load.failed, [0, 0, 0]);
    await writer.assertDumped();
  });
});

function readiness(nodes: Node[], name: string): string | undefined {
  const node = nodes.find(({ metadata }) => metadata.name === name);
  return node?.status.conditions.find(({ type }) => type === "Ready")?.status;
}
