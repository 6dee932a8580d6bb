import assert from "node:assert/strict";
import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { skipForLackOf } from "../support/lacking";
import { TestDoor } from "./support/door";
import { ask } from "./support/exchange";
import { missingForNginx } from "./support/nginx";

const missing = missingForNginx();

describe("nginx as rendered, and new versions", () => {
  if (missing.length > 0) return skipForLackOf(missing);

  let door: TestDoor;
  afterEach(() => door?.close());

  it("fails no request of thousands while every server is replaced", async function () {
    this.timeout(120_000);
    // It goes on with an answer of DNS for a shorter time.
    door = await TestDoor.open({ replaced: [[" valid=5s ", " valid=1s "]] });
    for (const host of [1, 2, 3]) await door.startApi(`127.77.0.${host}`);
    let atLeast = Infinity;
    let done = 0;
    const failed: string[] = [];
    const clients = Array.from({ length: 12 }, async (_, number) => {
      const agent = new Agent({ keepAlive: true });
      const from = `127.0.2.${number + 1}`;
      while (done < atLeast) {
        const posts = done++ % 3 === 0;
        const request = posts ? { method: "POST", body: "data=1" } : {};
        const reply = await ask({ port: door.ports.public, from, agent, ...request }).catch(String);
        if (typeof reply === "string" || reply.status !== 200) failed.push(JSON.stringify(reply));
        await sleep(20);
      }
      agent.destroy();
    });
    for (const old of [...door.apis]) {
      await door.startApi(old.address.replace("127.77.0", "127.77.1"));
      door.withdraw(old);
      // As long as a server waits before it ends.
      await sleep(2000);
      old.kill();
    }
    atLeast = Math.max(3000, done + 500);
    await Promise.all(clients);
    console.log(`      ${done} requests, ${failed.length} failed`);
    assert.deepEqual(failed, []);
    for (const { received } of door.apis) assert.notEqual(received.length, 0);
  });

  it("ends without breaking a request that is under way", async () => {
    door = await TestDoor.open();
    const api = await door.startApi("127.77.0.1");
    let finish: (() => void) | undefined;
    api.answer = (_, response) => (finish = () => response.end("whole"));
    const answer = ask({ port: door.ports.public });
    await eventually(async () => assert.ok(finish));
    const end = door.nginx.quit();
    await eventually(() => assert.rejects(ask({ port: door.ports.health }), /ECONNREFUSED/));
    finish!();
    assert.equal((await answer).body, "whole");
    await end;
  });
});
