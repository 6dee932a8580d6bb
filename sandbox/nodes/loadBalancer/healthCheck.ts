/**
 * How Google asks whether a node has pods of a service: one answer makes it healthy, three failures in a row the
 * contrary (kubernetes/ingress-gce, pkg/healthchecksl4).
 */
const intervalSeconds = 8;
const timeoutSeconds = 1;
const unhealthyThreshold = 3;

/** Google's many checkers find a healthy node at once; the one here looks for it each second. */
const lookSeconds = 1;

/** What is known of one node for one service. */
export interface Health {
  healthy: boolean;
  failures: number;
  /** When to ask next, in milliseconds since the epoch. */
  next: number;
}

export const neverAsked: Health = { healthy: false, failures: 0, next: 0 };

/** What is known after an answer. */
export function healthAfter({ healthy, failures }: Health, answered: boolean, now: number): Health {
  if (answered) return { healthy: true, failures: 0, next: now + intervalSeconds * 1000 };
  const still = healthy && failures + 1 < unhealthyThreshold;
  return {
    healthy: still,
    failures: failures + 1,
    next: now + (still ? intervalSeconds : lookSeconds) * 1000,
  };
}

/** True when the node says at this address that it can serve. */
export async function canServe(url: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    const answer = await fetch(url, { signal });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
