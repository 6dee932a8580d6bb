import assert from "node:assert/strict";
import type { Pod } from "../../support/objects";
import type { PodsSandbox } from "./podsSandbox";

const look = `
id -u; id -g
touch /written 2>&1
grep -E '^(CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/1/status
ls -A /var/run/secrets 2>/dev/null
grep -E '^\\S+ / ' /proc/1/mounts | cut -d' ' -f4 | cut -d, -f1
`;

const user = "10001";

/** What is asked of a container, seen from inside: no right, no way to any, and a root file system that nobody writes. */
export async function assertRestricted(sandbox: PodsSandbox, { metadata }: Pod): Promise<void> {
  const seen = await sandbox.exec(metadata.namespace ?? "", metadata.name, ["sh", "-c", look]);
  assert.deepEqual(
    seen
      .trim()
      .split("\n")
      .map((line) => line.replace(/\s+/g, " ")),
    [
      user,
      user,
      "touch: cannot touch '/written': Read-only file system",
      "CapEff: 0000000000000000",
      "CapBnd: 0000000000000000",
      "NoNewPrivs: 1",
      "Seccomp: 2",
      "ro",
    ],
    metadata.name,
  );
}
