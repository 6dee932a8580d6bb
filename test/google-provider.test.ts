import assert, { rejects } from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { type Properties, UNKNOWN } from "../sandbox/provider/provider";
import { kubernetesVersion } from "../sandbox/google/types/cluster";
import { plain, project, region, TestCloud, zone } from "./support/googleCloud";
import { diskInputs, type } from "./support/googleResources";

describe("Google stand-in: configuration", () => {
  const cloud = new TestCloud();
  const failures = async (news: Properties) => {
    const checked = await cloud.provider.checkConfig(news);
    return checked.failures.map(({ property, reason }) => `${property}: ${reason}`);
  };

  it("takes what pulumi-gcp takes", async () => {
    const config = {
      project,
      region,
      zone,
      accessToken: "token",
      defaultLabels: '{"stage":"dev"}',
      addPulumiAttributionLabel: "true",
      userProjectOverride: "true",
      version: "9.37.0",
    };
    assert.deepEqual(await failures(config), []);
    assert.deepEqual(await failures({ project: UNKNOWN, region: UNKNOWN }), []);
  });

  for (const [config, message] of [
    [{ projct: "a" }, /^projct: the Google Cloud stand-in has no such configuration; allowed: accessToken, /],
    [{ computeCustomEndpoint: "a" }, /^computeCustomEndpoint: /],
    [{ project: "My Project" }, /^project: "My Project" is not a project id/],
    [{ region: "europe-west5" }, /^region: there is no region/],
    [{ region, zone: "europe-west4-a" }, /^zone: there is no zone "europe-west4-a" in europe-west1/],
  ] as [Properties, RegExp][])
    it(`refuses ${JSON.stringify(config)}`, async () => {
      const found = await failures(config);
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0] ?? "", message);
    });

  it("names all that is wrong at once", async () => {
    assert.equal((await failures({ a: "1", b: "2", region: "x", project: "y" })).length, 4);
  });

  it("never replaces the provider", async () => {
    const { changes } = await cloud.provider.diffConfig(
      { project, region, version: "9.36.0" },
      { project: "other-project", version: "9.36.0", zone },
      cloud.context("pulumi:providers:gcp"),
    );
    assert.deepEqual(changes, { project: "update", region: "delete", zone: "add" });
  });

  it("labels what it makes, with the defaults under the resource's own", async () => {
    const labelled = new TestCloud();
    const defaultLabels = '{"stage":"dev","team":"all"}';
    await labelled.provider.configure({ project, region, zone, defaultLabels });
    const disk = await labelled.create(type.disk, { ...diskInputs, labels: { team: "search" } });
    const expected = { stage: "dev", team: "search", "goog-pulumi-provisioned": "true" };
    assert.deepEqual(disk.outputs.effectiveLabels, expected);
    assert.deepEqual(disk.outputs.labels, { team: "search" });
    await labelled.provider.configure({ project, region, zone, addPulumiAttributionLabel: "false" });
    const plain = await labelled.create(type.disk, { ...diskInputs, name: "plain" });
    assert.deepEqual(plain.outputs.effectiveLabels, {});
    const kept = await labelled.update(disk, { ...diskInputs, size: 60 });
    assert.deepEqual(kept.outputs.effectiveLabels, { "goog-pulumi-provisioned": "true" });
  });
});

describe("Google stand-in: data sources", () => {
  const cloud = new TestCloud();

  it("tell the project and its number, the same everywhere", async () => {
    const answer = await cloud.provider.invoke("gcp:organizations/getProject:getProject", {});
    assert.equal(answer.projectId, project);
    assert.match(plain(answer.number), /^\d{12}$/);
    const again = new TestCloud().provider.invoke("gcp:organizations/getProject:getProject", {
      projectId: project,
    });
    assert.equal((await again).number, answer.number);
  });

  it("tell what the provider is configured with", async () => {
    const token = "gcp:organizations/getClientConfig:getClientConfig";
    const answer = await cloud.provider.invoke(token, {});
    assert.deepEqual([answer.project, answer.region, answer.zone], [project, region, zone]);
  });

  it("tell a region's zones", async () => {
    const answer = await cloud.provider.invoke("gcp:compute/getZones:getZones", { region: "us-east1" });
    assert.deepEqual(answer.names, ["us-east1-b", "us-east1-c", "us-east1-d"]);
  });

  it("are refused by name when they or their arguments are unknown", async () => {
    const unknown = cloud.provider.invoke("gcp:compute/getImage:getImage", {});
    await rejects(
      unknown,
      /does not know the data source gcp:compute\/getImage:getImage; it knows: .*getProject/,
    );
    const argument = cloud.provider.invoke("gcp:organizations/getProject:getProject", { project });
    await rejects(argument, /has no argument project; allowed: projectId/);
  });
});

describe("Google stand-in: state file", () => {
  it("is empty at first, and whole after a change that fails", async () => {
    const { store } = new TestCloud();
    assert.deepEqual(store.read(), { version: 1, resources: {}, images: {} });
    store.update(({ images }) => (images["registry/image@sha256:1"] = { tags: ["a"] }));
    assert.throws(() => {
      store.update((state) => {
        state.images = {};
        throw new Error("no");
      });
    });
    assert.deepEqual(store.read().images, { "registry/image@sha256:1": { tags: ["a"] } });
  });

  for (const [what, text, why] of [
    ["a half-written file", '{"version": 1, "resou', /JSON/],
    ["a foreign file", '{"version": 3, "deployment": {}}', /version/],
    ["a file with something more", '{"version":1,"resources":{},"images":{},"more":1}', /more/],
    ["a broken resource", '{"version":1,"resources":{"a":{"type":"t"}},"images":{}}', /resources\.a\.inputs/],
  ] as const)
    it(`${what} is one clear error that names it, and is left alone`, async () => {
      const cloud = new TestCloud();
      writeFileSync(cloud.store.file, text);
      const error = cloud.create(type.disk, diskInputs);
      await rejects(
        error,
        /google\.json does not hold the state of the Google Cloud stand-in .*put back an intact copy, or move/,
      );
      await rejects(cloud.create(type.disk, diskInputs), why);
      assert.equal(readFileSync(cloud.store.file, "utf8"), text);
    });
});

describe("Google stand-in: versions", () => {
  it("are those of the control plane that the sandbox builds", () => {
    const [, pinned] =
      /k8s\.io\/kubernetes v(\S+)/.exec(readFileSync("tools/kubernetes/go.mod", "utf8")) ?? [];
    assert.equal(kubernetesVersion.split("-")[0], pinned);
  });
});
