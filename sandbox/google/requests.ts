import { setTimeout as sleep } from "node:timers/promises";
import type { ResourceContext } from "../provider/provider";

/** Carries a request to the cloud and its answer back; `about` says what is asked, such as `create gcp:compute/disk:Disk`. */
export type Carrier = <Answer>(about: string, request: () => Promise<Answer>) => Promise<Answer>;

/** No answer, or one after which the real provider asks again: 429, 500, 502 and 503. */
export class TransientError extends Error {}

/** What the real provider gives most operations. */
const defaultTimeoutSeconds = 20 * 60;

/** Asks as the real provider does: after a transient error again, as long as the operation's time is not over. */
export async function send<Answer>(
  carry: Carrier,
  about: string,
  request: () => Promise<Answer>,
  { signal, log, timeoutSeconds = 0 }: Pick<ResourceContext, "signal" | "log"> & { timeoutSeconds?: number },
): Promise<Answer> {
  const deadline = Date.now() + 1000 * (timeoutSeconds || defaultTimeoutSeconds);
  let [last, seconds] = [0.5, 0.5];
  for (;;) {
    try {
      return await carry(about, request);
    } catch (error) {
      const isOver = signal.aborted || Date.now() + 1000 * seconds > deadline;
      if (!(error instanceof TransientError) || isOver) throw error;
      log("info", `Google Cloud stand-in: asks again in ${seconds} s: ${error.message}`);
    }
    await sleep(1000 * seconds, undefined, { signal }).catch(() => undefined);
    [last, seconds] = [seconds, last + seconds];
  }
}
