import assert from "node:assert/strict";
import type { ResourceState } from "../sandbox/engine/checkpoint";
import { adopt, isOthers } from "../sandbox/engine/recovery";

const other: ResourceState = { urn: "urn::other", type: "t", id: "other" };
const created: ResourceState = { urn: "urn::data", type: "t", id: "new" };

function adopted(...known: Partial<ResourceState>[]): ResourceState[] {
  const resources = known.map((rest) => ({ urn: "urn::data", type: "t", id: "old", ...rest }));
  const state = [other, ...resources];
  adopt(created, state);
  return state.slice(1);
}

describe("an object that an interrupted creation made", () => {
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
