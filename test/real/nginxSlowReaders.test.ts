import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { eventually } from "../support/eventually";
import { skipForLackOf } from "../support/lacking";
import { TestDoor } from "./support/door";
import { ask, get } from "./support/exchange";
import { missingForNginx } from "./support/nginx";

const missing = missingForNginx();
/** More than all buffers between two processes of one machine. */
const long = randomBytes(16 << 20);
const tooMany = {
  status: 429,
  error: "too many requests of this address, or of all clients together",
};

describe("nginx as rendered, and clients that do not read", () => {
  if (missing.length > 0) return skipForLackOf(missing);

  let door: TestDoor;
  const readers: Socket[] = [];
  /** Asks, and reads nothing of the answer. */
  const read = async (path: string, from: string): Promise<void> => {
    const socket = createConnection({ port: door.ports.public, host: "127.0.0.1", localAddress: from });
    socket.on("error", () => undefined).pause();
    readers.push(socket);
    await once(socket, "connect");
    socket.write(get(path));
  };
  beforeEach(async () => {
    door = await TestDoor.open();
  });
  afterEach(async () => {
    for (const socket of readers.splice(0)) socket.destroy();
    await door?.close();
  });

  it("keeps little of an answer for a client that does not take it", async () => {
    const api = await door.startApi("127.77.0.1");
    api.answer = (_, response) => response.end(long);
    const before = door.nginx.memoryKb;
    const count = 60;
    for (let client = 0; client < count; client++) await read("/api/search.json", "127.0.7.1");
    await eventually(async () => assert.equal(api.received.length, count));
    // Until nothing is read any more.
    let each = 0;
    await eventually(async () => {
      const last = each;
      each = (door.nginx.memoryKb - before) / count;
      assert.ok(each > 0 && each === last, `${each} KiB a client`);
    });
    assert.ok(each < 200, `${each} KiB a client`);
  });

  it("lets one client have few dumps at the same time and all together not many more", async () => {
    const writer = await door.startWriter("127.77.2.1");
    const api = await door.startApi("127.77.0.1");
    writer.answer = (_, response) => response.end(long);
    const { public: port } = door.ports;
    const refused = async (from: string): Promise<void> => {
      const { status, body } = await ask({ port, path: "/dump/a.txt.gz", from });
      assert.deepEqual([status, JSON.parse(body)], [429, tooMany]);
    };
    const have = (count: number) => eventually(async () => assert.equal(writer.received.length, count));
    for (let dump = 0; dump < 4; dump++) await read("/dump/a.txt.gz", "127.0.8.1");
    await have(4);
    await refused("127.0.8.1");
    for (let dump = 4; dump < 64; dump++) await read("/dump/a.txt.gz", `127.0.8.${dump}`);
    await have(64);
    await refused("127.0.8.200");
    assert.equal((await ask({ port, from: "127.0.8.1" })).body, api.address);
  });
});
