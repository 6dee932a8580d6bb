import assert from "node:assert/strict";
import { eventually } from "../support/eventually";
import { skipForLackOf } from "../support/lacking";
import { doorForTest } from "./support/door";
import { ask, say } from "./support/exchange";
import { missingForNginx } from "./support/nginx";

const missing = missingForNginx();

describe("nginx as rendered, and what it says", () => {
  if (missing.length > 0) return skipForLackOf(missing);

  const open = doorForTest();

  it("compresses what is worth it, and says nothing of programs", async () => {
    const { door, api } = await open();
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
    const { door, api } = await open();
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
    assert.equal((await ask({ port: health, path: "/healthz" })).status, 200);
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
