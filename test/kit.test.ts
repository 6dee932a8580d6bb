import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import { ConnectedCluster } from "../components/kit/connectedCluster";
import { DataStorage } from "../components/kit/dataStorage";
import { checkout } from "../sandbox/folder";
import { find, record } from "./support/record";

describe("the kit", () => {
  const files = (folder: string) => readdirSync(join(checkout, folder)).map((file) => join(folder, file));
  const used = ["problems", "specialRanges", "values"].map((file) => `config/${file}.ts`);
  const published = [...files("components/kit"), "contract.ts", "outputs.ts", ...used];

  for (const file of published)
    it(`is of use without the rest of the repository: ${file}`, () => {
      const text = readFileSync(join(checkout, file), "utf8");
      const imports = [...text.matchAll(/ from "(\.[^"]+)"/g)].map(([, path = ""]) =>
        join(file, "..", `${path}.ts`),
      );
      assert.deepEqual(
        imports.filter((path) => !published.includes(path)),
        [],
      );
    });

  it("is what npm packs", () => {
    const { files } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as { files: string[] };
    for (const file of published)
      assert.ok(
        files.some((path) => file.startsWith(path)),
        file,
      );
  });
});

describe("ConnectedCluster", () => {
  it("deploys by its stack's kubeconfig, and starts anew on a cluster that takes its place", async () => {
    const resources = await record((opts) => {
      const cluster = new ConnectedCluster(
        "platform",
        { clusterEndpoint: "gke-1.example", kubeconfig: "k" },
        opts,
      );
      assert.ok(cluster.provider instanceof kubernetes.Provider);
      new DataStorage("data", { cluster, name: "hello" }, { ...opts, provider: cluster.provider });
    });
    const { inputs, parents } = find(resources, "pulumi:providers:kubernetes", "platform");
    assert.deepEqual(parents, ["loklak:gke:ConnectedCluster"]);
    assert.equal(inputs["clusterIdentifier"], "gke-1.example");
    assert.equal(inputs["kubeconfig"], "k");
    for (const type of ["storage.k8s.io/v1:StorageClass", "scheduling.k8s.io/v1:PriorityClass"])
      assert.deepEqual(find(resources, `kubernetes:${type}`, "data").inputs["metadata"], { name: "hello" });
  });
});
