import assert from "node:assert/strict";
import { Door } from "../components/door";
import { nginxConfig } from "../components/nginxConfig";
import { nginxDiskMb, nginxShutdownSeconds } from "../components/nginxLimits";
import { PublicAddress } from "../components/kit/publicAddress";
import { PublicService } from "../components/kit/publicService";
import { testNamespace, testPool } from "./support/parts";
import { find, promiseOf, record, Recorded } from "./support/record";
import type { PodSpec, Probe } from "./support/rendered";

interface Deployment {
  replicas: number;
  strategy: { rollingUpdate: { maxUnavailable: number } };
  selector: { matchLabels: Record<string, string> };
  template: { metadata: { labels: Record<string, string> }; spec: PodSpec };
}

const api = { host: "api.web.svc.cluster.local", port: 9000 };
const endingApi = { host: "ending.web.svc.cluster.local", port: 9000 };
const dumpWriter = { host: "dump-writer.web.svc.cluster.local", port: 80 };

describe("Door", () => {
  let resources: Recorded[];
  let service!: PublicService;
  before(async () => {
    resources = await record((opts) => {
      const namespace = testNamespace("web", opts);
      const door = new Door(
        "door",
        {
          namespace,
          image: "registry.example/door@sha256:1",
          replicas: 3,
          nodePool: testPool(opts),
          memoryMb: 256,
          cpuMillis: 200,
          adminRanges: ["192.0.2.0/24"],
          requestsPerSecond: 7,
          api,
          endingApi,
          dumpWriter,
        },
        opts,
      );
      const address = new PublicAddress(
        "address",
        { name: "a", project: "p", region: "r", labels: {} },
        opts,
      );
      service = new PublicService(
        "loklak",
        { namespace, name: "loklak", address, selector: door.selector },
        opts,
      );
    });
  });
  const deployment = () =>
    find(resources, "kubernetes:apps/v1:Deployment", "door").inputs["spec"] as Deployment;
  const pod = () => deployment().template.spec;
  const nginx = () => pod().containers[0]!;
  const portOf = (probe?: Probe) =>
    nginx().ports?.find(({ name }) => name === probe?.httpGet?.port)?.containerPort;

  it("belongs to its component, and so do its account, its policy and its budget", () => {
    for (const type of ["kubernetes:apps/v1:Deployment", "kubernetes:core/v1:ConfigMap"])
      assert.deepEqual(find(resources, type, "door").parents, ["loklak:kubernetes:Door"]);
    for (const type of [
      "kubernetes:core/v1:ServiceAccount",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      "kubernetes:policy/v1:PodDisruptionBudget",
    ])
      assert.deepEqual(find(resources, type, "door").parents, [
        "loklak:kubernetes:Door",
        "loklak:kubernetes:PodGroup",
      ]);
  });

  it("never has fewer pods than configured while a new version comes, each on another machine where there is one", () => {
    assert.equal(deployment().replicas, 3);
    assert.equal(deployment().strategy.rollingUpdate.maxUnavailable, 0);
    const spread = pod().topologySpreadConstraints ?? [];
    assert.deepEqual(
      spread.map(({ topologyKey }) => topologyKey),
      ["topology.kubernetes.io/zone", "kubernetes.io/hostname"],
    );
    for (const { labelSelector, matchLabelKeys } of spread) {
      assert.deepEqual(labelSelector, deployment().selector);
      assert.deepEqual(matchLabelKeys, ["pod-template-hash"]);
    }
  });

  it("runs nginx with the configuration that its arguments make, at the ports that it has", () => {
    const { inputs } = find(resources, "kubernetes:core/v1:ConfigMap", "door");
    const expected = nginxConfig({
      api,
      endingApi,
      dumpWriter,
      resolver: "kube-dns.kube-system.svc.cluster.local",
      ports: { public: 8080, gateway: 8081, health: 8082 },
      adminRanges: ["192.0.2.0/24"],
      requestsPerSecond: 7,
    });
    assert.deepEqual(inputs["data"], { "nginx.conf": expected });
    const mount = nginx().volumeMounts?.find(({ name }) => name === "config");
    assert.deepEqual(mount, {
      name: "config",
      mountPath: "/etc/nginx/nginx.conf",
      subPath: "nginx.conf",
      readOnly: true,
    });
    assert.deepEqual(
      nginx().ports?.map(({ name, containerPort }) => [name, containerPort]),
      [
        ["http", 8080],
        ["health", 8082],
      ],
    );
  });

  it("has a ConfigMap of another name for another configuration, so that new pods read it", () => {
    const { inputs } = find(resources, "kubernetes:core/v1:ConfigMap", "door");
    assert.equal((inputs["metadata"] as { name?: string }).name, undefined);
  });

  it("is asked for its health at a port of its own, by the path that nginx answers there", () => {
    const { startupProbe, livenessProbe, readinessProbe } = nginx();
    for (const probe of [startupProbe, livenessProbe, readinessProbe]) {
      assert.equal(probe?.httpGet?.path, "/healthz");
      assert.equal(portOf(probe), 8082);
    }
  });

  it("serves until Google's load balancers send no more, the domain's after 40 s, then ends what has begun", () => {
    const last = nginx().lifecycle?.preStop?.sleep?.seconds ?? 0;
    assert.ok(last > 40, `${last}`);
    const grace = pod().terminationGracePeriodSeconds ?? 0;
    assert.ok(last + nginxShutdownSeconds < grace, `${grace}`);
  });

  it("runs without a right, and writes to /tmp alone, with room for what nginx keeps there", () => {
    const { readOnlyRootFilesystem, runAsUser, capabilities } = nginx().securityContext ?? {};
    assert.deepEqual([readOnlyRootFilesystem, runAsUser, capabilities], [true, 10001, { drop: ["ALL"] }]);
    assert.equal(pod().automountServiceAccountToken, false);
    const writable = nginx().volumeMounts?.filter(({ readOnly }) => !readOnly);
    assert.deepEqual(writable, [{ name: "tmp", mountPath: "/tmp" }]);
    const sizeLimit = pod().volumes?.find(({ name }) => name === "tmp")?.emptyDir?.sizeLimit ?? "";
    assert.ok(parseInt(sizeLimit) > nginxDiskMb, sizeLimit);
    const { limits } = nginx().resources as { limits: Record<string, string> };
    assert.deepEqual([limits["memory"], limits["cpu"]], ["256Mi", "800m"]);
    assert.ok(parseInt(sizeLimit) < 1024, "it is of what the container may write");
    assert.equal(limits["ephemeral-storage"], "1Gi");
  });

  it("is reached at the reserved address through a service that selects its pods", async () => {
    const { inputs, parents } = find(resources, "kubernetes:core/v1:Service", "loklak");
    assert.deepEqual(parents, ["loklak:kubernetes:PublicService"]);
    const spec = inputs["spec"] as {
      selector: Record<string, string>;
      loadBalancerIP: string;
      ports: { targetPort: string }[];
      externalTrafficPolicy: string;
    };
    assert.equal(spec.loadBalancerIP, "203.0.113.10");
    assert.equal(spec.externalTrafficPolicy, "Local", "nginx knows clients by their address");
    assert.deepEqual(spec.ports, [{ name: "http", port: 80, targetPort: "http" }]);
    assert.deepEqual(spec.selector, deployment().selector.matchLabels);
    for (const [key, value] of Object.entries(spec.selector))
      assert.equal(deployment().template.metadata.labels[key], value);
    assert.equal(await promiseOf(service.url), "http://203.0.113.10/");
    const { annotations } = inputs["metadata"] as { annotations: Record<string, string> };
    assert.equal(annotations["cloud.google.com/l4-rbs"], "enabled");
  });
});
