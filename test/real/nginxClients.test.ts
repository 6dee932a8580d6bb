import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { skipForLackOf } from "../support/lacking";
import { doorForTest } from "./support/door";
import { ask, RawClient, type Reply, statuses } from "./support/exchange";
import { missingForNginx } from "./support/nginx";

const missing = missingForNginx();

describe("nginx as rendered, and its clients", () => {
  if (missing.length > 0) return skipForLackOf(missing);

  const open = doorForTest();

  it("lets go of clients that are slow to say what they want, and serves others meanwhile", async () => {
    const times = ["client_header_timeout", "client_body_timeout"].map((name) => [
      `${name} 10s`,
      `${name} 1s`,
    ]);
    const { door, api } = await open({ replaced: times as [string, string][] });
    const { public: port } = door.ports;
    const head = "POST /api/push.json HTTP/1.1\r\nHost: loklak.test\r\n";
    const beginnings = [
      "",
      "POST",
      head,
      `${head}Content-Length: 9\r\n\r\n`,
      `${head}Transfer-Encoding: chunked\r\n\r\n9\r\n`,
    ];
    const clients = await Promise.all(beginnings.map(() => RawClient.connect(port)));
    clients.forEach((client, number) => client.say(beginnings[number]!));
    // A header a byte at a time has no more time than one that says nothing.
    const byByte = await RawClient.connect(port);
    const talking = (async () => {
      for (; byByte.isOpen; await sleep(200)) byByte.say("A");
    })();
    assert.equal((await ask({ port })).status, 200);
    for (const client of [...clients, byByte]) assert.deepEqual(statuses(await client.closed()), []);
    await talking;
    assert.equal(api.received.length, 1);
  });

  it("refuses one client what is too much, and no other anything", async () => {
    const { door } = await open({ args: { requestsPerSecond: 1 } });
    const { public: port } = door.ports;
    const many = (from: string): Promise<Reply[]> =>
      Promise.all(Array.from({ length: 30 }, () => ask({ port, from })));
    const replies = await many("127.0.3.1");
    const refused = replies.filter(({ status }) => status === 429);
    assert.ok(
      refused.length > 0 && replies.some(({ status }) => status === 200),
      `${refused.length} refused`,
    );
    for (const { body, headers } of refused)
      assert.deepEqual(
        [body, headers["retry-after"]],
        ['{"status":429,"error":"too many requests of this address, or of all clients together"}', "1"],
      );
    assert.equal((await ask({ port, from: "127.0.3.2" })).status, 200);
  });

  it("lets no client hold all uploads", async () => {
    const { door, api } = await open();
    const { public: port } = door.ports;
    const waiting: (() => void)[] = [];
    api.answer = (_, response) => void waiting.push(() => response.end("late"));
    const post = (from: string): Promise<Reply> => ask({ port, from, method: "POST", body: "a" });
    const first = Array.from({ length: 4 }, () => post("127.0.6.1"));
    await eventually(async () => assert.equal(waiting.length, 4));
    assert.equal((await post("127.0.6.1")).status, 429);
    const other = post("127.0.6.2");
    await eventually(async () => assert.equal(waiting.length, 5));
    waiting.forEach((answer) => answer());
    for (const { status } of await Promise.all([...first, other])) assert.equal(status, 200);
  });

  it("holds a number of requests for one client at the same time, and of uploads for all", async () => {
    const { door, api } = await open();
    const { public: port } = door.ports;
    const waiting: (() => void)[] = [];
    api.answer = (_, response) => void waiting.push(() => response.end("late"));
    const first = Array.from({ length: 64 }, () => ask({ port, from: "127.0.4.1" }));
    await eventually(async () => assert.equal(waiting.length, 64));
    assert.equal((await ask({ port, from: "127.0.4.1" })).status, 429);
    const posts = Array.from({ length: 80 }, (_, number) =>
      ask({ port, from: `127.0.5.${number + 1}`, method: "POST", body: "a" }),
    );
    await eventually(async () => assert.equal(waiting.length, 144));
    const tooMany = await ask({ port, from: "127.0.4.2", method: "POST", body: "a" });
    assert.equal(tooMany.status, 429);
    assert.match(tooMany.body, /too many requests of this address, or of all clients together/);
    const other = ask({ port, from: "127.0.4.2" });
    await eventually(async () => assert.equal(waiting.length, 145));
    waiting.forEach((answer) => answer());
    for (const { status } of await Promise.all([...first, ...posts, other])) assert.equal(status, 200);
  });
});
