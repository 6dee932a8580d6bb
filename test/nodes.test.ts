import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import { allocatable } from "../sandbox/cluster/allocatable";
import { gatedStages } from "../sandbox/cluster/kwokStages";
import { csiNodeObject, isReal, realNodeObject, simulatedNodeObject } from "../sandbox/cluster/nodes";
import { parseQuantity } from "../sandbox/quantity";
import { node } from "./support/clusterObjects";

describe("simulated nodes", () => {
  it("leave to pods what GKE leaves to them", () => {
    assert.deepEqual(allocatable({ cpu: "4", memory: "16Gi" }), { cpu: "3920m", memory: "13948518Ki" });
    assert.deepEqual(allocatable({ cpu: "1", memory: "2Gi" }), { cpu: "940m", memory: "1470464Ki" });
  });

  it("carry the labels by which volumes and workloads find zones and pools", () => {
    const { labels } = simulatedNodeObject({
      ...node("n", "europe-west1-b"),
      labels: { role: "search" },
    }).metadata;
    assert.deepEqual(
      [
        labels["topology.gke.io/zone"],
        labels["cloud.google.com/gke-nodepool"],
        (labels as Record<string, string>).role,
      ],
      ["europe-west1-b", "main", "search"],
    );
    const [driver] = csiNodeObject(node("n", "europe-west1-b"), "uid").spec.drivers;
    assert.deepEqual(driver?.topologyKeys, ["topology.gke.io/zone"]);
  });

  it("are told from real ones", () => {
    const spec = node("n", "europe-west1-b");
    assert.deepEqual([simulatedNodeObject(spec), realNodeObject(spec)].map(isReal), [false, true]);
  });

  it("make no pod Ready that the stand-in kubelet did not find startable", () => {
    const stage = (name: string) =>
      `metadata: {name: ${name}}\nspec: {selector: {matchExpressions: [{key: k, operator: Exists}]}}\n`;
    const documents = parseAllDocuments(gatedStages(`${stage("pod-ready")}---\n${stage("pod-delete")}`));
    const [ready, remove] = documents.map((document) => JSON.stringify(document.toJS()));
    assert.match(ready ?? "", /"k".*sandbox\/Startable.*"operator":"In","values":\["True"\]/);
    assert.doesNotMatch(remove ?? "", /Startable/);
    assert.throws(() => gatedStages(stage("pod-delete")), /kwok's stages have no pod-ready/);
  });

  it("read quantities", () => {
    assert.deepEqual(["500m", "1.5Gi", "2k", "7"].map(parseQuantity), [0.5, 1.5 * 2 ** 30, 2000, 7]);
    for (const wrong of ["", "x", "1Zi", "-1"]) assert.throws(() => parseQuantity(wrong), /is no quantity/);
  });
});
