import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Image } from "../components/kit/image";
import { imageSource } from "../components/kit/imageSource";
import { Registry } from "../components/kit/registry";
import { find, promiseOf, record, Recorded } from "./support/record";

describe("Image", () => {
  let image!: Image;
  const make = (existing?: string): Promise<Recorded[]> =>
    record((opts) => {
      const registry = new Registry(
        "registry",
        {
          name: "loklak-test",
          project: "test-project",
          region: "us-central1",
          labels: {},
          reader: "m",
          otherImages: existing === undefined ? [] : [existing],
        },
        opts,
      );
      image = new Image(
        "loklak-image",
        {
          name: "loklak",
          registry,
          tags: ["kubernetes-c0ffee", "latest-kubernetes-development"],
          context: "images/loklak",
          buildArgs: { LOKLAK_COMMIT: "c0ffee" },
          existing,
        },
        opts,
      );
    });
  const repository = "us-central1-docker.pkg.dev/test-project/loklak-test/loklak";

  it("is built for the nodes' platform, pushed under every tag and deployed by digest", async () => {
    const resources = await make();
    const built = find(resources, "docker:index/image:Image", "loklak-image");
    assert.deepEqual(built.parents, ["loklak:docker:Image"]);
    assert.equal(built.inputs["imageName"], `${repository}:kubernetes-c0ffee`);
    assert.deepEqual(built.inputs["build"], {
      args: { LOKLAK_COMMIT: "c0ffee" },
      context: "images/loklak",
      dockerfile: "images/loklak/Dockerfile",
      platform: "linux/amd64",
    });
    const digest = `${repository}@sha256:${"0".repeat(64)}`;
    assert.deepEqual(find(resources, "docker:index/tag:Tag", "loklak-image-1").inputs, {
      sourceImage: `${repository}:kubernetes-c0ffee`,
      targetImage: `${repository}:latest-kubernetes-development`,
      tagTriggers: [digest],
    });
    const pushed = find(resources, "docker:index/registryImage:RegistryImage", "loklak-image-1").inputs;
    assert.deepEqual(pushed, {
      name: `${repository}:latest-kubernetes-development`,
      keepRemotely: true,
      triggers: { digest },
    });
    assert.equal(await promiseOf(image.reference), digest);
    assert.equal(image.source, imageSource("images/loklak", { LOKLAK_COMMIT: "c0ffee" }));
  });

  it("asks no Docker engine when it exists", async () => {
    const existing = `registry.example/loklak@sha256:${"a".repeat(64)}`;
    const resources = await make(existing);
    assert.deepEqual(
      resources.filter(({ type }) => type.includes("docker:") && !type.startsWith("loklak:")),
      [],
    );
    assert.equal(await promiseOf(image.reference), existing);
    assert.equal(image.source, undefined);
  });
});

describe("an image's source", () => {
  const folder = mkdtempSync(join(tmpdir(), "loklak-image-"));
  after(() => rmSync(folder, { recursive: true }));
  const context = join(folder, "context");
  const source = (args: Record<string, string> = {}) => imageSource(context, { ONE: "1", TWO: "2", ...args });
  const write = (file: string, content: string, mode: number) => {
    writeFileSync(join(context, file), content);
    chmodSync(join(context, file), mode);
  };
  beforeEach(() => {
    rmSync(context, { recursive: true, force: true });
    mkdirSync(join(context, "scripts"), { recursive: true });
    write("Dockerfile", "FROM scratch", 0o644);
    write("scripts/run.sh", "true", 0o755);
  });

  it("is the same in another checkout, under another umask and with arguments in another order", () => {
    const before = source();
    write("Dockerfile", "FROM scratch", 0o600);
    write("scripts/run.sh", "true", 0o700);
    assert.equal(imageSource(context, { TWO: "2", ONE: "1" }), before);
    renameSync(context, `${context}2`);
    assert.equal(imageSource(`${context}2`, { ONE: "1", TWO: "2" }), before);
    rmSync(`${context}2`, { recursive: true });
  });

  for (const [what, change] of Object.entries({
    "a file's content": () => write("scripts/run.sh", "false", 0o755),
    "a file's mode": () => write("scripts/run.sh", "true", 0o644),
    "a file's name": () => renameSync(join(context, "scripts/run.sh"), join(context, "run.sh")),
    "a link": () => symlinkSync("Dockerfile", join(context, "link")),
  }))
    it(`is another one with ${what}`, () => {
      const before = source();
      change();
      assert.notEqual(source(), before);
    });

  it("is another one with an argument", () => {
    assert.notEqual(source({ TWO: "3" }), source());
  });
});

describe("Registry", () => {
  it("lets the nodes pull, and keeps what a deployment may still name", async () => {
    const resources = await record((opts) => {
      new Registry(
        "registry",
        {
          name: "loklak-test",
          project: "test-project",
          region: "us-central1",
          labels: {},
          reader: "serviceAccount:n",
          otherImages: [
            "europe-west1-docker.pkg.dev/p/tested/a@1",
            "europe-west1-docker.pkg.dev/p/tested/b@2",
            "hub.example/c@3",
            "us-central1-docker.pkg.dev/test-project/loklak-test/own@4",
          ],
        },
        opts,
      );
    });
    const repository = find(resources, "gcp:artifactregistry/repository:Repository", "registry");
    assert.deepEqual(repository.parents, ["loklak:gcp:Registry"]);
    const policies = repository.inputs["cleanupPolicies"] as {
      action: string;
      condition?: { tagState: string };
    }[];
    assert.deepEqual(
      policies.filter(({ action }) => action === "DELETE").map(({ condition }) => condition?.tagState),
      ["UNTAGGED"],
    );
    const reader = find(
      resources,
      "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
      "image-pull",
    ).inputs;
    assert.equal(reader["role"], "roles/artifactregistry.reader");
    assert.equal(reader["member"], "serviceAccount:n");
    const others = resources.filter(({ name }) => name.startsWith("image-pull-"));
    assert.deepEqual(
      others.map(({ inputs }) => inputs),
      [
        {
          location: "europe-west1",
          project: "p",
          repository: "tested",
          role: "roles/artifactregistry.reader",
          member: "serviceAccount:n",
        },
      ],
    );
  });
});
