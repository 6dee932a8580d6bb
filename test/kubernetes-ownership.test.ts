import assert from "node:assert/strict";
import { KubeError, type KubeClient, type KubeObject } from "../sandbox/cluster/kubeClient";
import { updateObject } from "../sandbox/kubernetes/apply";
import { isOthersField, ownershipPatch } from "../sandbox/kubernetes/ownership";
import { providerContext } from "./support/providerContext";

describe("Kubernetes stand-in: ownership of fields", () => {
  const entry = (manager: string, operation: string, fieldsV1: object, subresource?: string) => ({
    ...{ manager, operation, apiVersion: "v1", fieldsType: "FieldsV1", fieldsV1, time: "t" },
    ...(subresource && { subresource }),
  });
  const live = (...managedFields: object[]) =>
    ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "a", resourceVersion: "5", managedFields },
    }) as KubeObject;

  it("takes over what the creation and kubectl set, and leaves other managers' fields", () => {
    const others = entry("controller", "Update", { "f:spec": { "f:b": {} } });
    const status = entry("pulumi-kubernetes", "Update", { "f:status": {} }, "status");
    const patch = ownershipPatch(
      live(
        entry("pulumi-kubernetes", "Update", { "f:data": { "f:a": {} } }),
        others,
        status,
        entry("me", "Apply", { "f:data": { "f:b": {} } }),
      ),
      "me",
    ) as
      | { path: string; value: { manager: string; operation: string; fieldsV1: object }[] | string }[]
      | undefined;
    const [fields, version] = patch ?? [];
    assert.equal(version?.value, "5");
    assert.deepEqual(fields?.value, [
      others,
      status,
      entry("me", "Apply", { "f:data": { "f:a": {}, "f:b": {} } }),
    ]);
  });

  it("leaves an object alone that has no predecessor's fields", () => {
    assert.equal(ownershipPatch(live(entry("me", "Apply", {})), "me"), undefined);
  });

  it("knows a field that only others set", () => {
    const capacity = { "f:spec": { "f:capacity": { "f:storage": {} } } };
    const path = ["spec", "capacity"];
    assert.equal(isOthersField(live(entry("resizer", "Update", capacity)), "me", path), true);
    assert.equal(
      isOthersField(live(entry("resizer", "Update", capacity), entry("me", "Apply", capacity)), "me", path),
      false,
    );
    assert.equal(isOthersField(live(entry("resizer", "Update", {})), "me", path), false);
  });

  it("takes over again when a controller writes the object meanwhile", async () => {
    const created = (resourceVersion: string) => {
      const object = live(entry("pulumi-kubernetes", "Update", { "f:data": {} }));
      return { ...object, metadata: { ...object.metadata, resourceVersion } };
    };
    const versions: unknown[] = [];
    const client = {
      get: async () => created("6"),
      patch: async (_: KubeObject, [, version]: { value: unknown }[]) => {
        versions.push(version?.value);
        if (version?.value === "5") throw new KubeError(409, "Conflict", "the object has been modified");
        return created("7");
      },
      apply: async (object: KubeObject) => object,
    } as unknown as KubeClient;
    const settings = { fieldManager: "me", enablePatchForce: false, upsertExistingObjects: false };
    await updateObject(client, created("5"), {}, settings, providerContext("kubernetes:core/v1:ConfigMap"));
    assert.deepEqual(versions, ["5", "6"]);
  });
});
