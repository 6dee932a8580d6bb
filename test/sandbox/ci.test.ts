import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { checkout } from "../../sandbox/folder";
import { devCluster, LoklakSandbox } from "../support/loklakSandbox";

const nat = "gcp:compute/routerNat:RouterNat";

describe("the scripts of the workflows, on the sandbox's engine", () => {
  const sandbox = new LoklakSandbox();
  after(() => sandbox.erase());
  const ci = (command: "deploy" | "drift" | "preview", stack: string) => {
    const args = ["--import", "tsx", "test/support/ciCommand.ts", command, sandbox.folder.path, stack];
    const env = { ...process.env, LOKLAK_STACKS: sandbox.stacks };
    return spawnSync(process.execPath, args, { cwd: checkout, env, encoding: "utf8" });
  };
  const succeed = (...command: Parameters<typeof ci>): string => {
    const { status, stdout, stderr } = ci(...command);
    assert.equal(status, 0, stdout + stderr);
    return stdout;
  };
  const refused = (...command: Parameters<typeof ci>): string => {
    const { status, stdout, stderr } = ci(...command);
    assert.equal(status, 1);
    return stdout + stderr;
  };
  const imagesOf = async (stack: string): Promise<Record<string, string>> =>
    (await outputsOf(stack)).images as Record<string, string>;
  const outputsOf = async (stack: string) =>
    JSON.parse((await sandbox.succeed("outputs", "--stack", stack)).stdout) as Record<string, unknown>;
  const key = "loklak:loklak";
  /** Asks for another commit of loklak's. */
  const ask = (commit: string, stack: string): void =>
    sandbox.configure(
      key,
      { ...(sandbox.configured(key, stack) as object), source: { commit: commit.repeat(40) } },
      stack,
    );

  it("deploy no prod before dev", () => {
    assert.match(refused("deploy", "prod"), /prod runs the images of dev, which was never deployed/);
    assert.deepEqual(sandbox.cloud().resources, {});
  });

  it("deploy prod with the very images that dev runs, from which its nodes may pull", async () => {
    succeed("deploy", "dev");
    succeed("deploy", "prod");
    assert.deepEqual(await imagesOf("prod"), await imagesOf("dev"));
    const repositories = Object.values(sandbox.google("docker:index/image:Image")).length;
    assert.equal(repositories, 0);
    const readers = Object.values(
      sandbox.google("gcp:artifactregistry/repositoryIamMember:RepositoryIamMember"),
    ).filter(({ inputs }) => (inputs.member as string).includes("loklak-prod-nodes"));
    assert.deepEqual(readers.map(({ inputs }) => inputs.repository).sort(), ["loklak-dev", "loklak-prod"]);
  });

  it("see no drift where nothing was touched", () => {
    for (const stack of ["dev", "prod"]) assert.doesNotMatch(succeed("drift", stack), /drift:/);
  });

  it("refuse to give prod what dev has not built from the same sources, and change nothing", async () => {
    const before = JSON.stringify(sandbox.cloud());
    const [images, name] = [await imagesOf("dev"), "registry.example/loklak"];
    ask("a", "prod");
    sandbox.configure("loklak:door", { image: `${name}@sha256:${"b".repeat(64)}` }, "prod");
    const said = refused("deploy", "prod");
    assert.ok(said.includes(`loklak: dev runs ${images.loklak}, built from other sources`), said);
    assert.ok(said.includes(`loklak:door.image is ${name}`), said);
    assert.doesNotMatch(said, /elasticsearch: dev runs/);
    assert.equal(JSON.stringify(sandbox.cloud()), before);
  });

  it("preview prod with the images that it runs, whatever dev will build", () => {
    sandbox.configure("loklak:door", undefined, "prod");
    assert.match(succeed("preview", "prod"), / unchanged/);
    assert.doesNotMatch(succeed("drift", "prod"), /drift:/);
  });

  it("give prod nothing of a dev whose deployment has failed", async () => {
    const before = await imagesOf("prod");
    for (const stack of ["dev", "prod"]) ask("a", stack);
    const faults = [{ package: "kubernetes", requests: "^PATCH .*/deployments/loklak-api", how: "busy" }];
    sandbox.setenv("LOKLAK_FAULTS", JSON.stringify(faults));
    assert.equal((await sandbox.run("up")).code, 1);
    sandbox.setenv("LOKLAK_FAULTS", undefined);
    assert.match(
      refused("deploy", "prod"),
      /dev, whose last deployment did not succeed, nothing was changed/,
    );
    assert.deepEqual(await imagesOf("prod"), before);
  });

  it("give prod what dev has built since", async () => {
    const before = await imagesOf("prod");
    succeed("deploy", "dev");
    succeed("deploy", "prod");
    const images = await imagesOf("prod");
    assert.deepEqual(images, await imagesOf("dev"));
    assert.notEqual(images.loklak, before.loklak);
    assert.equal(images.door, before.door);
  });

  it("report what was changed and deleted by hand, and fail", async () => {
    const client = sandbox.kubernetes(devCluster);
    await client.delete({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "loklak", namespace: "web" },
    });
    const door = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "door", namespace: "web" } };
    await client.patch(door, { spec: { replicas: 5 } }, { type: "merge" });
    await sandbox.deleteInConsole(
      nat,
      Object.keys(sandbox.google(nat)).find((id) => id.includes("dev"))!,
    );
    const lines = refused("drift", "dev")
      .split("\n")
      .filter((line) => line.startsWith("drift: "));
    assert.deepEqual(lines.map((line) => line.replace(/ \S+::/, " ")).sort(), [
      "drift: create loklak",
      "drift: create nat",
      "drift: update door spec.replicas",
    ]);
  });
});
