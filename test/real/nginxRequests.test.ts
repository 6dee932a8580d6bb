import assert from "node:assert/strict";
import { skipForLackOf } from "../support/lacking";
import { TestDoor } from "./support/door";
import { ask, get, say, statuses } from "./support/exchange";
import { missingForNginx } from "./support/nginx";
import type { Upstream } from "./support/upstream";

const missing = missingForNginx();

describe("nginx as rendered, and what requests may say", () => {
  if (missing.length > 0) return skipForLackOf(missing);

  let door: TestDoor;
  let api: Upstream;
  before(async () => {
    door = await TestDoor.open();
    api = await door.startApi("127.77.0.1");
  });
  beforeEach(() => api.received.splice(0));
  after(() => door?.close());

  it("tells loklak the connection's address, whatever a client says of itself, and nothing it does not know", async () => {
    const forged = [
      ...[
        "X-Real-IP",
        "x-real-ip",
        "X_Real_IP",
        "X-Real-Ip ",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "Forwarded",
      ],
      ...[
        "X-Client-IP",
        "True-Client-IP",
        "CF-Connecting-IP",
        "X-Cluster-Client-IP",
        "X-Original-URL",
        "Via",
      ],
      ...[
        "X-Rewrite-URL",
        "X-HTTP-Method-Override",
        "Referer",
        "Upgrade",
        "HTTP2-Settings",
        "TE",
        "Proxy",
        "X\0Real",
      ],
    ];
    for (const name of forged) {
      const text = await say(door.ports.public, get("/", `${name}: 127.0.0.1`, `${name}: 127.0.0.1`));
      const answers = statuses(text);
      assert.ok(answers.length === 1 && [200, 400].includes(answers[0]!), `${name}: ${text}`);
    }
    for (const { headers } of api.received)
      assert.deepEqual(headers, {
        connection: "close",
        host: "loklak.test",
        "x-forwarded-for": "127.0.0.9",
        "x-forwarded-host": "loklak.test",
        "x-forwarded-port": "80",
        "x-forwarded-proto": "http",
        "x-real-ip": "127.0.0.9",
      });
    assert.ok(api.received.length > 15);
  });

  it("passes on what loklak needs to know", async () => {
    const headers = {
      Cookie: "login=a",
      "User-Agent": "test",
      "Content-Type": "text/x",
      "If-None-Match": '"1"',
    };
    await ask({
      port: door.ports.public,
      method: "POST",
      path: "/api/push.json?a=;b//",
      headers,
      body: "text",
    });
    const [{ url, body, headers: got }] = api.received as [(typeof api.received)[number]];
    assert.deepEqual([url, body, got["content-length"]], ["/api/push.json?a=;b//", "text", "4"]);
    for (const [name, value] of Object.entries(headers)) assert.equal(got[name.toLowerCase()], value);
  });

  it("refuses a host that is none, and methods that loklak has not", async () => {
    for (const host of ["", "a b", "a/b", "-x", "a..$", "a_b", "x@y", "%61", "[::g]", `${"a".repeat(254)}`])
      assert.deepEqual(
        statuses(
          await say(door.ports.public, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
        ),
        [400],
        host,
      );
    for (const request of [
      "GET / HTTP/1.0\r\n\r\n",
      "GET /\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    ])
      assert.match(await say(door.ports.public, request), /"status":400/);
    for (const method of ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "DEBUG"]) {
      const { status, body } = await ask({ port: door.ports.public, method });
      assert.deepEqual([status, body], [405, '{"status":405,"error":"not with this method"}']);
    }
    assert.deepEqual(api.received, []);
  });
});
