import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Stack } from "@pulumi/pulumi/automation";
import { z } from "zod";

const lock = z.object({ pid: z.number(), timestamp: z.string() });

/** How long an engine may go on that lost the command which drove it. */
const patienceMilliseconds = 30_000;

/**
 * Frees a stack that a killed engine left locked in the file backend, with `pulumi cancel`, once it is certain that no
 * engine works on it; an engine that still does is an error with its process id.
 */
export async function freeDeadLocks(
  stack: Stack,
  folder: string,
  report: (line: string) => void,
): Promise<void> {
  const deadline = Date.now() + patienceMilliseconds;
  let holders = lockHolders(folder);
  while (holders.some(isAlive) && Date.now() < deadline) {
    await sleep(200);
    holders = lockHolders(folder);
  }
  if (holders.length === 0) return;
  const alive = holders.find(isAlive);
  if (alive) {
    throw new Error(
      `the engine of an earlier command still works on stack ${stack.name} (process ${alive.pid}, since ` +
        `${alive.timestamp}); let it finish, or end it with: kill ${alive.pid}`,
    );
  }
  await stack.cancel();
  report(
    `freed the stack: the engine that had locked it (process ${holders[0]?.pid}) is dead (pulumi cancel)`,
  );
}

type Holder = z.infer<typeof lock>;

function lockHolders(folder: string): Holder[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => lock.parse(JSON.parse(readFileSync(join(folder, name), "utf8"))));
}

function isAlive({ pid }: Holder): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0]?.endsWith("pulumi") === true;
  } catch {
    return false;
  }
}
