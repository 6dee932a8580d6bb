import fc from "fast-check";
import assert from "node:assert/strict";
import { closedPaths } from "../../components/closedPaths";
import { skipForLackOf } from "../support/lacking";
import { TestDoor } from "./support/door";
import { ask, get, say, statuses } from "./support/exchange";
import { missingForNginx } from "./support/nginx";
import { anySpelling, mayBeRead } from "./support/spellings";
import type { Upstream } from "./support/upstream";

const missing = missingForNginx();

describe("nginx as rendered, and the paths that it closes", () => {
  if (missing.length > 0) return skipForLackOf(missing);

  let door: TestDoor;
  let api: Upstream;
  const answers = async (path: string): Promise<number[]> =>
    statuses(await say(door.ports.public, get(path)));
  before(async () => {
    door = await TestDoor.open({ args: { adminRanges: ["127.0.1.0/24"] } });
    api = await door.startApi("127.77.0.1");
  });
  beforeEach(() => api.received.splice(0));
  after(() => door?.close());

  it("opens the closed paths for the ranges of administrators alone", async () => {
    for (const path of closedPaths) {
      const port = door.ports.public;
      assert.equal((await ask({ port, path: `${path}?a=b` })).status, 403, path);
      assert.deepEqual(api.received.splice(0), []);
      assert.equal((await ask({ port, path, from: "127.0.1.7" })).status, 200, path);
      assert.equal(api.received.splice(0)[0]?.headers["x-real-ip"], "127.0.1.7");
    }
  });

  it("lets no other spelling of them through", async function () {
    this.timeout(120_000);
    const property = fc.asyncProperty(anySpelling, async (path) => {
      await say(door.ports.public, get(path));
      for (const { url } of api.received.splice(0)) assert.ok(!closedPaths.includes(mayBeRead(url)), url);
    });
    await fc.assert(property, { numRuns: 1000 });
  });

  it("refuses what nginx and Jetty read as two different paths, or as one that is written otherwise", async () => {
    const odd = [
      ..."/api/;x/a /a;b /a; /a%3bb //a /a//b /./a /a/.. /a/../b /a/. /.a /a/.b /%2e/a /a%2fb /a%2F..%2fb /a\\b".split(
        " ",
      ),
      ..."/a%5cb /a%25b /a%252fb /a%3fb /%61 /%41 /a%2db /a%5Fb /a%7e /%30 /%u0061 /a%00 /a%0a /a%7f /a%1fb".split(
        " ",
      ),
      ...["/a#b", "/a%", "/a%6", "/a%zz", "/a\tb", "/a\x01b", "/a\xe9", "/a\x7f", "a", "*", "http://a/b;c"],
    ];
    for (const path of odd) assert.deepEqual(await answers(path), [400], path);
    assert.deepEqual(api.received, []);
  });

  it("lets paths through that have one spelling", async () => {
    const paths = [
      ..."/ /index.html /css/a.min.css /x?id=1 /rss/%23a%20b /~a/@b/ /vis/map.png.base64 /%C3%A9t%C3%A9".split(
        " ",
      ),
      ..."/api/search.json?q=a%2F..;//\\ /api/push.json /api/status.json?x=/api/settings.json".split(" "),
    ];
    for (const path of paths) assert.deepEqual(await answers(path), [200], path);
    assert.deepEqual(
      api.received.map(({ url }) => url),
      paths,
    );
  });
});
