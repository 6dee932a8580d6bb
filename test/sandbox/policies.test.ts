import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyCheckout } from "../support/copyCheckout";
import { LoklakSandbox } from "../support/loklakSandbox";
import { type Ended, steps } from "../support/sandbox";

const schedule = "gcp:compute/resourcePolicy:ResourcePolicy";

describe("the policy pack in the engine's own runner", () => {
  const program = copyCheckout();
  const sandbox = new LoklakSandbox(program);
  sandbox.setenv("LOKLAK_POLICIES", undefined);
  after(async () => {
    await sandbox.erase();
    rmSync(program, { recursive: true });
  });

  /** Runs a command with another text in a file of the program. */
  async function edited(
    file: string,
    text: string,
    other: string,
    ...command: [string, ...string[]]
  ): Promise<Ended> {
    const path = join(program, file);
    const intact = readFileSync(path, "utf8");
    assert.ok(intact.includes(text), `${file} has no ${text}`);
    writeFileSync(path, intact.replace(text, other));
    try {
      return await sandbox.run(...command);
    } finally {
      writeFileSync(path, intact);
    }
  }

  /** Asserts that a command was stopped by these violations alone, and did nothing. */
  function assertRefused({ code, stdout, stderr, events }: Ended, ...violations: string[]): void {
    assert.equal(code, 1, stdout);
    const said = [...stdout.matchAll(/^ +policy (.*)$/gm)].map(([, line]) => line);
    assert.deepEqual(said.sort(), violations.sort());
    assert.match(stderr, /^error: \w+ failed: \d errors?, shown above\n$/);
    assert.deepEqual(steps({ events }), []);
  }

  for (const stack of ["dev", "prod"])
    it(`finds nothing in the ${stack} stack`, async () => {
      const { events } = await sandbox.succeed("preview", "--stack", stack);
      const packs = events.flatMap(({ summaryEvent }) =>
        // The engine writes this one key with a capital letter.
        Object.keys((summaryEvent as { PolicyPacks?: object } | undefined)?.PolicyPacks ?? {}),
      );
      assert.deepEqual(
        packs.map((pack) => pack.split("|")[0]),
        ["loklak"],
      );
      assert.deepEqual(
        events.filter(({ policyEvent }) => policyEvent),
        [],
      );
    });

  it("lets nobody open Elasticsearch, before anything is done", async () => {
    const intact = "service(args.name, { selector,";
    const open = intact.replace("{", '{ type: "NodePort",');
    assertRefused(
      await edited("components/elasticsearchServices.ts", intact, open, "up"),
      "only-the-door-is-public: kubernetes:core/v1:Service elasticsearch: " +
        "must select the door (app.kubernetes.io/name: door), or be of type ClusterIP without externalIPs",
    );
    assert.deepEqual(sandbox.cloud().resources, {});
  });

  it("lets nobody unprotect a disk", async () => {
    const disks = ["data-dump-disk", "data-index-disk-0"];
    const refused = await edited(
      "components/kit/dataDisk.ts",
      "protect: true,\n      retain",
      "retain",
      "preview",
    );
    const said = [...refused.stdout.matchAll(/policy what-is-kept-is-protected: gcp:compute:Disk (\S+):/g)];
    assert.deepEqual(said.map(([, disk]) => disk).sort(), disks);
    assert.equal(refused.code, 1);
  });

  it("in the sandbox lets nobody delete what is kept, even unprotected, unless the policies are left out", async () => {
    sandbox.configure("loklak:snapshots", { every: "day" });
    await sandbox.succeed("up");
    sandbox.pulumi("state", "unprotect", "--all", "--yes");
    sandbox.configure("loklak:snapshots", { every: "never" });
    const attachment = "gcp:compute:DiskResourcePolicyAttachment";
    assertRefused(
      await sandbox.run("up"),
      `what-is-kept-stays: ${attachment} data-dump-disk: must not be deleted`,
      `what-is-kept-stays: ${attachment} data-index-disk-0: must not be deleted`,
      "what-is-kept-stays: gcp:compute:ResourcePolicy snapshots: must not be deleted",
    );
    assert.equal(Object.keys(sandbox.google(schedule)).length, 1);
    await sandbox.succeed("up", "--no-policies");
    assert.deepEqual(sandbox.google(schedule), {});
  });
});
