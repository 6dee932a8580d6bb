import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse, stringify } from "yaml";
import { runningProcesses } from "../../sandbox/processes";
import { type Finding, type StackVerdict, verdictSchema } from "../../verdict/types";
import { copyCheckout } from "../support/copyCheckout";

const disk = { type: "gcp:compute/disk:Disk", name: "data-index-disk-0" };
const token = "word-of-the-settings";

describe("npm run verdict", () => {
  const program = copyCheckout();
  /** Where it puts what it makes. */
  const temporary = mkdtempSync(join(tmpdir(), "loklak-verdicts-"));
  before(() => {
    configure("loklak:loklak", { settings: { "twitter4j.oauth": token } });
    git("init", "-q");
    // As a link, it is not what .gitignore means.
    writeFileSync(join(program, ".git", "info", "exclude"), "node_modules\n");
    git("add", "--all");
    commit("Base");
  });
  afterEach(() => {
    git("reset", "-q", "--hard");
    git("clean", "-q", "-f");
    // Nothing of it is left on the machine.
    assert.deepEqual(
      readdirSync(temporary).filter((name) => name.startsWith("loklak-")),
      [],
    );
    assert.deepEqual(runningProcesses(temporary), []);
  });
  after(() => {
    for (const folder of [program, temporary]) rmSync(folder, { recursive: true });
  });

  const git = (...args: string[]) => execFileSync("git", args, { cwd: program, encoding: "utf8" });

  const commit = (message: string) =>
    git("-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "-q", "--all", "-m", message);

  function configure(key: string, value: unknown): void {
    const file = join(program, "Pulumi.dev.yaml");
    const { config } = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
    writeFileSync(file, stringify({ config: { ...config, [key]: value } }));
  }

  function edit(file: string, text: string, other: string): void {
    const path = join(program, file);
    const intact = readFileSync(path, "utf8");
    assert.ok(intact.includes(text), `${file} has no ${text}`);
    writeFileSync(path, intact.replace(text, other));
  }

  function start(...args: string[]) {
    const line = ["--import", "tsx", join(program, "verdict", "cli.ts"), ...args];
    const child = spawn(process.execPath, line, {
      cwd: program,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const printed = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const)
      child[stream].on("data", (data: Buffer) => (printed[stream] += data.toString()));
    const ended = once(child, "close").then(([code]) => ({ code: code as number, ...printed }));
    return { child, printed, ended };
  }

  const run = (...args: string[]) => start(...args).ended;

  /** The verdict on dev, with the exit status that it must have. */
  async function dev(status: number): Promise<StackVerdict & { judges: string[]; said: string }> {
    const { code, stdout, stderr } = await run("--base", "HEAD", "--stack", "dev", "--format", "json");
    assert.equal(code, status, stdout + stderr);
    const { base, stacks, judges } = verdictSchema.parse(JSON.parse(stdout));
    assert.equal(base, git("rev-parse", "HEAD").trim());
    assert.deepEqual(
      stacks.map(({ stack }) => stack),
      ["dev"],
    );
    return { ...stacks[0]!, judges, said: stdout + stderr };
  }

  const of = (findings: Finding[], { type, name }: typeof disk) =>
    findings.filter((finding) => finding.type === type && finding.name === name);

  it("says nothing of a change that changes nothing, in every stack and form", async () => {
    edit("README.md", "\n", "\n\n");
    const markdown = join(program, "verdict.md");
    const { code, stdout, stderr } = await run("--base", "HEAD", "--markdown", markdown);
    assert.equal(code, 0, stdout + stderr);
    assert.match(
      stdout,
      /✓ dev +nothing at stake: no change\n {2}✓ prod +nothing at stake: no change\n✓ nothing at stake\n$/,
    );
    assert.match(readFileSync(markdown, "utf8"), /^## ✅ Verdict: nothing at stake\n/);
  });

  it("shows a disk that grows, and no secret", async () => {
    configure("loklak:elasticsearch", { nodes: 1, diskSizeGb: 200 });
    configure("loklak:loklak", { settings: { "twitter4j.oauth": `changed-${token}` } });
    const { findings, refusals, said } = await dev(2);
    assert.deepEqual(refusals, []);
    for (const { operation, severity, changes } of of(findings, disk)) {
      assert.deepEqual([operation, severity === "loss"], ["update", false]);
      assert.deepEqual(changes, [{ path: "size", old: "100", new: "200", replaces: false }]);
    }
    assert.ok(of(findings, disk).length > 0);
    const secrets = findings.filter(({ type }) => type === "kubernetes:core/v1:Secret");
    assert.ok(secrets.length > 0 && JSON.stringify(secrets).includes("[secret]"));
    for (const word of [token, Buffer.from(token).toString("base64")]) assert.ok(!said.includes(word));
  });

  it("calls a smaller disk a loss, beside the program's refusal", async () => {
    configure("loklak:elasticsearch", { nodes: 1, diskSizeGb: 50 });
    const { findings, refusals } = await dev(3);
    assert.match(refusals.join("\n"), /loklak:elasticsearch\.diskSizeGb: 50 must be at least 100/);
    assert.match(
      refusals.join("\n"),
      /policy what-is-kept-stays: gcp:compute:Disk data-index-disk-0: must not be replaced/,
    );
    const losses = of(findings, disk).filter(({ severity }) => severity === "loss");
    assert.deepEqual(
      losses.map(({ operation }) => operation),
      ["replace"],
    );
    assert.deepEqual(losses[0]?.changes, [{ path: "size", old: "100", new: "50", replaces: true }]);
  });

  it("sees the whole plan where the engine stops at the first protected resource, and needs no key", async () => {
    edit("index.ts", "sizeGb: config.dumps.diskSizeGb", "sizeGb: config.dumps.diskSizeGb - 1");
    edit(
      "index.ts",
      "sizeGb: config.elasticsearch.diskSizeGb",
      "sizeGb: config.elasticsearch.diskSizeGb - 1",
    );
    configure("loklak:loklak", { replicas: 2, settings: { "twitter4j.oauth": { secure: "v1:of:another" } } });
    const { findings, refusals } = await dev(3);
    assert.match(refusals.join("\n"), /protect/);
    const lost = findings.filter(({ severity }) => severity === "loss").map(({ name }) => name);
    assert.deepEqual([...new Set(lost)].sort(), ["data-dump-disk", disk.name]);
    assert.ok(findings.some(({ name, category }) => name === "loklak-api" && category === "size"));
  });

  it("lets a disk go with an approval alone, which the change itself brings", async () => {
    const renamed = () => edit("index.ts", "new DataDisk(name, {", "new DataDisk(`${name}-b`, {");
    const approval = {
      stack: "dev",
      resource: `${disk.type} ${disk.name}`,
      by: "Ada",
      reason: "it is empty",
    };
    renamed();
    const { findings } = await dev(3);
    assert.ok(of(findings, disk).some(({ severity }) => severity === "loss"));
    writeFileSync(join(program, "approvals.yaml"), stringify([approval]));
    const approved = await dev(2);
    assert.deepEqual(approved.judges, ["approvals.yaml is changed"]);
    assert.ok(of(approved.findings, disk).some((finding) => finding.approval?.by === "Ada"));
    assert.ok(approved.findings.every(({ severity }) => severity !== "loss"));
    git("reset", "-q", "--hard");
    const { judges } = await dev(2);
    assert.deepEqual(judges, [
      "approvals.yaml is changed",
      `approvals.yaml: ${disk.type} ${disk.name} in dev: approves a loss that the change does not bring; delete it`,
    ]);
  });

  it("shows what a new stack brings, and that a stack without its file stays", async () => {
    writeFileSync(join(program, "Pulumi.next.yaml"), readFileSync(join(program, "Pulumi.dev.yaml")));
    rmSync(join(program, "Pulumi.prod.yaml"));
    const { code, stdout, stderr } = await run(
      "--base",
      "HEAD",
      "--stack",
      "next",
      "prod",
      "--format",
      "json",
    );
    assert.equal(code, 2, stdout + stderr);
    const [next, prod] = verdictSchema.parse(JSON.parse(stdout)).stacks;
    assert.deepEqual([...new Set(next?.findings.map(({ operation }) => operation))], ["create"]);
    assert.deepEqual(
      prod?.findings.map(({ operation, severity }) => [operation, severity]),
      [["forget", "look"]],
    );
    assert.match(prod?.findings[0]?.meaning ?? "", /Pulumi\.prod\.yaml is gone/);
  });

  it("is an error with one message where it cannot judge", async () => {
    const wrong: [string[], string][] = [
      [
        ["--base", "none"],
        'error: --base: "none" is no commit that this repository has; it must be a branch, a tag or a commit, ' +
          "such as origin/master or HEAD (a shallow clone has to fetch it first)\n",
      ],
      [["--base", "--help"], 'error: --base: "--help" is no commit'],
      [
        ["--base", "HEAD", "--stack", "test"],
        "error: --stack: there is no Pulumi.test.yaml, here or in the base; the stacks are dev, prod\n",
      ],
      [[], "error: required option '--base <ref>' not specified\n"],
    ];
    for (const [args, message] of wrong) {
      const { code, stdout, stderr } = await run(...args);
      assert.deepEqual([code, stdout, stderr.slice(0, message.length)], [1, "", message]);
    }
    writeFileSync(join(program, "approvals.yaml"), "- stack: dev\n");
    const { code, stderr } = await run("--base", "HEAD");
    assert.equal(code, 1);
    assert.match(stderr, /^error: approvals\.yaml is not usable; .*\n {2}0\.resource: /);
  });

  it("judges what comes after restores and lost states, which a cloud that is empty does not have", async () => {
    const head = git("rev-parse", "HEAD").trim();
    const [first, second] = [{ snapshots: ["first-0"] }, { snapshots: ["second-0"] }];
    configure("loklak:adopt", ["address", "disks"]);
    configure("loklak:elasticsearch", { nodes: 1, diskSizeGb: 100, restores: [first], generation: 1 });
    commit("Went back to the disks before a restore");
    edit("README.md", "\n", "\n\n");
    const same = await dev(0);
    assert.deepEqual([same.findings, same.refusals], [[], []]);
    configure("loklak:adopt", []);
    configure("loklak:elasticsearch", { nodes: 1, diskSizeGb: 100, restores: [first, second] });
    const { findings, refusals } = await dev(2);
    git("reset", "-q", "--hard", head);
    assert.deepEqual(refusals, []);
    const disks = findings.filter(({ type }) => type === disk.type);
    assert.deepEqual(
      disks.map(({ operation, name }) => [operation, name]),
      [["create", `${disk.name}-g3`]],
    );
  });

  it("says why a base cannot be deployed", async () => {
    const head = git("rev-parse", "HEAD").trim();
    configure("loklak:region", "us central1");
    commit("Broken");
    const { code, stderr } = await run("--base", "HEAD", "--stack", "dev");
    git("reset", "-q", "--hard", head);
    assert.equal(code, 1);
    assert.match(stderr, /error: stack dev of the base cannot be deployed:\n.*\n.*loklak:region: /);
  });

  it("leaves nothing behind when it is ended", async () => {
    const { child, ended } = start("--base", "HEAD", "--stack", "dev");
    while (runningProcesses(temporary).length === 0 && child.exitCode === null) await sleep(50);
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    assert.equal(code, 1);
    assert.match(stderr, /error: interrupted: nothing is left of it\n$/);
  });
});
