import assert from "node:assert/strict";
import type { KubeObject } from "../../sandbox/cluster/kubeClient";
import { readinessOf } from "../../sandbox/kubernetes/await/kinds";
import type { Verdict } from "../../sandbox/kubernetes/await/readiness";

/** Fields of an object as JSON. */
export type Fields = Record<string, unknown>;

/** An object of the namespace `n`, of a type such as `apps/v1:Deployment`. */
export const object = (
  type: string,
  name: string,
  fields: Fields = {},
  metadata: Fields = {},
): KubeObject => {
  const [apiVersion = "", kind = ""] = type.split(":");
  return {
    apiVersion,
    kind,
    metadata: { name, namespace: "n", uid: `uid-${name}`, generation: 1, ...metadata },
    ...fields,
  };
};
/** Metadata of an object that the object with the uid owns. */
export const owner = (uid: string) => ({ ownerReferences: [{ apiVersion: "", kind: "", name: "", uid }] });
/** Metadata of a Deployment's or ReplicaSet's revision. */
export const revision = (text: string) => ({ annotations: { "deployment.kubernetes.io/revision": text } });
/** A condition of an object's status. */
export const condition = (type: string, status: string, reason = "", message = "") => ({
  type,
  status,
  reason,
  message,
});
/** What the Kubernetes stand-in says of the object's readiness. */
export const judge = (view: KubeObject, related: KubeObject[] = [], previous?: KubeObject): Verdict => {
  const readiness = readinessOf(view);
  assert.ok(readiness);
  return readiness.judge({ object: view, related, previous });
};
