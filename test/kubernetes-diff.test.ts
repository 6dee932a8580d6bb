import assert from "node:assert/strict";
import { asWritten } from "../sandbox/kubernetes/asWritten";
import { diffObject } from "../sandbox/kubernetes/diff";
import { formatPath } from "../sandbox/kubernetes/propertyPath";
import { UNKNOWN, type Properties } from "../sandbox/provider/provider";

const mutable = { enableConfigMapMutable: false, enableSecretMutable: false };

describe("Kubernetes stand-in: changes of objects", () => {
  const object = (type: string, fields: Properties, name = "a"): Properties => {
    const [apiVersion = "", kind = ""] = type.split(":");
    return { apiVersion, kind, metadata: { name, namespace: "n" }, ...fields };
  };
  const diff = (olds: Properties, news: Properties, settings = mutable, ignored?: string[]) =>
    diffObject(olds, olds, news, settings, ignored);

  const replaced: Record<string, string[]> = {
    "apps/v1:Deployment": ["spec.selector.matchLabels.a"],
    "apps/v1:DaemonSet": ["spec.selector.matchExpressions.0.key"],
    "apps/v1:StatefulSet": [
      "spec.selector.matchLabels.a",
      "spec.serviceName",
      "spec.podManagementPolicy",
      "spec.revisionHistoryLimit",
      "spec.volumeClaimTemplates.0.metadata.name",
    ],
    "batch/v1:Job": ["spec.template.spec.x", "spec.completions", "spec.parallelism", "spec.selector.x"],
    "rbac.authorization.k8s.io/v1:RoleBinding": ["roleRef.name"],
    "rbac.authorization.k8s.io/v1:ClusterRoleBinding": ["roleRef.kind"],
    "storage.k8s.io/v1:StorageClass": ["provisioner", "parameters.type"],
    "v1:ConfigMap": ["data.k", "binaryData.k"],
    "v1:PersistentVolume": ["spec.csi.volumeHandle", "spec.local.path"],
    "v1:PersistentVolumeClaim": [
      "spec.volumeName",
      "spec.accessModes.0",
      "spec.storageClassName",
      "spec.selector.x",
    ],
    "v1:Pod": [
      "spec.containers.0.image",
      "spec.initContainers.0.env.0.value",
      "spec.volumes.0.name",
      "spec.nodeName",
    ],
    "v1:ResourceQuota": ["spec.scopes.0"],
    "v1:Secret": ["data.k", "stringData.k", "type"],
    "v1:Service": ["spec.clusterIP", "metadata.name", "metadata.namespace"],
  };
  const inPlace: Record<string, string[]> = {
    "apps/v1:Deployment": ["spec.replicas", "spec.template.spec.containers.0.image", "metadata.labels.a"],
    "apps/v1:StatefulSet": ["spec.replicas", "spec.template.spec.x", "spec.updateStrategy.type"],
    "networking.k8s.io/v1:NetworkPolicy": ["spec.podSelector.matchLabels.a"],
    "policy/v1:PodDisruptionBudget": ["spec.maxUnavailable"],
    "storage.k8s.io/v1:StorageClass": ["allowVolumeExpansion"],
    "v1:PersistentVolume": ["spec.capacity.storage", "spec.claimRef.name"],
    "v1:PersistentVolumeClaim": ["spec.resources.requests.storage"],
    "v1:Pod": ["spec.containers.0.name", "spec.tolerations.0.key", "spec.activeDeadlineSeconds"],
    "v1:Service": ["spec.type", "spec.ports.0.port", "spec.loadBalancerIP"],
  };
  /** `spec.ports.0.port` as an object that holds the value there. */
  const nested = (path: string[], value: Properties[string]): Properties[string] =>
    path.reduceRight<Properties[string]>(
      (inner, key) => (/^\d+$/.test(key) ? [inner ?? null] : { [key]: inner }),
      value,
    );
  const kinds = (table: Record<string, string[]>) =>
    Object.entries(table).flatMap(([type, paths]) => paths.map((path) => [type, path] as const));
  for (const [table, replaces] of [[replaced, true] as const, [inPlace, false] as const])
    for (const [type, path] of kinds(table))
      it(`${type} ${path} is ${replaces ? "replaced" : "changed in place"}`, () => {
        const made = (value: Properties[string]) => {
          const { metadata, ...fields } = nested(path.split("."), value) as Properties;
          const whole = object(type, fields);
          return { ...whole, metadata: { ...(whole.metadata as Properties), ...(metadata as Properties) } };
        };
        const name = formatPath(path.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key)));
        const suffix = replaces ? "-replace" : "";
        assert.deepEqual(diff(made(1), made(2)).changes, { [name]: `update${suffix}` });
        if (!path.startsWith("metadata.n"))
          assert.deepEqual(diff(made(1), made(undefined)).changes, { [name]: `delete${suffix}` });
      });

  it("replaces for a whole part that was not there before", () => {
    const added = (spec: Properties) =>
      diff(object("apps/v1:Deployment", {}), object("apps/v1:Deployment", { spec })).changes;
    assert.deepEqual(added({ selector: {} }), { spec: "add-replace" });
    assert.deepEqual(added({ replicas: 1 }), { spec: "add" });
  });

  it("changes a ConfigMap's and a Secret's content in place where the provider says so and they are not immutable", () => {
    const settings = { enableConfigMapMutable: true, enableSecretMutable: true };
    for (const type of ["v1:ConfigMap", "v1:Secret"]) {
      const change = (fields: Properties) =>
        diff(
          object(type, { data: { k: "1" }, ...fields }),
          object(type, { data: { k: "2" }, ...fields }),
          settings,
        ).changes;
      assert.deepEqual(change({}), { "data.k": "update" });
      assert.deepEqual(change({ immutable: true }), { "data.k": "update-replace" });
    }
  });

  it("deletes first when the new object would have the old one's name", () => {
    const before = object("v1:ConfigMap", { data: { k: "1" } });
    const after = (name: string, annotations = {}) => ({
      ...object("v1:ConfigMap", { data: { k: "2" } }),
      metadata: { name, namespace: "n", annotations },
    });
    assert.equal(diff(before, after("a")).deleteBeforeReplace, true);
    assert.equal(diff(before, after("b")).deleteBeforeReplace, false);
    assert.equal(diff(before, after("a", { "pulumi.com/autonamed": "true" })).deleteBeforeReplace, false);
    assert.equal(diff(before, { ...before, immutable: true }).deleteBeforeReplace, false);
  });

  it("replaces what moves to another name or namespace", () => {
    const before = object("v1:Service", {});
    const moved = { ...before, metadata: { name: "a", namespace: "m" } };
    assert.deepEqual(diff(before, moved).changes, { "metadata.namespace": "update-replace" });
    assert.deepEqual(diff(before, { ...before, metadata: { name: UNKNOWN, namespace: "n" } }).changes, {
      "metadata.name": "update-replace",
    });
  });

  it("takes an unknown in place of an object for one without any of its keys", () => {
    const before = object("v1:PersistentVolume", { spec: { csi: { driver: "d" }, mountOptions: ["a"] } });
    assert.deepEqual(diff(before, { ...before, metadata: UNKNOWN, spec: UNKNOWN }), {
      changes: {
        "metadata.name": "delete-replace",
        "metadata.namespace": "delete-replace",
        "spec.csi": "delete-replace",
        "spec.mountOptions": "delete",
      },
      deleteBeforeReplace: false,
    });
  });

  it("sees nothing in what the server adds, drops and spells its own way", () => {
    const inputs = object("apps/v1:Deployment", {
      spec: {
        replicas: 0,
        paused: false,
        template: {
          spec: {
            containers: [
              {
                name: "a",
                env: [{ name: "EMPTY", value: "" }],
                resources: {
                  limits: { cpu: 0.5, memory: "1024Mi" },
                  requests: { cpu: "1000m", memory: "1.5Gi" },
                },
              },
            ],
            volumes: [{ name: "v", emptyDir: { sizeLimit: "1024Ki" } }],
            tolerations: [],
          },
        },
      },
    });
    const live = object("apps/v1:Deployment", {
      metadata: { name: "a", namespace: "n", uid: "u", annotations: { revision: "1" } },
      status: { replicas: 1 },
      spec: {
        replicas: 0,
        progressDeadlineSeconds: 600,
        template: {
          spec: {
            containers: [
              {
                name: "a",
                image: "set-by-server",
                env: [{ name: "EMPTY" }],
                resources: {
                  limits: { cpu: "500m", memory: "1Gi" },
                  requests: { cpu: "1", memory: "1536Mi" },
                },
              },
              { name: "injected" },
            ],
            volumes: [{ name: "v", emptyDir: { sizeLimit: "1Mi" } }],
          },
        },
      },
    });
    assert.deepEqual(diffObject(inputs, live, inputs, mutable).changes, {});
    const refreshed = asWritten(live, inputs);
    assert.deepEqual(diffObject(refreshed, live, inputs, mutable).changes, {});
  });

  it("sees a change by hand, but not of an ignored property", () => {
    const inputs = object("v1:PersistentVolume", {
      spec: { capacity: { storage: "1Gi" }, mountOptions: ["a"] },
    });
    const live = object("v1:PersistentVolume", {
      spec: { capacity: { storage: "2Gi" }, mountOptions: ["b"] },
    });
    const seen = (ignored: string[]) =>
      Object.keys(diffObject(inputs, live, inputs, mutable, ignored).changes);
    assert.deepEqual(seen([]), ["spec.capacity.storage", "spec.mountOptions[0]"]);
    assert.deepEqual(seen(["spec.capacity"]), ["spec.mountOptions[0]"]);
    assert.deepEqual(seen(["spec.capacity", "spec.mountOptions[*]"]), []);
  });

  it("compares a Secret's stringData with what the server made of it", () => {
    const inputs = object("v1:Secret", { stringData: { k: "v" } });
    const live = object("v1:Secret", { data: { k: Buffer.from("v").toString("base64") } });
    assert.deepEqual(diffObject(inputs, live, inputs, mutable).changes, {});
    const changed = object("v1:Secret", { data: { k: Buffer.from("w").toString("base64") } });
    assert.deepEqual(Object.keys(diffObject(inputs, changed, inputs, mutable).changes), ["stringData.k"]);
  });

  it("does not take equal numbers in text for one quantity", () => {
    const before = object("v1:ConfigMap", { data: { limits: "1000m" } });
    assert.deepEqual(Object.keys(diff(before, object("v1:ConfigMap", { data: { limits: "1" } })).changes), [
      "data.limits",
    ]);
  });
});
