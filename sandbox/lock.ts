import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** Frees a lock. */
export type Release = () => void;

/**
 * Takes the lock named by a path for this process, or undefined when a living process has it.
 * It is an abstract socket: the kernel frees it when the process ends, however that happens, so it never becomes stale.
 */
export async function tryLock(path: string): Promise<Release | undefined> {
  const waiting = new Set<Socket>();
  const server = createServer((socket) => waiting.add(socket.on("error", () => undefined).unref()));
  server.listen(socketName(path));
  try {
    await once(server, "listening");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return undefined;
    throw error;
  }
  server.unref();
  return () => {
    server.close();
    for (const socket of waiting) socket.destroy();
  };
}

/** Takes the lock, waiting for a process that has it; `onWait` is called once, before the wait. */
export async function lock(path: string, onWait: () => void): Promise<Release> {
  for (let waits = 0; ; waits++) {
    const release = await tryLock(path);
    if (release !== undefined) return release;
    if (waits === 0) onWait();
    await released(path);
  }
}

/** Does the work while this process alone has the lock; `onWait` is called once, before a wait. */
export async function whileLocked<T>(
  path: string,
  work: () => Promise<T>,
  onWait = (): void => undefined,
): Promise<T> {
  const release = await lock(path, onWait);
  return work().finally(release);
}

/** Waits until the process that has the lock ends or frees it. */
function released(path: string): Promise<void> {
  // When it is free already, the connection is refused, which ends it as well.
  const holder = connect(socketName(path)).on("error", () => undefined);
  return new Promise((resolve) => holder.on("close", () => resolve()));
}

function socketName(path: string): string {
  return `\0loklak-sandbox-${createHash("sha256").update(path).digest("hex")}`;
}
