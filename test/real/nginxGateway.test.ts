import assert from "node:assert/strict";
import { skipForLackOf } from "../support/lacking";
import { doorForTest } from "./support/door";
import { ask, type Reply } from "./support/exchange";
import { missingForNginx } from "./support/nginx";

const missing = missingForNginx();
const gateway = { proxyRanges: ["127.1.0.0/16", "127.2.0.0/22"], address: "203.0.113.7" };

describe("nginx as rendered, and the proxies of a gateway", () => {
  if (missing.length > 0) return skipForLackOf(missing);

  const open = doorForTest();

  it("takes the client from the end of the chain that Google's proxies say, and from nobody else", async () => {
    const { door, api } = await open({ args: { gateway, adminRanges: ["198.51.100.0/24"] } });
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
    const { door } = await open({ args: { gateway, requestsPerSecond: 1 } });
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
});
