import assert from "node:assert/strict";
import { missingForNodes } from "../../sandbox/nodes/needs";
import { runningProcesses } from "../../sandbox/processes";
import { eventually } from "../support/eventually";
import { figure } from "../support/figure";
import { skipForLackOf } from "../support/lacking";
import { devCluster } from "../support/loklakSandbox";
import { isReady, type Pod } from "../support/objects";
import { IndexStack } from "../support/indexStack";
import { push } from "../support/messages";
import { PodHistory } from "../support/podHistory";
import { steps } from "../support/sandbox";
import { killContainer, killNetwork } from "./support/kill";
import { Environment } from "./support/environment";
import { firewall, none, tracesOf } from "./support/machine";
import { assertRestricted } from "./support/restricted";
import { Writer } from "./support/writer";

const missing = missingForNodes();
/** Elasticsearch, an API server, the dump writer and two of the door. */
const podsInAll = 5;

describe("the dev stack with real pods", function () {
  if (missing.length > 0) return skipForLackOf(missing);
  this.bail(true);
  const dev = new Environment("dev", devCluster);
  const { sandbox } = dev;
  const writer = new Writer(sandbox);
  const uids = async () => (await dev.pods()).map(({ metadata }) => metadata.uid).sort();
  const ready = async () =>
    assert.deepEqual((await dev.pods()).map(isReady), Array<boolean>(podsInAll).fill(true));
  /** Deletes a pod, and waits until there is another one in its place. */
  const deletePod = async (prefix: string) => {
    const pod = await dev.pod(prefix);
    await sandbox.client.delete(pod);
    await eventually(async () => {
      assert.ok(!(await uids()).includes(pod.metadata.uid));
      await ready();
    }, 240);
  };
  let rules: string;
  before(async () => (rules = await firewall()));
  after(() => sandbox.erase());

  it("comes up from nothing and serves on its address", async () => {
    const begin = Date.now();
    const { stdout } = await sandbox.up();
    await dev.seed();
    figure("from nothing to the first answer, images built", begin);
    assert.match(stdout, new RegExp(`curl ${dev.url}/`));
    await ready();
  });

  it("runs every container as the restricted user, who can write nothing but volumes", async () => {
    const pods = await dev.pods();
    assert.equal(pods.length, podsInAll);
    for (const pod of pods) await assertRestricted(sandbox, pod);
  });

  it("lets pods talk only as their network policies say", async () => {
    const api = await dev.pod("loklak-api");
    const ask = (from: Pod, url: string) =>
      sandbox.exec(from.metadata.namespace ?? "", from.metadata.name, [
        ..."curl --silent --output /dev/null --connect-timeout 3".split(" "),
        url,
      ]);
    const elasticsearch = await dev.pod("elasticsearch-0");
    const writer = await dev.pod("dump-writer-0");
    const [door] = await dev.doors();
    for (const server of [api, writer]) await ask(server, "http://elasticsearch.elasticsearch:9200/");
    await ask(door!, "http://loklak-api-headless:9000/robots.txt");
    for (const [from, url] of [
      [elasticsearch, `http://${api.status?.podIP}:9000/`],
      [writer, `http://${api.status?.podIP}:9000/`],
      [api, "http://dump-writer/"],
      [elasticsearch, `http://${writer.status?.podIP}:9000/`],
      [door!, "http://elasticsearch.elasticsearch:9200/"],
      [elasticsearch, `http://${door!.status?.podIP}:8082/`],
    ] as const)
      await assert.rejects(ask(from, url), /exit code (7|28)/, `${from.metadata.name} reaches ${url}`);
  });

  it("lets the public reach the door's one port, and nothing behind it", async () => {
    const shut = [8080, 8081, 8082, 9000, 9200].map((port) =>
      assert.rejects(
        fetch(`${dev.url}:${port}/`, { signal: AbortSignal.timeout(3000) }),
        (error: Error) => error.name === "TimeoutError" || error.message === "fetch failed",
        `${port} answers`,
      ),
    );
    await Promise.all(shut);
  });

  it("tells loklak who asks, whatever the client says of itself", async () => {
    for (const headers of [
      {},
      { "X-Real-IP": "127.0.0.1" },
      { "x-real-ip": "localhost", "X-Forwarded-For": "127.0.0.1" },
      { Forwarded: "for=127.0.0.1", "X-Client-IP": "127.0.0.1" },
    ] as Record<string, string>[]) {
      const client = { RemoteHost: dev.client, IsLocalhost: "false" };
      const status = await (await dev.ask("/api/status.json", headers)).json();
      const { client_info } = status as { client_info: object };
      assert.deepEqual({ ...client_info, ...client }, client_info, JSON.stringify(headers));
    }
    const closed = await dev.ask("/api/settings.json", { "X-Real-IP": "127.0.0.1" });
    assert.equal(closed.status, 403);
  });

  it("serves the dumps of the dump writer", async () => {
    await writer.push("public", 100);
    await eventually(async () => assert.match(await (await dev.ask("/dump/")).text(), /href="messages_/));
  });

  it("comes back when an Elasticsearch pod is deleted", async () => {
    await dev.underLoad("delete-elasticsearch", () => deletePod("elasticsearch-0"));
  });

  it("serves without a gap while an API server's pod is deleted @soak", async () => {
    const load = await dev.underLoad("delete-api", () => deletePod("loklak-api"));
    assert.deepEqual([load.searches.failed, load.writes.failed], [0, 0]);
  });

  it("has the dumps again when the dump writer's pod is deleted @soak", async () => {
    await writer.push("delete-writer", 1000);
    await deletePod("dump-writer");
    await writer.assertDumped();
  });

  it("comes back when Elasticsearch's process is killed @soak", async () => {
    await dev.underLoad("kill-elasticsearch", () =>
      killContainer(sandbox, "elasticsearch", "elasticsearch-0"),
    );
  });

  it("comes back when an API server's process is killed @soak", async () => {
    const { metadata } = await dev.pod("loklak-api");
    await dev.underLoad("kill-api", (load) =>
      load.killing(() => killContainer(sandbox, "web", metadata.name)),
    );
  });

  it("takes a new version of loklak: the queue drained, the dump disk handed over, no search failed", async () => {
    await writer.push("version", 3000);
    sandbox.configure("loklak:loklak", { heapMb: 900 });
    let history: PodHistory | undefined;
    const load = await dev.underLoad("version", async () => {
      history = await PodHistory.during(sandbox.client, () => sandbox.up());
    });
    assert.equal(history?.most("dump-writer"), 1);
    assert.deepEqual(load.failed, [0, 0, 0]);
    await writer.assertDumped();
  });

  it("takes a new setting of the door: its pods replaced, no request failed", async () => {
    const uids = async () => (await dev.doors()).map(({ metadata }) => metadata.uid);
    const before = await uids();
    sandbox.configure("loklak:door", { requestsPerSecond: 60 });
    const load = await dev.underLoad("door", async () => {
      await sandbox.up();
      await eventually(ready, 180);
    });
    assert.deepEqual(load.failed, [0, 0, 0]);
    for (const uid of await uids()) assert.ok(!before.includes(uid));
  });

  it("grows a disk by one number, with the pod running on", async () => {
    const size = async () =>
      Number((await sandbox.exec("elasticsearch", "elasticsearch-0", df)).split("\n")[1]);
    await eventually(ready, 120);
    const before = { size: await size(), uids: await uids() };
    sandbox.configure("loklak:elasticsearch", { diskSizeGb: 200 });
    const load = await dev.underLoad("grow", () => sandbox.up());
    assert.deepEqual([load.searches.failed, load.writes.failed], [0, 0]);
    // Kubelet looks for volumes that have grown about once a minute.
    await eventually(async () => assert.ok((await size()) > before.size * 1.9), 180);
    assert.deepEqual(await uids(), before.uids);
  });

  it("keeps the documents when the StatefulSet is deleted by hand and made again @soak", async () => {
    const uuid = await dev.index.uuid();
    const set = { apiVersion: "apps/v1", kind: "StatefulSet" };
    await dev.underLoad("recreate", async () => {
      await sandbox.client.delete({
        ...set,
        metadata: { namespace: "elasticsearch", name: "elasticsearch" },
      });
      await sandbox.command("refresh");
      assert.deepEqual(steps(await sandbox.up()), ["create elasticsearch"]);
    });
    assert.equal(await dev.index.uuid(), uuid);
  });

  it("takes the index back to what a snapshot has, and returns to the old disk @soak", async () => {
    const stack = new IndexStack(sandbox, "dev");
    sandbox.configure("loklak:snapshots", { every: "day" });
    await sandbox.up();
    const set = await stack.snapshot();
    const later = await push(dev.url, "later", 100);
    await eventually(async () => assert.deepEqual(await dev.index.missing(later), []), 60);
    stack.configure({ restores: [set] });
    await stack.change();
    assert.deepEqual(await dev.index.missing(later), later);
    await dev.assertKept();
    await push(dev.url, "later", 100);
    await eventually(async () => assert.deepEqual(await dev.index.missing(later), []), 60);
    stack.configure({ generation: 1 });
    await stack.change();
    assert.deepEqual(await dev.index.missing(later), []);
    await dev.assertKept();
  });

  it("has its documents, dumps and address again when the whole cluster was destroyed and created again", async () => {
    const before = { address: dev.address, uuid: await dev.index.uuid() };
    await sandbox.command("destroy", "--exclude-protected");
    assert.deepEqual(Object.keys(sandbox.google("gcp:container/cluster:Cluster")), []);
    const begin = Date.now();
    await sandbox.up();
    figure("up again, images built before", begin);
    assert.deepEqual({ address: await dev.publicAddress(), uuid: await dev.index.uuid() }, before);
    await dev.assertKept();
    await dev.underLoad("again", () => Promise.resolve());
    await writer.assertDumped();
  });

  it("leaves nothing on the machine when its nodes are killed, and comes back", async () => {
    const traces = tracesOf(sandbox, dev.address);
    const { mounts, ...during } = await traces();
    assert.deepEqual(mounts, []);
    for (const [kind, found] of Object.entries(during)) assert.notEqual(found.length, 0, kind);
    await dev.underLoad("killed", async (load) => {
      await load.killing(() => killNetwork(sandbox));
      await eventually(async () => assert.deepEqual(await traces(), none), 60);
      assert.equal(await firewall(), rules);
      await sandbox.up();
    });
  });

  it("leaves nothing on the machine when it is stopped", async () => {
    const traces = tracesOf(sandbox, dev.address);
    await sandbox.command("stop");
    assert.deepEqual(await traces(), none);
    assert.deepEqual(runningProcesses(sandbox.folder.path), []);
    assert.equal(await firewall(), rules);
  });
});

const df = ["df", "--output=size", "/elasticsearch/data"];
