import assert from "node:assert/strict";
import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { Display, summary } from "../sandbox/engine/display";
import type { PolicyPack } from "../sandbox/engine/policies";
import { Screen } from "../sandbox/engine/screen";

const urn = "urn:pulumi:dev::loklak::loklak:gke:Disk$gcp:compute/disk:Disk::data";

function step(op: string, rest: object = {}): StepEventMetadata {
  const state = { custom: true, inputs: {} };
  return {
    op,
    urn,
    type: "gcp:compute/disk:Disk",
    old: state,
    new: state,
    ...rest,
  } as unknown as StepEventMetadata;
}

describe("the display of an update", () => {
  let written: string;
  let display: Display;

  function show(
    events: object[],
    { terminal = false, judge }: { terminal?: boolean; judge?: PolicyPack } = {},
  ): string {
    written = "";
    const stream = { isTTY: terminal, columns: 60, write: (text: string) => ((written += text), true) };
    display = new Display(new Screen(stream), {}, judge);
    for (const event of events) (judge ? display.onPlan : display.onEvent)(event as EngineEvent);
    display.close();
    return written;
  }

  const begin = (metadata: StepEventMetadata) => ({ resourcePreEvent: { metadata } });
  const end = (metadata: StepEventMetadata) => ({ resOutputsEvent: { metadata } });
  const say = (severity: string, message: string, rest: object = {}) => ({
    diagnosticEvent: { severity, message, urn, ...rest },
  });

  it("prints a line for each finished change and none for what stays the same", () => {
    const lines = show([begin(step("create")), end(step("create")), begin(step("same")), end(step("same"))]);
    assert.match(lines, /^ {2}\+ {2}gcp:compute:Disk data +\d+\.\d s\n$/);
  });

  it("prints what changes, what replaces, and no secret", () => {
    const secret = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      ciphertext: "[secret]",
    };
    const lines = show([
      end(
        step("create-replacement", {
          old: { custom: true, inputs: { size: 10, labels: { "a.b": "x" }, key: secret } },
          new: { custom: true, inputs: { size: 5, labels: { "a.b": "y" }, key: secret } },
          detailedDiff: {
            size: { diffKind: "update-replace" },
            'labels["a.b"]': { diffKind: "update" },
            key: { diffKind: "update" },
            gone: { diffKind: "delete" },
          },
        }),
      ),
    ]);
    assert.deepEqual(lines.split("\n").slice(1, -1), [
      "       size: 10 → 5  (replaces)",
      '       labels["a.b"]: "x" → "y"',
      "       key: [secret] → [secret]",
      "       gone",
    ]);
  });

  it("cuts long values, and shows where they differ", () => {
    const disk = "projects/loklak-example/zones/us-central1-a/disks/loklak-prod-data-index-disk-0";
    const change = (before: string, after: string) => {
      const state = (value: string) => ({ custom: true, inputs: { value } });
      const diffs = { old: state(before), new: state(after), diffs: ["value"] };
      return show([end(step("update", diffs))])
        .split("\n")[1]
        ?.trim();
    };
    assert.equal(change(disk, `${disk}-g2`), 'value: …od-data-index-disk-0" → …od-data-index-disk-0-g2"');
    const long = "0123456789".repeat(10);
    assert.equal(change(`a${long}`, `b${long}`), `value: "a${long.slice(0, 58)}… → "b${long.slice(0, 58)}…`);
  });

  it("shows of texts the lines that differ, on one line", () => {
    const state = (file: string) => ({
      custom: true,
      inputs: { data: { "nginx.conf": file, other: "same" } },
    });
    const change = { old: state("a;\nb;\nc;\n"), new: state("a;\n  B;\nc;\n"), diffs: ["data"] };
    assert.equal(
      show([end(step("update", change))])
        .split("\n")[1]
        ?.trim(),
      'data["nginx.conf"]: line 2: b; → line 2: B;',
    );
  });

  it("shows a replacement once in a plan and as its two steps when it is done", () => {
    const replacement = ["create-replacement", "replace", "delete-replaced"];
    const symbols = (planning: boolean) =>
      show(replacement.map((op) => ({ resOutputsEvent: { metadata: step(op), planning } })))
        .split("\n")
        .map((line) => line.trim().split(" ")[0]);
    assert.deepEqual(symbols(true), ["+-", ""]);
    assert.deepEqual(symbols(false), ["++", "--", ""]);
  });

  it("shows progress on a terminal, on one line that is cleared", () => {
    const lines = show([begin(step("create")), say("info", "1 of 2 pods\n", { ephemeral: true })], {
      terminal: true,
    });
    assert.match(lines, /\d+\.\d s gcp:compute:Disk data: 1 of 2 pods/);
    assert.ok(lines.endsWith("\r\x1b[K"));
    assert.equal(show([begin(step("create")), say("info", "1 of 2 pods", { ephemeral: true })]), "");
  });

  it("says every error once and counts them", () => {
    const error = say("error", "409: it exists\n");
    const lines = show([error, error, say("error", "update failed"), say("debug", "noise")]);
    assert.equal(lines, "  error: gcp:compute:Disk data: 409: it exists\n");
    assert.equal(display.errorCount, 1);
  });

  it("prints of a plan that is only judged what breaks a policy, and errors", () => {
    const policyEvent = {
      policyName: "closed",
      resourceUrn: urn,
      message: "It is closed.\nmust be shut\n",
      enforcementLevel: "mandatory",
    };
    const refusalOf = ({ op }: StepEventMetadata) => (op === "delete" ? "must stay" : undefined);
    const lines = show(
      [
        begin(step("create")),
        end(step("create")),
        { policyEvent },
        { policyEvent: { ...policyEvent, enforcementLevel: "advisory" } },
        begin(step("delete")),
        say("error", "409: it exists\n"),
        say("error", "preview failed"),
      ],
      { judge: { folder: "policy", refusalOf } },
    );
    assert.equal(
      lines,
      "  policy closed: gcp:compute:Disk data: must be shut\n" +
        "  policy what-is-kept-stays: gcp:compute:Disk data: must stay\n" +
        "  error: gcp:compute:Disk data: 409: it exists\n",
    );
    assert.deepEqual([display.errorCount, display.violationCount], [3, 2]);
  });

  it("sums up in words", () => {
    assert.equal(summary({ create: 3, same: 60 }, false), "3 created, 60 unchanged");
    assert.equal(summary({ update: 1, delete: 2 }, true), "1 to update, 2 to delete");
    assert.equal(summary({}, false), "nothing to do");
  });
});
