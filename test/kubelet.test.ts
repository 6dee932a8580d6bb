import assert from "node:assert/strict";
import type { Container, CsiVolume, Pod, Volume } from "../sandbox/cluster/controllers/objects";
import type { PodFacts } from "../sandbox/cluster/controllers/podFacts";
import { podProgress } from "../sandbox/cluster/controllers/podProgress";
import { pendingStatus, readyAgainStatus } from "../sandbox/cluster/controllers/podStatus";

const now = "2026-11-01T00:00:00Z";

const object = (kind: string, name: string, rest: object = {}) => ({
  apiVersion: "v1",
  kind,
  metadata: { name, namespace: "web" },
  ...rest,
});

/** A cluster in which all is there that the cases below name, but what they say is missing. */
const facts: PodFacts = {
  configMap: (name) => (name === "gone" ? undefined : object("ConfigMap", name, { data: { port: "1" } })),
  secret: (name) => (name === "gone" ? undefined : object("Secret", name, { data: { token: "" } })),
  hasServiceAccount: (name) => name !== "gone",
  claim: (name) => (name === "gone" ? undefined : claim(name)),
  volume: (name) => ({
    ...object("PersistentVolume", name),
    spec: { csi: filestore[name] ?? { driver: "d", volumeHandle: "h" } },
  }),
  isAttached: (volume) => volume !== "detached" && filestore[volume] === undefined,
  hasDriver: () => true,
  fileServer: (location, name) =>
    location === "z" && name === "i" ? { share: "s", addresses: ["10.0.0.2"] } : undefined,
  hasImage: (image) => image !== "gone",
  waitReason: ({ name }) => (name === "gone" ? "waits for it" : undefined),
};

function share(volumeHandle: string, volumeAttributes: Record<string, string>) {
  return { driver: "filestore.csi.storage.gke.io", volumeHandle, volumeAttributes };
}

const filestore: Record<string, CsiVolume> = {
  share: share("modeInstance/z/i/s", { ip: "10.0.0.2", volume: "s" }),
  "other-handle": share("z/i/s", { ip: "10.0.0.2", volume: "s" }),
  "other-address": share("modeInstance/z/i/s", { ip: "10.0.0.3", volume: "s" }),
  "other-instance": share("modeInstance/z/j/s", { ip: "10.0.0.2", volume: "s" }),
  "other-share": share("modeInstance/z/i/t", { ip: "10.0.0.2", volume: "t" }),
  "no-address": share("modeInstance/z/i/s", { volume: "s" }),
};

function claim(name: string) {
  const phase = name === "pending" ? "Pending" : "Bound";
  return { ...object("PersistentVolumeClaim", name), spec: { volumeName: name }, status: { phase } };
}

const container = (name: string, rest: Partial<Container> = {}): Container => ({
  name,
  image: "there",
  ...rest,
});

function pod(spec: Partial<Pod["spec"]>): Pod {
  return { ...object("Pod", "p"), spec: { containers: [container("main")], ...spec } };
}

describe("stand-in kubelet", () => {
  const ref = (key: string, name = "settings", optional = false) => ({ name, key, optional });
  const env = (valueFrom: object) => ({
    containers: [container("main", { env: [{ name: "E", valueFrom }] })],
  });
  const volume = (volume: object, mount = {}) => ({
    containers: [container("main", { volumeMounts: [{ name: "v", ...mount }] })],
    volumes: [{ name: "v", ...volume } as Volume],
  });
  const projected = (source: object) =>
    volume({ projected: { sources: [{ serviceAccountToken: {} }, source] } });

  const startable: Record<string, Partial<Pod["spec"]>> = {
    "nothing but an image": {},
    "a key that exists": env({ configMapKeyRef: ref("port") }),
    "an optional key that does not": env({ configMapKeyRef: ref("gone", "settings", true) }),
    "an optional key of an optional Secret": env({ secretKeyRef: ref("token", "gone", true) }),
    "an optional ConfigMap": volume({ configMap: { name: "gone", optional: true } }),
    "a key as a file": volume(
      { configMap: { name: "settings", items: [{ key: "port" }] } },
      { subPath: "port" },
    ),
    "a field reference": env({ fieldRef: { fieldPath: "metadata.name" } }),
    "an empty volume": volume({ emptyDir: {} }),
    "a projected Secret": projected({ secret: { name: "there", items: [{ key: "token" }] } }),
    "a share that no node is attached to": volume({ persistentVolumeClaim: { claimName: "share" } }),
    "an attached claim": volume({ persistentVolumeClaim: { claimName: "data" } }),
    "a service that answers": { initContainers: [container("wait", { command: ["get http://there.web"] })] },
  };
  for (const [name, spec] of Object.entries(startable))
    it(`starts a pod with ${name}`, () => assert.equal(podProgress(pod(spec), facts).notice, undefined));

  const held: Record<string, [spec: Partial<Pod["spec"]>, message: RegExp]> = {
    "no ConfigMap for a variable": [
      env({ configMapKeyRef: ref("port", "gone") }),
      /configmap "gone" not found/,
    ],
    "no key for a variable": [
      env({ configMapKeyRef: ref("x") }),
      /couldn't find key x in ConfigMap web\/settings/,
    ],
    "no Secret key for a variable": [
      env({ secretKeyRef: ref("x", "s") }),
      /couldn't find key x in Secret web\/s/,
    ],
    "no ConfigMap for its environment": [
      { containers: [container("main", { envFrom: [{ configMapRef: { name: "gone" } }] })] },
      /configmap "gone" not found/,
    ],
    "no Secret for its environment": [
      { containers: [container("main", { envFrom: [{ secretRef: { name: "gone" } }] })] },
      /secret "gone" not found/,
    ],
    "no ConfigMap for a volume": [
      volume({ configMap: { name: "gone" } }),
      /volume "v": configmap "gone" not found/,
    ],
    "no key for a file": [
      volume({ configMap: { name: "s", items: [{ key: "x" }] } }),
      /non-existent config key: x/,
    ],
    "no key for a sub path": [volume({ configMap: { name: "s" } }, { subPath: "x" }), /there is no key x/],
    "no Secret for a volume": [volume({ secret: { secretName: "gone" } }), /secret "gone" not found/],
    "no Secret to project": [projected({ secret: { name: "gone" } }), /secret "gone" not found/],
    "no ConfigMap key to project": [
      projected({ configMap: { name: "s", items: [{ key: "x" }] } }),
      /config key: x/,
    ],
    "no claim": [
      volume({ persistentVolumeClaim: { claimName: "gone" } }),
      /persistentvolumeclaim "gone" not found/,
    ],
    ...Object.fromEntries(
      Object.entries({
        "other-handle": /unexpected format/,
        "other-address": /Connection timed out/,
        "other-instance": /Connection timed out/,
        "other-share": /access denied by server/,
        "no-address": /attribute ip not provided/,
      }).map(([claimName, words]): [string, [Partial<Pod["spec"]>, RegExp]] => [
        `a share with ${claimName}`,
        [volume({ persistentVolumeClaim: { claimName } }), words],
      ]),
    ),
    "an unbound claim": [
      volume({ persistentVolumeClaim: { claimName: "pending" } }),
      /PVC pending is not bound/,
    ],
    "a detached disk": [
      volume({ persistentVolumeClaim: { claimName: "detached" } }),
      /is not attached to the node/,
    ],
    "no service account": [{ serviceAccountName: "gone" }, /serviceaccounts "gone" not found/],
    "an unknown kind of volume": [volume({ nfs: {} }), /stand-in kubelet knows no volume of type nfs/],
    "no image": [{ containers: [container("main", { image: "gone" })] }, /pulling image "gone"/],
    "no answer": [
      { initContainers: [container("wait", { args: ["http://gone.web"] })] },
      /wait waits for it/,
    ],
  };
  for (const [name, [spec, message]] of Object.entries(held))
    it(`holds a pod with ${name}`, () =>
      assert.match(podProgress(pod(spec), facts).notice?.message ?? "", message));

  it("runs init containers in their order, and containers after them", () => {
    const wait = container("wait", { args: ["http://gone.web"] });
    const initContainers = [
      container("first"),
      container("sidecar", { restartPolicy: "Always" }),
      wait,
      container("last"),
    ];
    const progress = podProgress(pod({ initContainers }), facts);
    const initializing = { waiting: { reason: "PodInitializing" } };
    assert.deepEqual(progress.initContainers, ["completed", "running", "running", initializing]);
    assert.deepEqual(progress.containers, [initializing]);
    assert.equal(progress.initialized, false);
  });

  it("shows what a kubelet shows", () => {
    const held = pod({ containers: [container("main"), container("other", { image: "gone" })] });
    const status = pendingStatus(held, podProgress(held, facts), now);
    assert.equal(status.phase, "Pending");
    assert.deepEqual(
      status.containerStatuses.map(({ name, ready }) => [name, ready]),
      [
        ["main", true],
        ["other", false],
      ],
    );
    assert.deepEqual((status.containerStatuses[1]?.state as { waiting: object }).waiting, {
      reason: "ImagePullBackOff",
      message: 'Back-off pulling image "gone": not found in the registry stand-in',
    });
    const [ready] = status.conditions.filter(({ type }) => type === "Ready");
    assert.deepEqual([ready?.status, ready?.message], ["False", "containers with unready status: [other]"]);
  });

  it("says again that a running pod is ready when its node comes back", () => {
    const lost: Pod = {
      ...pod({}),
      status: {
        phase: "Running",
        conditions: [{ type: "Ready", status: "False" }],
        containerStatuses: [{ name: "main", image: "there", ready: true }],
      },
    };
    assert.equal(readyAgainStatus(lost, true, now)?.conditions[0]?.status, "True");
    assert.equal(readyAgainStatus(lost, false, now), undefined);
    assert.equal(
      readyAgainStatus({ ...lost, status: { ...lost.status, phase: "Succeeded" } }, true, now),
      undefined,
    );
  });
});
