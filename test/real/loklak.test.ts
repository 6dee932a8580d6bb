import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { connections } from "./support/connections";
import { green, master } from "./support/elasticsearchClient";
import { ElasticsearchNodes } from "./support/elasticsearchNodes";
import { figure } from "../support/figure";
import { LoklakServers } from "./support/loklakServers";
import { push, search } from "../support/messages";
import type { Pod } from "./support/pod";
import { dumped, indexed } from "./support/stored";
import { Rendered } from "../support/rendered";

describe("loklak as rendered for prod, real processes on three of Elasticsearch's", function () {
  this.bail(true);
  let nodes: ElasticsearchNodes;
  let servers: LoklakServers;
  let api: Pod;
  let writer: Pod;

  before(async () => {
    const rendered = await Rendered.of("prod");
    nodes = await ElasticsearchNodes.make(rendered);
    servers = await LoklakServers.make(rendered, nodes);
    console.log(`    with ${servers.source.title}`);
    await nodes.start();
  });
  after(async () => {
    await servers?.erase();
    await nodes?.erase();
  });

  /** Deletes a pod right after it acknowledged 3000 messages. */
  const deleteBusy = async (pod: Pod, prefix: string): Promise<string[]> => {
    const ids = await push(pod.url, prefix, 3000);
    const { preStopCode, preStopSeconds, seconds, overdue } = await pod.delete();
    assert.deepEqual({ preStopCode, overdue }, { preStopCode: 0, overdue: false });
    console.log(`      drained in ${preStopSeconds.toFixed(1)} s, ended after ${seconds.toFixed(1)} s`);
    return ids;
  };

  it("is ready once it serves its index, finds what was pushed, and tells its commit", async () => {
    const begin = Date.now();
    api = await servers.start("loklak-api");
    figure("first install, from start to ready", begin);
    await push(api.url, "first", 1);
    await eventually(async () => assert.equal(await search(api.url, "first"), 1), 30);
    const status = (await (await fetch(`${api.url}/api/status.json`)).json()) as { commit: { hash: string } };
    assert.equal(status.commit.hash, servers.source.commit);
    assert.equal((await fetch(`${api.url}/dump/`)).status, 403);
  });

  it("loses none of 3000 acknowledged messages when a new version replaces an API server", async () => {
    const next = await servers.start("loklak-api");
    const ids = await deleteBusy(api, "redeploy");
    api = next;
    assert.equal(await indexed(nodes.addresses[0]!, ids), 3000);
    assert.equal(await search(api.url, "redeploy"), 10);
  });

  it("hands the dump over to the next writer, with every message, setting and key", async () => {
    writer = await servers.start("dump-writer");
    const ids = await deleteBusy(writer, "handover");
    assert.equal(await indexed(nodes.addresses[0]!, ids), 3000);
    assert.deepEqual(dumped(servers.disk).sort(), ids.sort());
    const kept = servers.keptSettings();

    const begin = Date.now();
    writer = await servers.start("dump-writer");
    figure("next writer, from start to ready", begin);
    assert.deepEqual(servers.keptSettings(), kept);
    await push(writer.url, "afterwards", 1);
    await eventually(async () => assert.equal(dumped(servers.disk).length, 3001), 30);
    const listing = await (await fetch(`${writer.url}/dump/`)).text();
    assert.match(listing, /href="messages_/);
  });

  it("searches without a gap while a node of Elasticsearch is lost", async () => {
    // Without a second copy of each shard there would be nothing to find.
    await green(nodes.addresses[0]!, 3, 240);
    let searches = 0;
    let longest = 0;
    let over = false;
    const client = (async () => {
      for (; !over; searches++) {
        const begin = Date.now();
        assert.equal(await search(api.url, "handover"), 10);
        longest = Math.max(longest, Date.now() - begin);
        await sleep(150);
      }
    })();
    await sleep(1000);
    await nodes.pods[2]!.kill();
    await Promise.race([client, sleep(15_000)]);
    await (await nodes.restart(2)).ready();
    over = true;
    await client;
    console.log(`      ${searches} searches, the longest took ${longest / 1000} s`);
    await green(nodes.addresses[0]!, 3, 240);
  });

  it("lets go of a node of Elasticsearch that answers nothing, as a machine that is lost, and writes on", async () => {
    const [first, silent] = nodes.addresses as [string, string];
    const open = () => connections(new URL(api.url).hostname, silent, 9300);
    const before = open();
    assert.notEqual(before.length, 0);
    nodes.pods[1]!.freeze();
    const ids = await push(api.url, "silent", 300);
    await eventually(async () => assert.deepEqual(stillThere(before, open()), []), 60);
    await eventually(async () => assert.equal(await indexed(first, ids), 300), 60);
    nodes.pods[1]!.thaw();
    await green(first, 3, 240);
  });

  it("keeps what it acknowledged while Elasticsearch has no master", async () => {
    const [first] = nodes.addresses as [string];
    const lost = nodes.addresses.indexOf(await master(first));
    await nodes.pods[lost]!.kill();
    const ids: string[] = [];
    for (let part = 0; part < 30; part++, await sleep(200))
      ids.push(...(await push(api.url, `election-${part}`, 10)));
    await (await nodes.restart(lost)).ready();
    await green(first, 3, 240);
    await eventually(async () => assert.equal(await indexed(first, ids), 300), 60);
  });

  it("keeps what it acknowledged when all of Elasticsearch goes", async () => {
    const ids = await push(api.url, "gone", 300);
    await Promise.all(nodes.pods.map((pod) => pod.kill()));
    await sleep(3000);
    const again = await Promise.all(nodes.pods.map((_, node) => nodes.restart(node)));
    await Promise.all(again.map((pod) => pod.ready()));
    const [first] = nodes.addresses as [string];
    await green(first, 3, 240);
    await eventually(async () => assert.equal(await indexed(first, ids), 300), 60);
  });

  if (process.env.LOKLAK_SOURCE !== undefined)
    it("draws maps and charts", async () => {
      const data = encodeURIComponent('{"a":"1","b":"2"}');
      for (const path of [
        "map.png?text=x&mlat=50&mlon=9&zoom=3",
        `piechart.png?data=${data}`,
        "markdown.png?text=x",
      ]) {
        const response = await fetch(`${api.url}/vis/${path}`);
        assert.equal(response.status, 200, path);
        assert.match(response.headers.get("content-type") ?? "", /^image\/png/);
      }
    });
});

function stillThere(before: string[], now: string[]): string[] {
  return before.filter((connection) => now.includes(connection));
}
