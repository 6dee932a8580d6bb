import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { refusalOf } from "../policy/kept";
import { takeGuards, withGuards } from "../verdict/guards";
import { readPlan } from "../verdict/readPlan";

const type = "gcp:compute/disk:Disk";
const urn = `urn:pulumi:dev::loklak::loklak:gcp:DataDisk$${type}::data`;
const stack = "pulumi:pulumi:Stack";
const secret = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "[secret]",
};
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The events of one step, as the engine tells of it in a preview. */
function step(op: string, rest: object = {}): EngineEvent[] {
  const state = { custom: true, inputs: {}, outputs: {} };
  const metadata = { op, urn, type, old: state, new: state, ...rest };
  if (op === "create") Object.assign(metadata, { old: undefined });
  if (op.startsWith("delete") || op === "discard") Object.assign(metadata, { new: undefined });
  const events = [{ resourcePreEvent: { metadata } }, { resOutputsEvent: { metadata, planning: true } }];
  return events as unknown as EngineEvent[];
}

const state = (inputs: object, rest: object = {}) => ({ custom: true, inputs, outputs: {}, ...rest });
const say = (severity: string, message: string, rest: object = {}) =>
  ({ diagnosticEvent: { severity, message, ...rest } }) as unknown as EngineEvent;
const operations = (events: EngineEvent[]) => readPlan(events).steps.map(({ operation }) => operation);
const changes = (events: EngineEvent[]) => readPlan(events).steps.flatMap((each) => each.changes);

describe("the plan that a preview's events tell of", () => {
  it("has a step for each resource that something happens to, with its states", () => {
    const old = state({ size: 10 }, { outputs: { id: "x" }, protect: true });
    const fresh = state({ size: 20 }, { protect: true });
    const diffs = { old, new: fresh, detailedDiff: { size: { diffKind: "update" } } };
    assert.deepEqual(readPlan(step("update", diffs)).steps, [
      {
        operation: "update",
        urn,
        type,
        name: "data",
        old: { inputs: { size: 10 }, outputs: { id: "x" }, protect: true, retainOnDelete: false },
        new: { inputs: { size: 20 }, outputs: {}, protect: true, retainOnDelete: false },
        deleteBeforeReplace: false,
        changes: [{ path: "size", old: "10", new: "20", replaces: false }],
      },
    ]);
    assert.deepEqual(operations(step("create")), ["create"]);
    assert.deepEqual(operations(step("import")), ["import"]);
    assert.deepEqual(operations(step("delete")), ["delete"]);
    assert.equal(readPlan(step("create")).steps[0]?.old, undefined);
    assert.equal(readPlan(step("delete")).steps[0]?.new, undefined);
  });

  it("leaves out what stays, what is only read, components, and providers that come or go", () => {
    const component = { old: { custom: false }, new: { custom: false } };
    const provider = { type: "pulumi:providers:kubernetes" };
    const events = [step("same"), step("read"), step("refresh"), step("update", component)];
    assert.deepEqual(operations([...events, step("create", provider), step("delete", provider)].flat()), []);
    assert.deepEqual(operations(step("replace", provider)), ["replace"]);
    assert.deepEqual(operations(step("update", provider)), ["update"]);
  });

  it("has one step for a replacement, and knows what goes first", () => {
    const diffs = { detailedDiff: { size: { diffKind: "update-replace" } } };
    const comesFirst = [step("create-replacement", diffs), step("replace", diffs), step("delete-replaced")];
    for (const [order, deleteBeforeReplace] of [
      [comesFirst, false],
      [comesFirst.toReversed(), true],
    ] as const) {
      const { steps } = readPlan(order.flat());
      assert.deepEqual(
        steps.map((each) => [
          each.operation,
          each.deleteBeforeReplace,
          each.changes.map(({ replaces }) => replaces),
        ]),
        [["replace", deleteBeforeReplace, [true]]],
      );
    }
  });

  it("says what is forgotten and not deleted", () => {
    assert.deepEqual(operations(step("delete", { old: state({}, { retainOnDelete: true }) })), ["forget"]);
    assert.deepEqual(operations(step("discard")), ["forget"]);
  });

  it("tells when only the engine's own options change, and when another provider takes the object", () => {
    const options = { old: state({}, { protect: true }), new: state({}, { retainOnDelete: true }) };
    assert.deepEqual(changes(step("same", options)), [
      { path: "(protect)", old: "true", new: "false", replaces: false },
      { path: "(retainOnDelete)", old: "false", new: "true", replaces: false },
    ]);
    assert.deepEqual(operations(step("same", options)), ["update"]);
    const ofCluster = (name: string, id: string) =>
      state({}, { provider: `urn:pulumi:dev::loklak::pulumi:providers:kubernetes::${name}::${id}` });
    assert.deepEqual(
      changes(step("update", { old: ofCluster("old", "1"), new: ofCluster("new", unknown) })),
      [{ path: "(provider)", old: '"old"', new: '"new"', replaces: false }],
    );
  });

  it("shows no secret, and says what is not known yet", () => {
    const diffs = {
      old: state({ key: secret, env: [{ token: secret }], ip: "1.2.3.4" }),
      new: state({ key: secret, env: [{ token: secret, at: unknown }], ip: unknown }),
      diffs: ["key", "env", "ip"],
      keys: ["ip"],
    };
    assert.deepEqual(changes(step("update", diffs)), [
      { path: "key", old: "[secret]", new: "[secret]", replaces: false },
      {
        path: "env",
        old: '[{"token":"[secret]"}]',
        new: '[{"token":"[secret]","at":"[known after up]"}]',
        replaces: false,
      },
      { path: "ip", old: '"1.2.3.4"', new: "[known after up]", replaces: true },
    ]);
  });

  it("knows that what is in a secret is secret, and what is in an unknown object unknown", () => {
    const diffs = {
      old: state({ stringData: secret, spec: { ip: "1.2.3.4" } }),
      new: state({ stringData: secret, spec: unknown }),
      detailedDiff: { "stringData.token": { diffKind: "update-replace" }, "spec.ip": { diffKind: "update" } },
    };
    assert.deepEqual(changes(step("replace", diffs)), [
      { path: "stringData.token", old: "[secret]", new: "[secret]", replaces: true },
      { path: "spec.ip", old: '"1.2.3.4"', new: "[known after up]", replaces: false },
    ]);
  });

  it("shows of a long text the lines that differ, with their numbers", () => {
    const file = (lines: string[]) => state({ data: { "nginx.conf": lines.join("\n"), same: "a\nb" } });
    const lines = Array.from({ length: 100 }, (_, index) => `line of ${index}`);
    const other = lines.toSpliced(10, 1, "other", "more").toSpliced(60, 1);
    const diffs = { old: file(lines), new: file(other), diffs: ["data"] };
    assert.deepEqual(changes(step("update", diffs)), [
      {
        path: 'data["nginx.conf"]',
        old: "line 11:\nline of 10\nline 60:\nline of 59",
        new: "line 11:\nother\nmore",
        replaces: false,
      },
    ]);
  });

  it("has what speaks against it, each once, without the advice to unprotect", () => {
    const policyEvent = {
      policyName: "closed",
      resourceUrn: urn,
      message: "It is closed.\nmust be shut\n",
      enforcementLevel: "mandatory",
    };
    const guarded =
      'Preview failed: resource "data" cannot be deleted\nbecause it is protected. To unprotect the resource, run …';
    const events = [
      say("error", guarded, { urn }),
      say("error", guarded, { urn }),
      say("error", "the program failed\n    at main (/x/index.ts:1:2)\n    at run (node:internal/x:1:2)", {
        urn: `urn:pulumi:dev::loklak::${stack}::x`,
      }),
      say("error", "preview failed"),
      say("warning", "old"),
      { policyEvent } as EngineEvent,
      { policyEvent } as EngineEvent,
      { policyEvent: { ...policyEvent, enforcementLevel: "advisory" } } as unknown as EngineEvent,
      ...step("delete"),
    ];
    assert.deepEqual(readPlan(events, { folder: "policy", refusalOf }).refusals, [
      'gcp:compute:Disk data: resource "data" cannot be deleted\nbecause it is protected.',
      "the program failed\n    at main (/x/index.ts:1:2)",
      "policy closed: gcp:compute:Disk data: must be shut",
      "policy what-is-kept-stays: gcp:compute:Disk data: must not be deleted",
    ]);
  });

  it("tells which of the stack's outputs change", () => {
    const outputs = (values: object) => ({ custom: false, inputs: {}, outputs: values });
    const events = step("same", {
      type: stack,
      urn: `urn:pulumi:dev::loklak::${stack}::loklak-dev`,
      old: outputs({ ip: "1.2.3.4", key: secret, gone: true }),
      new: outputs({ ip: unknown, key: secret, disks: { a: { sizeGb: 5 } } }),
    });
    const isNew = step("create", { type: stack, urn, new: outputs({ ip: "1.2.3.4" }) });
    assert.deepEqual(readPlan(isNew).outputs, []);
    const plan = readPlan(events);
    assert.deepEqual(plan.steps, []);
    assert.deepEqual(
      plan.outputs.map(({ path, old, new: fresh }) => [path, old, fresh]),
      [
        ["ip", '"1.2.3.4"', "[known after up]"],
        ["gone", "true", undefined],
        ["disks", undefined, '{"a":{"sizeGb":5}}'],
      ],
    );
  });

  it("takes no guards from a stack that has nothing yet", () => {
    const nothing = JSON.stringify({ version: 3, checkpoint: { stack: "dev", latest: {} } });
    const { unguarded, guards } = takeGuards(nothing, { program: true });
    assert.deepEqual([unguarded, guards], [nothing, { protected: new Set() }]);
  });

  it("is the same from a state whose guards were taken, but that all of it is told", () => {
    const data = "urn:pulumi:dev::loklak::gcp:compute/disk:Disk::data";
    const root = `urn:pulumi:dev::loklak::${stack}::loklak-dev`;
    const state = (resources: object[]) => JSON.stringify({ checkpoint: { latest: { resources } } });
    const outputs = { ip: unknown, key: secret, disks: { a: { sizeGb: 7 } } };
    const { unguarded, guards } = takeGuards(
      state([
        { type: stack, urn: root, outputs },
        { type: "gcp:compute/disk:Disk", urn: data, protect: true },
      ]),
      { program: true },
    );
    assert.deepEqual(
      JSON.parse(unguarded),
      JSON.parse(
        state([
          { type: stack, urn: root, outputs: {} },
          { type: "gcp:compute/disk:Disk", urn: data },
        ]),
      ),
    );
    const fresh = { custom: false, inputs: {}, outputs: { ...outputs, disks: { a: { sizeGb: 5 } } } };
    const events = [
      ...step("same", { type: stack, urn: root, old: { urn: root, custom: false, inputs: {} }, new: fresh }),
      ...step("same", {
        urn: data,
        old: { urn: data, custom: true, inputs: {} },
        new: { urn: data, custom: true, inputs: {}, protect: true },
      }),
    ];
    const plan = readPlan(events.map((event) => withGuards(event, guards)));
    assert.deepEqual(plan.steps, []);
    assert.deepEqual(plan.outputs, [{ path: "disks.a.sizeGb", old: "7", new: "5", replaces: false }]);
  });
});
