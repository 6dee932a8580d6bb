import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { skipForLackOf } from "../support/lacking";
import { TestDoor } from "./support/door";
import { ask, RawClient, type Reply, say, statuses } from "./support/exchange";
import { missingForNginx } from "./support/nginx";
import type { Upstream } from "./support/upstream";

const missing = missingForNginx();
const gateway = { proxyRanges: ["127.1.0.0/16", "127.2.0.0/22"], address: "203.0.113.7" };

describe("nginx as rendered, and its clients", () => {
  if (missing.length > 0) return skipForLackOf(missing);

  let door: TestDoor;
  let api: Upstream;
  const open = async (changes: Parameters<typeof TestDoor.open>[0]): Promise<void> => {
    door = await TestDoor.open(changes);
    api = await door.startApi("127.77.0.1");
  };
  afterEach(() => door?.close());

  it("lets go of clients that are slow to say what they want, and serves others meanwhile", async () => {
    const times = ["client_header_timeout", "client_body_timeout"].map((name) => [
      `${name} 10s`,
      `${name} 1s`,
    ]);
    await open({ replaced: times as [string, string][] });
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
    await open({ args: { requestsPerSecond: 1 } });
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
        ['{"status":429,"error":"too many requests from this address"}', "1"],
      );
    assert.equal((await ask({ port, from: "127.0.3.2" })).status, 200);
  });

  it("holds a number of requests for one client at the same time, and of uploads for all", async () => {
    await open({});
    const { public: port } = door.ports;
    const waiting: (() => void)[] = [];
    api.answer = (_, response) => void waiting.push(() => response.end("late"));
    const first = Array.from({ length: 64 }, () => ask({ port, from: "127.0.4.1" }));
    await eventually(async () => assert.equal(waiting.length, 64));
    assert.equal((await ask({ port, from: "127.0.4.1" })).status, 429);
    const posts = Array.from({ length: 50 }, (_, number) =>
      ask({ port, from: `127.0.5.${number + 1}`, method: "POST", body: "a" }),
    );
    await eventually(async () => assert.equal(waiting.length, 114));
    assert.equal((await ask({ port, from: "127.0.4.2", method: "POST", body: "a" })).status, 429);
    const other = ask({ port, from: "127.0.4.2" });
    await eventually(async () => assert.equal(waiting.length, 115));
    waiting.forEach((answer) => answer());
    for (const { status } of await Promise.all([...first, ...posts, other])) assert.equal(status, 200);
  });

  it("takes the client from the end of the chain that Google's proxies say, and from nobody else", async () => {
    await open({ args: { gateway, adminRanges: ["198.51.100.0/24"] } });
    const { gateway: port, public: plainPort } = door.ports;
    const client = async (chain: string | string[], from = "127.1.2.3"): Promise<unknown> => {
      const { status, headers } = await ask({ port, from, headers: { "X-Forwarded-For": chain } });
      assert.equal(headers["strict-transport-security"], "max-age=31536000");
      return status === 200 ? api.received.pop()?.headers["x-real-ip"] : status;
    };
    assert.equal(await client("192.0.2.5,203.0.113.7"), "192.0.2.5");
    assert.equal(await client("192.0.2.5, 203.0.113.7", "127.2.3.9"), "192.0.2.5");
    for (const forged of [
      "127.0.0.1",
      "198.51.100.1",
      "127.1.0.1",
      "203.0.113.7",
      "::1",
      "a",
      ",,",
      "127.0.0.1, 203.0.113.7",
    ])
      assert.equal(await client(`${forged},192.0.2.5,203.0.113.7`), "192.0.2.5", forged);
    assert.equal(await client(["127.0.0.1", "192.0.2.5,203.0.113.7"]), "192.0.2.5");
    for (const from of ["127.0.0.9", "127.2.4.1", "127.0.0.1"])
      assert.equal(await client("192.0.2.5,203.0.113.7", from), 403);

    const headers = { "X-Forwarded-For": "198.51.100.1,192.0.2.5,203.0.113.7", "X-Forwarded-Proto": "http" };
    const path = "/api/settings.json";
    assert.equal((await ask({ port, path, from: "127.1.2.3", headers })).status, 403);
    const admin = { "X-Forwarded-For": "192.0.2.5,198.51.100.1,203.0.113.7" };
    assert.equal((await ask({ port, path, from: "127.1.2.3", headers: admin })).status, 200);
    const { headers: got } = api.received.pop()!;
    assert.deepEqual(
      [got["x-forwarded-proto"], got["x-forwarded-port"], got["x-forwarded-for"]],
      ["https", "443", "198.51.100.1"],
    );
    // The public listener believes nobody, and is not asked with TLS.
    const plain = await ask({ port: plainPort, path: "/", from: "127.1.2.3", headers: admin });
    assert.equal(plain.headers["strict-transport-security"], undefined);
    assert.equal(api.received.pop()?.headers["x-real-ip"], "127.1.2.3");
  });

  it("counts the clients behind the proxies one by one", async () => {
    await open({ args: { gateway, requestsPerSecond: 1 } });
    const of = (client: string): Promise<Reply> =>
      ask({
        port: door.ports.gateway,
        from: "127.1.2.3",
        headers: { "X-Forwarded-For": `${client},203.0.113.7` },
      });
    const replies = await Promise.all(Array.from({ length: 20 }, () => of("192.0.2.5")));
    assert.ok(replies.some(({ status }) => status === 429));
    assert.equal((await of("192.0.2.6")).status, 200);
  });

  it("compresses what is worth it, and says nothing of programs", async () => {
    await open({});
    const { public: port } = door.ports;
    const says = (type: string, length: number): void => {
      api.answer = (_, response) => {
        response.writeHead(200, {
          "Content-Type": type,
          "Content-Length": length,
          Server: "Jetty(9)",
          "X-Powered-By": "Java",
          "Access-Control-Allow-Origin": "*",
          "X-Accel-Redirect": "/.error",
        });
        response.end("a".repeat(length));
      };
    };
    const headers = { "Accept-Encoding": "gzip" };
    for (const [type, length, encoding] of [
      ["application/javascript;charset=utf-8", 5000, "gzip"],
      ["text/html", 5000, "gzip"],
      ["application/octet-stream", 5000, undefined],
      ["application/json", 500, undefined],
    ] as const) {
      says(type, length);
      const reply = await ask({ port, headers });
      assert.deepEqual([reply.status, reply.headers["content-encoding"]], [200, encoding], type);
      assert.deepEqual([reply.headers.server, reply.headers["x-powered-by"]], ["nginx", undefined]);
      assert.equal(reply.headers["x-content-type-options"], "nosniff");
      assert.equal(reply.headers["access-control-allow-origin"], "*");
      assert.equal((await ask({ port })).body.length, length);
    }
    says("text/html", 5000);
    assert.equal((await ask({ port, headers })).headers.vary, "Accept-Encoding");
    assert.equal(
      api.received.every(({ headers }) => headers["accept-encoding"] === undefined),
      true,
    );
  });

  it("says of each request who asked what, in JSON and without its query, and nothing of its health", async () => {
    await open({});
    const { public: port, health } = door.ports;
    await ask({
      port,
      path: '/rss/%22a?access_token=secret"',
      headers: { "User-Agent": 'a "quoted" \\ one' },
    });
    await ask({ port, path: "/api/settings.json?access_token=secret" });
    api.kill();
    await ask({ port, path: "/api/search.json?access_token=secret" });
    await say(port, "GET\0 / secret\r\n\r\n");
    assert.equal((await ask({ port: health, path: "/healthz" })).status, 204);
    assert.equal((await ask({ port: health, path: "/api/status.json" })).status, 404);
    assert.equal((await ask({ port, path: "/.error" })).status, 404);
    await eventually(async () => assert.equal(door.nginx.lines.length, 5));
    const entries = door.nginx.lines.map(
      (line) => JSON.parse(line) as { httpRequest: Record<string, string>; upstream: string },
    );
    const [first, closed, gone, odd] = entries.map(({ httpRequest }) => httpRequest);
    assert.equal(first?.userAgent, 'a "quoted" \\ one');
    assert.equal(first.requestUrl, "http://127.0.0.1/rss/%22a");
    assert.equal(first.remoteIp, "127.0.0.9");
    assert.deepEqual(
      [first, closed, gone, odd].map((entry) => entry?.status),
      ["200", "403", "502", "400"],
    );
    assert.match(entries[0]!.upstream, /^127\.77\.0\.1:\d+$/);
    assert.doesNotMatch(door.nginx.lines.join("\n") + door.nginx.errors, /secret/);
  });
});
