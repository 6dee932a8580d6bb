import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { checkout } from "../sandbox/folder";
import { pinnedVersion } from "../sandbox/toolBuild";

const folder = join(checkout, ".github");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".yml"),
);
const read = (file: string): string => readFileSync(join(folder, file), "utf8");

const step = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
});
const job = z.object({ "timeout-minutes": z.int(), steps: z.array(step) });
const concurrency = z.object({ group: z.string(), "cancel-in-progress": z.boolean() });
const workflow = z.object({
  name: z.string(),
  on: z.record(
    z.string(),
    z
      .object({ workflows: z.array(z.string()).optional() })
      .nullish()
      .or(z.array(z.object({}))),
  ),
  permissions: z.strictObject({}),
  concurrency: concurrency.optional(),
  jobs: z.record(z.string(), job.extend({ concurrency: concurrency.optional() })),
});
const action = z.object({ runs: z.object({ steps: z.array(step) }) });

const workflows = Object.fromEntries(
  readdirSync(join(folder, "workflows")).map((file) => [
    file,
    workflow.parse(parse(read(`workflows/${file}`))),
  ]),
);
const actions = files
  .filter((file) => file.endsWith("action.yml"))
  .map((file) => action.parse(parse(read(file))));
const jobs = Object.values(workflows).flatMap((each) => Object.values(each.jobs));
const steps = [...jobs, ...actions.map(({ runs }) => runs)].flatMap((each) => each.steps);

describe("the workflows", () => {
  it("use actions by commit, with the version beside it", () => {
    const uses = files.flatMap((file) =>
      [...read(file).matchAll(/uses: (.*)/g)].map(([, what = ""]) => what),
    );
    assert.ok(uses.length > 0);
    for (const what of uses)
      if (!what.startsWith("./")) assert.match(what, /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      else assert.ok(existsSync(join(checkout, what, "action.yml")), what);
  });

  it("give one action the same version everywhere", () => {
    const pins = new Set(steps.flatMap(({ uses }) => (uses?.includes("@") ? [uses] : [])));
    assert.equal(new Set([...pins].map((pin) => pin.split("@")[0])).size, pins.size);
  });

  it("hold no logic: a step is one command, of this repository where it is a script's", () => {
    for (const { run } of steps) {
      if (run === undefined) continue;
      assert.match(run, /^(make test|npm ci|npx tsx ci\/\w+\.ts( [\w."$^/]+)*)$/);
      const script = /ci\/\w+\.ts/.exec(run)?.[0];
      if (script !== undefined) assert.ok(existsSync(join(checkout, script)), script);
    }
  });

  it("leave no script unused", () => {
    const scripts = readdirSync(join(checkout, "ci")).filter((file) =>
      readFileSync(join(checkout, "ci", file), "utf8").startsWith("/**"),
    );
    const run = steps.map((each) => each.run ?? "").join("\n");
    assert.deepEqual(
      scripts.filter((script) => !run.includes(`ci/${script}`)),
      [],
    );
  });

  it("keep no credential in the checkout, and end some time", () => {
    for (const { uses, with: inputs } of steps)
      if (uses?.startsWith("actions/checkout@")) assert.equal(inputs["persist-credentials"], false);
    for (const each of jobs) assert.ok(each["timeout-minutes"] <= 180);
  });

  it("never cancel a deployment, and always what a newer commit of a pull request outdates", () => {
    for (const [file, { concurrency, jobs }] of Object.entries(workflows)) {
      const all = concurrency ? [concurrency] : Object.values(jobs).map((each) => each.concurrency);
      const cancels = file === "pull-request.yml" || file === "preview.yml";
      for (const each of all) assert.equal(each?.["cancel-in-progress"], cancels, file);
    }
  });

  it("install the Pulumi that the sandbox builds", () => {
    const pulumi = steps.find(({ uses }) => uses?.startsWith("pulumi/actions@"));
    assert.equal(`v${String(pulumi?.with["pulumi-version"])}`, pinnedVersion("pulumi"));
  });

  it("comment on the run of pull requests, with what that leaves", () => {
    const { on, jobs } = workflows["comment.yml"]!;
    assert.deepEqual(on.workflow_run, { workflows: [workflows["pull-request.yml"]!.name] });
    const [left] = Object.values(workflows["pull-request.yml"]!.jobs).flatMap((each) =>
      each.steps.filter(({ uses }) => uses?.startsWith("actions/upload-artifact@")),
    );
    const taken = jobs.comment!.steps.find(({ uses }) => uses?.startsWith("actions/download-artifact@"));
    assert.equal(taken?.with.pattern, left?.with.name);
  });
});
