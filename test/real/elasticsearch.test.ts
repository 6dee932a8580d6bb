import assert from "node:assert/strict";
import { ask, fill, green, missing, Refused } from "./support/elasticsearchClient";
import { ElasticsearchNodes } from "./support/elasticsearchNodes";
import { Indexing } from "./support/indexing";
import { Rendered } from "../support/rendered";
import { figure } from "../support/figure";

const index = "documents";

describe("Elasticsearch as rendered for prod, three real processes", function () {
  this.bail(true);
  let nodes: ElasticsearchNodes;
  let uuid: string;
  const acknowledged: string[] = [];

  const at = (node: number): string => nodes.addresses[node]!;
  const clusterUuid = async (node: number): Promise<string> =>
    (await ask<{ metadata: { cluster_uuid: string } }>(at(node), "/_cluster/state/metadata")).metadata
      .cluster_uuid;
  const nothingLost = async (): Promise<void> =>
    assert.deepEqual(await missing(at(0), index, acknowledged), []);

  before(async () => {
    nodes = await ElasticsearchNodes.make(await Rendered.of("prod"));
  });
  after(() => nodes?.erase());

  it("forms one cluster with one master", async () => {
    const begin = Date.now();
    await nodes.start();
    const masters = await Promise.all(
      nodes.addresses.map((address) => ask<{ master_node: string }>(address, "/_cluster/state/master_node")),
    );
    figure("three nodes, from start to ready", begin);
    assert.equal(new Set(masters.map(({ master_node }) => master_node)).size, 1);
    await ask(at(0), `/${index}`, {
      method: "PUT",
      body: { settings: { number_of_shards: 4, number_of_replicas: 1 } },
      seconds: 30,
    });
    assert.equal((await green(at(0), 3)).number_of_nodes, 3);
    acknowledged.push(...(await fill(at(0), index, "first", 20_000)));
    uuid = await clusterUuid(0);
  });

  it("loses no document when a node is killed and started again", async () => {
    const client = new Indexing(nodes.addresses, index, "kill");
    await nodes.pods[2]!.kill();
    const begin = Date.now();
    await (await nodes.restart(2)).ready();
    await green(at(2), 3, 240);
    figure("killed node, from start to green", begin);
    await client.stop();
    acknowledged.push(...client.acknowledged);
    await nothingLost();
  });

  it("acknowledges no write below its quorum, and later has the newest copy of all", async () => {
    await nodes.pods[2]!.kill();
    acknowledged.push(...(await fill(at(0), index, "without-2", 500)));
    await nodes.pods[1]!.kill();
    await assert.rejects(fill(at(0), index, "alone", 1));
    const alone = ask(at(0), `/${index}/message/alone?timeout=1s`, { method: "PUT", body: {} });
    await assert.rejects(alone, (error) => error instanceof Refused && error.status === 503);
    await ask(at(0), `/${index}/_search`);
    const begin = Date.now();
    assert.equal(await nodes.pods[0]!.isReady(), false);
    figure("readiness probe without a master", begin);
    // The copies on node 2 lack what was written without it; only node 1 has some of that.
    await (await nodes.restart(2)).ready();
    await (await nodes.restart(1)).ready();
    await green(at(0), 3, 240);
    await nothingLost();
  });

  it("keeps its identity and every document, and is never red, while the pods are replaced one by one", async () => {
    const client = new Indexing(nodes.addresses, index, "rolling");
    for (const node of [2, 1, 0]) {
      const { preStopCode, preStopSeconds, overdue } = await nodes.pods[node]!.delete();
      console.log(`      elasticsearch-${node} waited ${preStopSeconds.toFixed(1)} s before it left`);
      assert.deepEqual({ preStopCode, overdue }, { preStopCode: 0, overdue: false });
      await (await nodes.restart(node)).ready();
    }
    await client.stop();
    acknowledged.push(...client.acknowledged);
    const { write, read } = client.longest;
    console.log(
      `      ${client.acknowledged.length} writes; longest without one ${write} s, without a whole search ${read} s`,
    );
    console.log("      milliseconds in each status:", client.statuses);
    await green(at(0), 3, 240);
    await nothingLost();
    assert.equal(client.statuses.red, undefined);
    assert.equal(await clusterUuid(0), uuid);
  });

  it("ends without waiting for itself when all pods are deleted at once, and is back with the same disks", async () => {
    const begin = Date.now();
    const ends = await Promise.all(nodes.pods.map((pod) => pod.delete()));
    figure("all pods deleted", begin);
    assert.deepEqual(
      ends.map(({ preStopCode, overdue }) => ({ preStopCode, overdue })),
      nodes.pods.map(() => ({ preStopCode: 0, overdue: false })),
    );
    await nodes.start();
    await green(at(0), 3, 240);
    await nothingLost();
    assert.equal(await clusterUuid(0), uuid);
  });
});
