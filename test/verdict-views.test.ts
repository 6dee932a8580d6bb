import assert from "node:assert/strict";
import { markdown } from "../verdict/markdown";
import { terminal } from "../verdict/terminal";
import type { Finding, Verdict } from "../verdict/types";
import { anyText, holds } from "./support/property";

const disk: Finding = {
  category: "data",
  severity: "loss",
  operation: "replace",
  urn: "urn:pulumi:prod::loklak::gcp:compute/disk:Disk::index",
  type: "gcp:compute/disk:Disk",
  name: "index",
  meaning: "an empty disk takes its place",
  changes: [{ path: "size", old: "500", new: "100", replaces: true }],
};
const proxy: Finding = {
  ...disk,
  category: "rest",
  severity: "nothing",
  operation: "update",
  type: "kubernetes:core/v1:ConfigMap",
  name: "door",
  meaning: "a file changes",
  changes: [{ path: 'data["nginx.conf"]', old: "line 3:\na;", new: "line 3:\nb;", replaces: false }],
};
const verdict: Verdict = {
  base: "0123456789abcdef0123456789abcdef01234567",
  severity: "loss",
  stacks: [
    { stack: "dev", severity: "nothing", findings: [], refusals: [] },
    { stack: "prod", severity: "loss", findings: [proxy, disk], refusals: ["loklak:dumps: 1\nmust be 2"] },
  ],
  judges: ["policy/data.ts is changed"],
};
const withFinding = (finding: Partial<Finding>, times = 1): Verdict => ({
  ...verdict,
  stacks: [
    {
      ...verdict.stacks[1]!,
      findings: Array.from({ length: times }, () => ({ ...disk, ...finding })),
      refusals: [],
    },
  ],
});

describe("the verdict as a comment", () => {
  it("has the worst first, and what is behind a line in a fold below it", () => {
    assert.equal(markdown(verdict), comment);
  });

  it("says so when nothing changes", () => {
    const [dev] = verdict.stacks;
    assert.equal(
      markdown({ ...verdict, severity: "nothing", stacks: [dev!], judges: [] }),
      "## ✅ Verdict: nothing at stake\n\n- ✅ **dev**: nothing at stake (no change)\n\n" +
        "Held against `012345678`, in a sandbox, by the real engine.\n",
    );
  });

  it("says who approved a loss", () => {
    const approved = withFinding({ severity: "look", approval: { by: "@ada", reason: "#1 is <empty>" } });
    assert.match(markdown(approved), /\(approved by \\@&#8203;ada\\: \\#&#8203;1 is &lt;empty&gt;\\\)$/m);
  });

  it("is nothing but text where text comes from the plan", () => {
    const evil =
      "`x` ``` @everyone <img src=x> ![i](http://e.vil) [l](javascript:x)\n\n# head\n- [ ] x\n</details>\r|a|";
    const lines = markdown(
      withFinding({
        name: evil,
        meaning: evil,
        changes: [{ path: evil, old: `\n~~~\n\`\`\`\`\n${evil}`, replaces: false }],
      }),
    ).split("\n");
    const line = lines.find((each) => each.startsWith("- 🛑 **data**"))!;
    assert.ok(line.includes("````gcp:compute/disk:Disk `x` ``` @everyone"), line);
    const prose = line.slice(line.lastIndexOf("````"));
    assert.doesNotMatch(prose.replace("````", ""), /<|(?<!\\)[[\]`!]|@(?!&#8203;)|(?<!\\):\/\//);
    // The fence is longer than any run in it, so the fold ends where it should.
    const fence = lines.findIndex((each) => each === "  `````diff");
    const end = lines.findIndex((each, index) => index > fence && each.startsWith("  `````"));
    assert.deepEqual(lines.slice(end, end + 3), ["  `````", "", "  </details>"]);
  });

  it("stays below GitHub's limit, keeps the losses, and says what it left out", () => {
    const many = withFinding({ severity: "nothing", name: "n".repeat(200), meaning: "m".repeat(200) }, 200);
    many.stacks[0]!.findings.push(...Array.from({ length: 20 }, () => disk));
    const text = markdown(many);
    assert.ok(text.length <= 65_000 && text.length > 60_000, String(text.length));
    assert.equal(text.split("an empty disk takes its place").length - 1, 20);
    assert.match(
      text,
      /left out are 200 differences with nothing at stake, \d+ lines with nothing at stake\./,
    );
    const huge = { ...disk.changes[0]!, old: Array.from({ length: 5000 }, () => "x".repeat(400)).join("\n") };
    assert.ok(markdown(withFinding({ changes: [huge] })).length < 30_000);
    assert.match(markdown(withFinding({ changes: [huge] })), /… \d+ more lines/);
  });

  it("stays below it whatever the plan says", () => {
    holds(
      anyText,
      (text) => {
        const shown = markdown(
          withFinding(
            { name: text, meaning: text, changes: [{ path: text, old: text, new: text, replaces: true }] },
            90,
          ),
        );
        assert.ok(shown.length <= 65_000);
      },
      100,
    );
  });
});

describe("the verdict at a terminal", () => {
  const plain = (_: unknown, text: string) => text;

  it("has the worst last, and the verdict at its end", () => {
    assert.equal(terminal(verdict, plain), screen);
  });

  it("colours by what is at stake", () => {
    const painted = terminal(verdict, (colour, text) => `<${colour}>${text}</>`);
    assert.match(painted, /<red>✗ data or the public address would be lost<\/>\n$/);
    assert.match(painted, /<green>✓ rest {8}<\/> kubernetes/);
  });

  it("takes no command from the plan", () => {
    const evil = "\x1b[2J\r\u202eevil\x9b1m";
    const text = terminal(
      withFinding({
        name: evil,
        meaning: evil,
        changes: [{ path: evil, old: `${evil}\nx`, replaces: false }],
      }),
      plain,
    );
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    assert.match(text, /\\u001b\[2J\\u000d\\u202eevil\\u009b1m/);
  });
});

const comment = `## 🛑 Verdict: data or the public address would be lost

- 🛑 **prod**: data or the public address would be lost (1 loss, 1 with nothing at stake, 1 refusal)
- ✅ **dev**: nothing at stake (no change)

Held against \`012345678\`, in a sandbox, by the real engine.

A loss that is meant has to be named, with who approves it and why, in \`approvals.yaml\` (docs/reference/verdict.md).

### What judges is changed too

- \`policy/data.ts is changed\`

### prod

- 🛑 **data** \`gcp:compute/disk:Disk index\` replaced\\: an empty disk takes its place
  <details><summary>1 property</summary>

  \`\`\`diff
  @@ size  (the resource is replaced for it) @@
  - 500
  + 100
  \`\`\`

  </details>


**Refused**, so it cannot be deployed as it is:

\`\`\`text
- loklak:dumps: 1
  must be 2
\`\`\`


<details><summary>✅ 1 with nothing at stake</summary>

- ✅ **rest** \`kubernetes:core/v1:ConfigMap door\` changed\\: a file changes
  <details><summary>1 property</summary>

  \`\`\`diff
  @@ data["nginx.conf"] @@
    line 3:
  - a;
    line 3:
  + b;
  \`\`\`

  </details>


</details>
`;

const screen = `Stack dev
  no change

Stack prod
  ✓ rest         kubernetes:core/v1:ConfigMap door
      changed: a file changes
        @@ data["nginx.conf"] @@
          line 3:
        - a;
          line 3:
        + b;
  ✗ data         gcp:compute/disk:Disk index
      replaced: an empty disk takes its place
        size: 500 → 100  (replaces)
  refused
      loklak:dumps: 1
      must be 2

What judges is changed too
  policy/data.ts is changed

Verdict on the working tree, against 012345678
  ✗ prod         data or the public address would be lost: 1 loss, 1 with nothing at stake, 1 refusal
  ✓ dev          nothing at stake: no change
✗ data or the public address would be lost
`;
