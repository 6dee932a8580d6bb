import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import type { PendingOperation, ResourceState } from "../sandbox/engine/checkpoint";
import { Journal } from "../sandbox/engine/journal";
import { adopt, isOthers, recover } from "../sandbox/engine/recovery";

const other: ResourceState = { urn: "urn::other", type: "t", id: "other" };
const created: ResourceState = { urn: "urn::data", type: "t", id: "new" };

describe("an object that an interrupted creation made", () => {
  function adopted(...known: Partial<ResourceState>[]): ResourceState[] {
    const state = [other, ...known.map((rest) => ({ urn: "urn::data", type: "t", id: "old", ...rest }))];
    adopt(created, state);
    return state.slice(1);
  }

  it("is added to the state that does not know it", () => {
    assert.deepEqual(adopted(), [created]);
    const replaced = { urn: "urn::data", type: "t", id: "old", delete: true };
    assert.deepEqual(adopted(replaced), [replaced, created]);
  });

  it("takes the place of one that was deleted to be replaced", () => {
    assert.deepEqual(adopted({ pendingReplacement: true }), [created]);
  });

  it("is to be deleted while the one that it should replace is in use", () => {
    assert.deepEqual(adopted({})[1], { ...created, delete: true });
  });

  it("is left alone when the state has it", () => {
    assert.equal(adopted({ id: "new" }).length, 1);
  });

  it("is another's only when that is of its type", () => {
    assert.equal(isOthers("other", created, [other]), true);
    assert.equal(isOthers("other", { ...created, type: "u" }, [other]), false);
    assert.equal(isOthers("other", other, [other]), false);
  });
});

describe("the recovery of a run that was cut off", () => {
  const urn = (name: string) => `urn:pulumi:dev::tiny::t::${name}`;
  const creating = (name: string): PendingOperation => ({
    type: "creating",
    resource: { urn: urn(name), type: "t", custom: true, inputs: { name } },
  });
  let folder: string;
  let done: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "recovery-"));
    done = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Recovers a stack whose state has nothing but these pending operations; what exists has its name as id. */
  async function recovered(
    journal: Journal,
    pending: PendingOperation[],
    existing: string[],
  ): Promise<string[]> {
    let resources: ResourceState[] = [];
    const stack = {
      exportStack: async () => ({ version: 3, deployment: { pending_operations: pending } }),
      importStack: async (state: { deployment: { resources: ResourceState[] } }) => {
        resources = state.deployment.resources;
        assert.notEqual(journal.unfinished(), undefined);
      },
      refresh: async () => void done.push("refresh"),
    };
    await recover(pending, {
      stack: stack as unknown as Stack,
      journal,
      find: async ({ resource }) => existing.find((name) => name === resource.inputs?.name),
      onEvent: () => undefined,
      report: (line) => void done.push(line),
    });
    return resources.map(({ id }) => id ?? "");
  }

  it("does nothing after one that ended in order", async () => {
    const journal = new Journal(join(folder, "journal"), () => []);
    journal.start();
    journal.end();
    assert.deepEqual(await recovered(journal, [], ["a"]), []);
    assert.deepEqual(done, []);
  });

  it("takes over what was made, forgets what was not, and reads how things are", async () => {
    const journal = new Journal(join(folder, "journal"), () => []);
    journal.start();
    assert.deepEqual(await recovered(journal, [creating("a"), creating("b")], ["a"]), ["a"]);
    assert.deepEqual(done, [
      "t a: its interrupted creation made a, which is taken over",
      "t b: its interrupted creation made nothing and is forgotten",
      "refresh",
      "refreshed the state after the interrupted run",
    ]);
    assert.equal(journal.unfinished(), undefined);
  });

  it("takes over what the engine recorded as failed when it had lost the provider", async () => {
    const journal = new Journal(join(folder, "journal"), () => ["a", "b", "c"].map(creating));
    journal.start();
    for (const name of ["a", "b", "c"]) journal.begun(urn(name));
    journal.failed(urn("b"));
    assert.deepEqual(await recovered(journal, [], ["a", "b"]), ["a"]);
  });
});
