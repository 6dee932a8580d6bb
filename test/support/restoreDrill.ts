import assert from "node:assert/strict";
import { IndexStack } from "./indexStack";
import { LoklakSandbox } from "./loklakSandbox";

/**
 * Restores the index of a stack that was never deployed in this sandbox, and goes back again; an error when anything
 * is not as it must be. `say` is told what was checked.
 */
export async function restoreDrill(
  sandbox: LoklakSandbox,
  stack: string,
  say: (line: string) => void,
): Promise<void> {
  const index = new IndexStack(sandbox, stack);
  sandbox.configure("loklak:snapshots", { every: "day" }, stack);
  await index.succeed("up");
  await index.assertServes();
  const disks = await index.inUse();
  const atSnapshot = index.contents();
  say(`${stack} is deployed, every pod is Ready, Elasticsearch is on ${disks.join(", ")}`);

  const set = await index.snapshot();
  assert.equal(set.snapshots.length, disks.length);
  say(`a run of the schedule made ${set.snapshots.join(", ")}`);

  for (const disk of disks) index.write(disk);
  const afterwards = index.contents();
  for (const disk of disks) assert.notEqual(afterwards[disk], atSnapshot[disk]);
  say("after it, other data was written to each of these disks (by the drill: simulated pods write nothing)");

  index.configure({ restores: [set] });
  await index.change();
  await index.assertServes();
  const restored = await index.inUse();
  const contents = index.contents();
  assert.deepEqual(
    restored.map((disk) => contents[disk]),
    disks.map((disk) => atSnapshot[disk]),
  );
  say(`restored: on ${restored.join(", ")}, in use now, is what was on the disks at the snapshot`);
  for (const [disk, content] of Object.entries(afterwards)) assert.equal(contents[disk], content, disk);
  say("on the old disks and on the dump disk is what was there before the restore");

  index.configure({ generation: 1 });
  await index.change();
  await index.assertServes();
  assert.deepEqual(await index.inUse(), disks);
  assert.deepEqual(index.contents(), contents);
  say(`gone back: ${disks.join(", ")} are in use again, and nothing on any disk has changed`);
}

async function main(stack = "dev"): Promise<void> {
  const sandbox = new LoklakSandbox();
  const stop = (signal: string) => void sandbox.erase().then(() => fail(`ended by ${signal}`));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop);
  try {
    console.log(`Restore drill of stack ${stack}, in a sandbox of its own: no cloud, pods are simulated`);
    await restoreDrill(sandbox, stack, (line) => console.log(`- ${line}`));
    console.log("The drill succeeded.");
  } catch (error) {
    fail((error as Error).message);
  } finally {
    await sandbox.erase();
  }
}

function fail(why: string): void {
  console.error(`The drill FAILED: ${why}`);
  process.exitCode = 1;
}

if (require.main === module) void main(process.argv[2]);
