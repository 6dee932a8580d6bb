import assert from "node:assert/strict";
import { skipForLackOf } from "../support/lacking";
import { TestDoor } from "./support/door";
import { ask, say, statuses } from "./support/exchange";
import { missingForNginx } from "./support/nginx";
import type { Upstream } from "./support/upstream";

const missing = missingForNginx();
const hidden = "GET /hidden HTTP/1.1\r\nHost: loklak.test\r\n\r\n";
const post = (...lines: string[]): string =>
  ["POST /api/push.json HTTP/1.1", "Host: loklak.test", "Connection: close", ...lines].join("\r\n");

describe("nginx as rendered, and where requests end", () => {
  if (missing.length > 0) return skipForLackOf(missing);

  let door: TestDoor;
  let api: Upstream;
  const got = (): string[] => api.received.splice(0).map(({ url, body }) => `${url} ${body}`);
  before(async () => {
    door = await TestDoor.open();
    api = await door.startApi("127.77.0.1");
  });
  beforeEach(got);
  after(() => door?.close());

  it("refuses a request of which there are two lengths, or none that is clear", async () => {
    const zero = `\r\n\r\n0\r\n\r\n${hidden}`;
    const unclear = {
      "CL.TE": post("Content-Length: 5", "Transfer-Encoding: chunked") + zero,
      "TE.CL": post("Transfer-Encoding: chunked", "Content-Length: 5") + zero,
      "CL.CL": post("Content-Length: 0", `Content-Length: ${hidden.length}`) + `\r\n\r\n${hidden}`,
      "CL with a sign": post("Content-Length: +5") + `\r\n\r\nabcde`,
      "CL list": post("Content-Length: 0, 5") + `\r\n\r\nabcde`,
      "CL in hexadecimal": post("Content-Length: 0x5") + `\r\n\r\nabcde`,
      "CL as continued line": post("Content-Length:\r\n 5") + `\r\n\r\nabcde`,
      "unknown TE": post("Transfer-Encoding: xchunked") + zero,
      "TE list": post("Transfer-Encoding: chunked, identity") + zero,
      "double TE": post("Transfer-Encoding: chunked", "Transfer-Encoding: identity") + zero,
      "TE of HTTP/1.0": post("Transfer-Encoding: chunked").replace("HTTP/1.1", "HTTP/1.0") + zero,
      "chunk of no length": post("Transfer-Encoding: chunked") + "\r\n\r\nx\r\n0\r\n\r\n",
      "chunk of a length beyond all": post("Transfer-Encoding: chunked") + "\r\n\r\nfffffffffffffffff\r\n",
    };
    for (const [name, text] of Object.entries(unclear)) {
      const answer = await say(door.ports.public, text);
      assert.ok(statuses(answer).every((status) => status >= 400) && answer !== "", `${name}: ${answer}`);
      assert.deepEqual(got(), [], name);
    }
  });

  it("tells loklak the length of what was said in chunks, lines and headers of unusual form", async () => {
    const chunked = "Transfer-Encoding: chunked";
    const unusual = {
      "chunk extensions": post(chunked) + '\r\n\r\n3;a="b";c\r\nabc\r\n0\r\n\r\n',
      "chunks and a trailer": post(chunked) + "\r\n\r\n3\r\nabc\r\n0\r\nX-Real-IP: 127.0.0.1\r\n\r\n",
      "bare line feeds": post("Content-Length: 3", "", "abc").replaceAll("\r\n", "\n"),
      "space before a colon": post("Content-Length: 3", "Transfer-Encoding : chunked", "", "abc"),
      "TE in an unknown spelling": post("Content-Length: 3", "Transfer_Encoding: chunked", "", "abc"),
      "continued line": post("Content-Length: 3", "X-A: b", " Transfer-Encoding: chunked", "", "abc"),
    };
    for (const [name, text] of Object.entries(unusual)) {
      const answer = await say(door.ports.public, text);
      const requests = api.received.splice(0);
      if (statuses(answer)[0] === 400) assert.deepEqual(requests, [], name);
      else {
        assert.deepEqual(
          requests.map(({ url, body }) => `${url} ${body}`),
          ["/api/push.json abc"],
          name,
        );
        assert.equal(requests[0]!.headers["content-length"], "3");
        assert.equal(requests[0]!.headers["transfer-encoding"], undefined);
      }
    }
  });

  it("gives no connection over to another protocol", async () => {
    const wishes = [
      ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA"],
      ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: a"],
    ];
    for (const wish of wishes) {
      const lines = ["GET / HTTP/1.1", "Host: loklak.test", ...wish, "", ""];
      const answer = await say(
        door.ports.public,
        `${lines.join("\r\n")}${hidden.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")}`,
      );
      assert.deepEqual(statuses(answer), [200, 200]);
      for (const { headers } of api.received.splice(0))
        assert.deepEqual([headers.connection, headers.upgrade], ["close", undefined]);
    }
    assert.match(await say(door.ports.public, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), /"status":400|^$/);
    for (const target of ["a:80", "/", "http://a/"])
      assert.match(
        await say(door.ports.public, `CONNECT ${target} HTTP/1.1\r\nHost: a\r\n\r\n`),
        /"status":40[05]/,
      );
    assert.deepEqual(got(), []);
  });

  it("says in JSON that a request is too large, before loklak has any of it", async () => {
    const { public: port } = door.ports;
    const tooLarge = {
      431: { headers: { "X-A": "a".repeat(16 * 1024) } },
      414: { path: `/${"a".repeat(16 * 1024)}` },
      413: { method: "POST", body: "a".repeat(10 * 1024 * 1024 + 1) },
    };
    for (const [status, request] of Object.entries(tooLarge)) {
      const reply = await ask({ port, ...request });
      assert.equal((JSON.parse(reply.body) as { status: number }).status, Number(status));
      assert.deepEqual([`${reply.status}`, reply.headers["content-type"]], [status, "application/json"]);
    }
    const many = Array.from({ length: 70 }, (_, number) => `X-${number}: ${"a".repeat(1000)}`);
    assert.deepEqual(statuses(await say(port, post(...many, "", ""))), [431]);
    const chunk = `\r\n\r\n${(11 * 1024 * 1024).toString(16)}\r\n${"a".repeat(11 * 1024 * 1024)}\r\n0\r\n\r\n`;
    assert.deepEqual(statuses(await say(port, post("Transfer-Encoding: chunked") + chunk)), [413]);
    assert.deepEqual(got(), []);
    const most = await ask({ port, method: "POST", body: "a".repeat(10 * 1024 * 1024) });
    assert.equal(most.status, 200);
  });
});
