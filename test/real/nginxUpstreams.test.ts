import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { skipForLackOf } from "../support/lacking";
import { TestDoor } from "./support/door";
import { ask, type Reply } from "./support/exchange";
import { missingForNginx } from "./support/nginx";
import type { Upstream } from "./support/upstream";

const missing = missingForNginx();

describe("nginx as rendered, and the servers behind it", () => {
  if (missing.length > 0) return skipForLackOf(missing);

  let door: TestDoor;
  const get = (path = "/api/search.json"): Promise<Reply> => ask({ port: door.ports.public, path });
  const post = (): Promise<Reply> =>
    ask({ port: door.ports.public, method: "POST", path: "/api/push.json", body: "data=1" });
  const counts = (...apis: Upstream[]): number[] => apis.map(({ received }) => received.splice(0).length);

  beforeEach(async () => {
    door = await TestDoor.open();
  });
  afterEach(() => door?.close());

  it("asks all API servers", async () => {
    const apis = [
      await door.startApi("127.77.0.1"),
      await door.startApi("127.77.0.2"),
      await door.startApi("127.77.0.3"),
    ];
    for (let time = 0; time < 60; time++) assert.equal((await get()).status, 200);
    const asked = counts(...apis);
    assert.equal(
      asked.reduce((a, b) => a + b),
      60,
    );
    assert.ok(
      asked.every((count) => count > 0),
      String(asked),
    );
  });

  it("asks another server what one that dies was asked, but never twice what was posted", async () => {
    const apis = [await door.startApi("127.77.0.1"), await door.startApi("127.77.0.2")] as const;
    apis[0].answer = (_, response) => void response.socket?.destroy();
    for (let time = 0; time < 30; time++) assert.deepEqual((await get()).body, apis[1].address);
    const [died, answered] = counts(...apis);
    assert.ok(died! > 0 && answered === 30, `${died} died`);

    const replies: Reply[] = [];
    for (let time = 0; time < 30; time++) replies.push(await post());
    const [lost, taken] = counts(...apis);
    assert.ok(lost! > 0 && lost! + taken! === 30, `${lost} lost, ${taken} taken`);
    const refused = replies.filter(({ status }) => status !== 200);
    assert.equal(refused.length, lost);
    for (const { status, headers, body } of refused) {
      assert.deepEqual([status, headers["retry-after"]], [502, undefined]);
      assert.deepEqual(JSON.parse(body), { status: 502, error: "no usable answer from a server" });
    }
  });

  it("takes what was posted to another server when one is not there at all", async () => {
    const apis = [await door.startApi("127.77.0.1"), await door.startApi("127.77.0.2")] as const;
    apis[0].kill();
    for (let time = 0; time < 30; time++) assert.equal((await post()).status, 200);
    assert.deepEqual(counts(...apis), [0, 30]);
  });

  it("asks three servers at most, and none again that says the client asks too often", async () => {
    const apis: Upstream[] = [];
    for (const host of [1, 2, 3, 4, 5]) apis.push(await door.startApi(`127.77.0.${host}`));
    for (const api of apis) api.answer = (_, response) => void response.socket?.destroy();
    assert.equal((await get()).status, 502);
    assert.equal(
      counts(...apis).reduce((a, b) => a + b),
      3,
    );
    for (const api of apis)
      api.answer = (_, response) => response.writeHead(503).end("your request frequency is too high");
    const { status, body } = await get();
    assert.deepEqual([status, body], [503, "your request frequency is too high"]);
    assert.equal(
      counts(...apis).reduce((a, b) => a + b),
      1,
    );
  });

  it("asks one that is about to end while no other is ready, and it too never twice what was posted", async () => {
    const api = await door.startApi("127.77.0.1");
    door.end(api);
    await sleep(2000);
    assert.deepEqual([(await get()).body, (await post()).body], [api.address, api.address]);
    assert.deepEqual(
      api.received.splice(0).map(({ method, url, body }) => [method, url, body]),
      [
        ["GET", "/api/search.json", ""],
        ["POST", "/api/push.json", "data=1"],
      ],
    );
    const next = await door.startApi("127.77.0.2");
    await eventually(async () => assert.equal((await get()).body, next.address));
    counts(api);
    next.answer = (_, response) => void response.socket?.destroy();
    assert.equal((await post()).status, 502);
    next.kill();
    assert.deepEqual([(await get()).status, (await post()).status], [502, 502]);
    assert.deepEqual(counts(api), [0]);
  });

  it("breaks off an answer that breaks off, so that nobody takes it for whole", async () => {
    const api = await door.startApi("127.77.0.1");
    api.answer = (_, response) => {
      response.write("a".repeat(100_000));
      setTimeout(() => response.socket?.destroy(), 100);
    };
    await assert.rejects(get(), /aborted/);
    assert.deepEqual(counts(api), [1]);
  });

  it("sends the rest of a dump, which loklak sends only whole", async () => {
    const writer = await door.startWriter("127.77.2.1");
    writer.answer = (_, response) => response.setHeader("Content-Length", 10).end("0123456789");
    const { status, headers, body } = await ask({
      port: door.ports.public,
      path: "/dump/a.txt.gz",
      headers: { Range: "bytes=6-" },
    });
    assert.deepEqual([status, headers["content-range"], body], [206, "bytes 6-9/10", "6789"]);
  });

  it("asks the dump writer for dumps, and it alone", async () => {
    const api = await door.startApi("127.77.0.1");
    const away = await get("/dump/");
    assert.deepEqual([away.status, away.headers["retry-after"]], [503, "10"]);
    assert.deepEqual(JSON.parse(away.body), { status: 503, error: "no server at the moment" });

    const writer = await door.startWriter("127.77.2.1");
    await eventually(async () => assert.equal((await get("/dump/messages.txt.gz?a=b")).body, writer.address));
    for (const path of ["/dump/", "/dump/a/b"]) assert.equal((await get(path)).body, writer.address);
    for (const path of ["/dumps", "/dump.html", "/api/dump/"])
      assert.equal((await get(path)).body, api.address);
    const { status, headers } = await get("/dump");
    assert.deepEqual([status, headers.location], [301, "/dump/"]);
    for (const method of ["POST", "OPTIONS", "PUT"]) {
      const refused = await ask({ port: door.ports.public, path: "/dump/", method });
      assert.deepEqual([refused.status, refused.headers.allow], [405, "GET, HEAD"]);
    }
    assert.equal((await ask({ port: door.ports.public, path: "/dump/", method: "HEAD" })).status, 200);
    writer.kill();
    assert.equal((await get("/dump/")).status, 503);
    assert.equal((await get()).status, 200);
  });
});
