import assert from "node:assert/strict";
import { type Carrier, send, TransientError } from "../sandbox/google/requests";
import { providerContext } from "./support/providerContext";

describe("Google stand-in: the way to the cloud", () => {
  const unavailable = new TransientError("googleapi: Error 503: unavailable, backendError");
  /** A way on which so many requests fail before one arrives. */
  const failing = (error: Error, times = Infinity) => {
    let asked = 0;
    const carry: Carrier = async (_, request) => {
      if (asked++ < times) throw error;
      return request();
    };
    return { carry, asked: () => asked };
  };
  const ask = (carry: Carrier, options: Parameters<typeof providerContext>[1] = {}) =>
    send(carry, "read", async () => "answer", providerContext("gcp:compute/disk:Disk", options));

  it("asks again until it is answered, and says so meanwhile", async () => {
    const { carry, asked } = failing(unavailable, 2);
    const said: string[] = [];
    assert.equal(await ask(carry, { log: (_, message) => said.push(message) }), "answer");
    assert.equal(asked(), 3);
    assert.match(said[0] ?? "", /asks again in 0.5 s: googleapi: Error 503/);
  });

  it("gives up when the operation's time is over, with Google's last answer", async () => {
    const { carry, asked } = failing(unavailable);
    await assert.rejects(ask(carry, { timeoutSeconds: 1 }), unavailable);
    assert.equal(asked(), 2);
  });

  it("gives up at once what no later attempt can mend, and when it is cancelled", async () => {
    const denied = new Error("googleapi: Error 403: denied, forbidden");
    for (const [error, signal] of [
      [denied, undefined],
      [unavailable, AbortSignal.abort()],
    ] as const) {
      const { carry, asked } = failing(error);
      await assert.rejects(ask(carry, signal && { signal }), error);
      assert.equal(asked(), 1);
    }
  });
});
