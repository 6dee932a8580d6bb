import assert from "node:assert/strict";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simulatedBuilder } from "../sandbox/docker/builder";
import { parseIgnore } from "../sandbox/docker/ignore";
import { dockerProvider } from "../sandbox/docker/provider";
import { GoogleStore } from "../sandbox/google/store";
import { UNKNOWN, type Properties, type Provider } from "../sandbox/provider/provider";
import { textAt } from "../sandbox/provider/values";
import { providerContext } from "./support/providerContext";

const host = "europe-west3-docker.pkg.dev";
const name = `${host}/p/r/app`;
const types = {
  image: "docker:index/image:Image",
  tag: "docker:index/tag:Tag",
  registryImage: "docker:index/registryImage:RegistryImage",
};

describe("Docker stand-in", () => {
  let root: string;
  let store: GoogleStore;
  let provider: Provider;

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), "docker-stand-in-"));
    mkdirSync(join(root, "app"));
    writeFileSync(join(root, "app/Dockerfile"), "FROM scratch\nCOPY . .\n");
    writeFileSync(join(root, "app/start.sh"), "#!/bin/sh\n", { mode: 0o755 });
    writeFileSync(join(root, "app/.dockerignore"), "notes\n");
    store = new GoogleStore(join(root, "google.json"));
    store.update(({ resources }) => {
      resources["projects/p/locations/europe-west3/repositories/r"] = {
        type: "gcp:artifactregistry/repository:Repository",
        inputs: {},
        outputs: {},
      };
    });
    provider = await connect([{ address: host }]);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const connect = async (registryAuth: Properties[], at = root): Promise<Provider> => {
    const made = dockerProvider(store, { root: at })();
    await made.configure({ registryAuth: JSON.stringify(registryAuth) });
    return made;
  };
  const build = (changes: Properties = {}): Properties => ({
    imageName: `${name}:latest`,
    build: { context: "app", platform: "linux/amd64", ...changes },
  });
  const check = async (news: Properties, type = types.image, by = provider): Promise<Properties> => {
    const { inputs, failures } = await by.check({}, news, providerContext(type));
    assert.deepEqual(failures, []);
    return inputs;
  };
  const create = async (news: Properties, type = types.image, by = provider) =>
    by.create(await check(news, type, by), providerContext(type));
  const digest = async (news: Properties, by = provider) =>
    (await create(news, types.image, by)).outputs.repoDigest;
  const changes = async (olds: Properties, news: Properties, type = types.image) =>
    (await provider.diff("id", olds, {}, news, providerContext(type))).changes;

  it("pushes under the tag, by a digest that consumers can name", async () => {
    const { id, outputs } = await create(build());
    assert.equal(id, `${name}:latest`);
    assert.match(
      textAt(outputs, "repoDigest"),
      /^europe-west3-docker\.pkg\.dev\/p\/r\/app@sha256:[0-9a-f]{64}$/,
    );
    assert.deepEqual(store.read().images, { [textAt(outputs, "repoDigest")]: { tags: ["latest"] } });
  });

  it("has the same digest in another folder and under another umask", async () => {
    const first = await digest(build());
    const copy = mkdtempSync(join(tmpdir(), "docker-stand-in-"));
    cpSync(join(root, "app"), join(copy, "app"), { recursive: true });
    chmodSync(join(copy, "app/Dockerfile"), 0o664);
    chmodSync(join(copy, "app/start.sh"), 0o775);
    assert.equal(await digest(build(), await connect([{ address: host }], copy)), first);
    rmSync(copy, { recursive: true });
  });

  const touches: Record<string, (folder: string) => Properties | void> = {
    "a file's content": (folder) => writeFileSync(join(folder, "start.sh"), "#!/bin/bash\n"),
    "a new file": (folder) => writeFileSync(join(folder, "more"), ""),
    "a file made executable": (folder) => chmodSync(join(folder, ".dockerignore"), 0o755),
    "a new link": (folder) => symlinkSync("start.sh", join(folder, "run.sh")),
    "the Dockerfile": (folder) => writeFileSync(join(folder, "Dockerfile"), "FROM busybox\n"),
    "a build argument": () => ({ args: { VERSION: "2" } }),
    "the platform": () => ({ platform: "linux/arm64" }),
    "the target": () => ({ target: "test" }),
  };
  for (const [what, touch] of Object.entries(touches))
    it(`${what} makes another digest and an update`, async () => {
      const before = await check(build());
      const first = await digest(build());
      const inputs = build(touch(join(root, "app")) ?? {});
      assert.notEqual(await digest(inputs), first);
      assert.deepEqual(await changes(before, await check(inputs)), { build: "update" });
    });

  it("does not see what .dockerignore names", async () => {
    const before = await check(build());
    const first = await digest(build());
    writeFileSync(join(root, "app/notes"), "no part of the image");
    assert.equal(await digest(build()), first);
    assert.deepEqual(await changes(before, await check(build())), {});
  });

  it("sees a file's mode as pulumi-docker does: an update, even where the digest stays", async () => {
    const before = await check(build());
    chmodSync(join(root, "app/Dockerfile"), 0o600);
    assert.deepEqual(await changes(before, await check(build())), { build: "update" });
  });

  it("a new login makes no diff, another server or name does", async () => {
    const registry = { server: host, username: "oauth2accesstoken", password: "old" };
    const before = await check({ ...build(), registry });
    const differs = async (change: Properties) =>
      changes(before, await check({ ...build(), registry, ...change }));
    assert.deepEqual(await differs({ registry: { ...registry, password: "new" } }), {});
    assert.deepEqual(await differs({ registry: { ...registry, password: UNKNOWN } }), {});
    assert.deepEqual(await differs({ registry: { ...registry, server: "other" } }), { registry: "update" });
    assert.deepEqual(await differs({ imageName: `${name}:other` }), { imageName: "update" });
  });

  it("tells no digest in a preview, unless it is to build then", async () => {
    const preview = providerContext(types.image, { preview: true });
    assert.equal((await provider.create(await check(build()), preview)).outputs.repoDigest, undefined);
    const eager = await check({ ...build(), buildOnPreview: true });
    assert.match(textAt(await provider.create(eager, preview), "outputs", "repoDigest"), /^sha256:/);
    assert.deepEqual(store.read().images, {});
  });

  it("pushes a further tag of the same digest, again when the digest changes, and keeps it remotely", async () => {
    const push = async () => {
      const { imageName, repoDigest } = (await create(build())).outputs;
      const inputs = {
        sourceImage: imageName,
        targetImage: `${name}:abc`,
        tagTriggers: [repoDigest],
      } as Properties;
      await create(inputs, types.tag);
      const pushed = {
        name: `${name}:abc`,
        keepRemotely: true,
        triggers: { digest: repoDigest },
      } as Properties;
      return {
        tag: inputs,
        pushed: await check(pushed, types.registryImage),
        made: await create(pushed, types.registryImage),
      };
    };
    const first = await push();
    const [image] = Object.entries(store.read().images);
    assert.deepEqual(image?.[1].tags, ["abc", "latest"]);
    writeFileSync(join(root, "app/more"), "");
    const second = await push();
    assert.deepEqual(await changes(first.tag, second.tag, types.tag), { tagTriggers: "update-replace" });
    assert.deepEqual(await changes(first.pushed, second.pushed, types.registryImage), {
      triggers: "update-replace",
    });
    await provider.delete("id", first.pushed, first.made.outputs, providerContext(types.registryImage));
    const tags = Object.values(store.read().images).map((each) => each.tags);
    assert.deepEqual(tags, [[], ["abc", "latest"]]);
  });

  it("builds again what another builder made", async () => {
    const { inputs, outputs } = { inputs: await check(build()), ...(await create(build())) };
    const builder = { ...simulatedBuilder, keeps: () => false };
    const other = dockerProvider(store, { root, builder })();
    const { changes } = await other.diff("", inputs, outputs, inputs, providerContext(types.image));
    assert.deepEqual(changes, { build: "update" });
  });

  it("keeps its local images when its process ends", async () => {
    await create(build());
    const inputs = { sourceImage: `${name}:latest`, targetImage: `${name}:abc` };
    await create(inputs, types.tag, await connect([{ address: host }]));
  });

  const refused: Record<string, [() => Promise<unknown>, RegExp]> = {
    "an unknown type": [
      () => create({}, "docker:index/container:Container"),
      /does not serve docker:index\/container/,
    ],
    "a missing Dockerfile": [
      () => create(build({ dockerfile: "Dockerfile" })),
      /"Dockerfile"\. Try setting `dockerfile` to "app\/Dockerfile"/,
    ],
    "a missing context": [() => create(build({ context: "none" })), /"none" does not exist/],
    "a name without registry": [
      () => create({ ...build(), imageName: "app:1" }),
      /"app:1" is not a fully qualified/,
    ],
    "a registry that is not Artifact Registry": [
      () => create({ ...build(), imageName: "docker.io/p/app", registry: { username: "u", password: "p" } }),
      /Artifact Registry only/,
    ],
    "a tag of an image that is not there": [
      () => create({ sourceImage: "a:1", targetImage: "a:2" }, types.tag),
      /No such image: a:1/,
    ],
  };
  for (const [what, [attempt, message]] of Object.entries(refused))
    it(`refuses ${what}`, () => assert.rejects(attempt, message));

  it("refuses a push without login or repository", async () => {
    const stranger = await connect([]);
    await assert.rejects(
      create(build(), types.image, stranger),
      /denied: Unauthenticated request.*repositories\/r"/,
    );
    await create(build());
    const tagged = { name: `${name}:latest` };
    await assert.rejects(create(tagged, types.registryImage, stranger), /no auth config found for registry/);
    const elsewhere = { ...build(), imageName: `${host}/p/none/app:1` };
    await assert.rejects(create(elsewhere), /Repository "none" not found/);
  });

  it("names each property it does not know", async () => {
    const news = { ...build({ secrets: ["s"] }), platform: "linux/amd64" };
    const { failures } = await provider.check({}, news, providerContext(types.image));
    assert.deepEqual(failures.map(({ property }) => property).sort(), ["build.secrets", "platform"]);
    const config = await provider.checkConfig({ registryAuth: [{ address: host, token: "t" }], sshOpts: [] });
    assert.deepEqual(config.failures.map(({ property }) => property).sort(), [
      "registryAuth.0.token",
      "sshOpts",
    ]);
  });

  it("reads .dockerignore as Docker does", () => {
    const ignored = parseIgnore("# comment\n*\n!src\n!keep/me.txt\nsrc/**/*.log\n/abs\nsrc/tmp?/\n");
    const of = (paths: string[]) => paths.filter(ignored);
    assert.deepEqual(
      of(["a", "a/b", "src/x", "src/a.log", "src/deep/er/b.log", "keep/me.txt", "keep/other"]),
      ["a", "a/b", "src/a.log", "src/deep/er/b.log", "keep/other"],
    );
    assert.deepEqual(of(["src/tmp1/x", "src/tmp/x"]), ["src/tmp1/x"]);
  });
});
