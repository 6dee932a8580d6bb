import assert from "node:assert/strict";
import type { KubeObject } from "../../sandbox/cluster/kubeClient";
import { devCluster, LoklakSandbox } from "../support/loklakSandbox";
import { type Endpoint, isReachable, type NetworkPolicy } from "../support/reachability";
import { restrictedPod, violations } from "../support/violations";

interface RunningPod extends KubeObject {
  spec: {
    serviceAccountName: string;
    automountServiceAccountToken: boolean;
    volumes?: { projected?: object }[];
  };
  status: { podIP: string };
}
interface AccessReview extends KubeObject {
  spec: object;
  status?: { allowed: boolean };
}

describe("whoever is not meant to, with a dev stack of three Elasticsearch nodes,", () => {
  const sandbox = new LoklakSandbox();
  const client = () => sandbox.kubernetes(devCluster);
  const create = <T extends KubeObject>(object: T) => client().create(object, { dryRun: true });
  const refused = (object: KubeObject, message: RegExp, what?: string) =>
    assert.rejects(create(object), (error: Error) => {
      assert.match(error.message, message, what);
      return true;
    });
  let pods: RunningPod[];

  before(async () => {
    sandbox.configure("loklak:nodePools", { default: { machineType: "e2-standard-4", nodesPerZone: 3 } });
    sandbox.configure("loklak:elasticsearch", { nodes: 3 });
    sandbox.configure("loklak:loklak", { replicas: 2 });
    await sandbox.succeed("up");
    pods = (await client().list<RunningPod>("v1", "Pod")).items;
  });
  after(() => sandbox.erase());

  describe("on the network", () => {
    let policies: NetworkPolicy[];
    let ours: Record<string, Endpoint>;
    before(async () => {
      policies = (await client().list<NetworkPolicy>("networking.k8s.io/v1", "NetworkPolicy")).items;
      ours = Object.fromEntries(
        pods.map(({ metadata, status }) => [
          metadata.name.replace(/-[a-z0-9]+-[a-z0-9]{5}$/, ""),
          endpoint(metadata.namespace ?? "", metadata.labels, status.podIP),
        ]),
      );
    });
    const reached = (from: Endpoint, to: Record<string, Endpoint>, ports: [number, string?][]) =>
      Object.entries(to).flatMap(([name, other]) =>
        ports
          .filter(([port, protocol]) => other !== from && isReachable(policies, from, other, port, protocol))
          .map(([port]) => `${name}:${port}`),
      );

    it("reaches only what the table says", () => {
      const nodes = ["elasticsearch-0", "elasticsearch-1", "elasticsearch-2"];
      const all = (...ports: number[]) => nodes.flatMap((node) => ports.map((port) => `${node}:${port}`));
      const peers = (own: string) => all(9300).filter((each) => !each.startsWith(own));
      const others = {
        "pod of another namespace": endpoint("default"),
        collector: endpoint("default", { "loklak.org/collector": "true" }),
        "stranger in web": endpoint("web"),
        "stranger in elasticsearch": endpoint("elasticsearch"),
        "one that calls itself loklak": endpoint("default", { "app.kubernetes.io/name": "loklak" }),
        "one that calls itself the door": endpoint("default", ours.door!.labels),
        "one that calls itself Elasticsearch": endpoint("default", ours["elasticsearch-0"]!.labels),
        internet: { address: "8.8.8.8" },
      };
      const targets = {
        ...ours,
        "stranger in web": others["stranger in web"],
        "stranger in elasticsearch": others["stranger in elasticsearch"],
      };
      const ports = [22, 80, 443, 8080, 8081, 8082, 9000, 9200, 9300].map((port): [number] => [port]);
      const table = Object.entries({ ...ours, ...others }).map(([name, from]) => [
        name,
        reached(from, targets, ports),
      ]);
      assert.deepEqual(Object.fromEntries(table), {
        "elasticsearch-0": peers("elasticsearch-0"),
        "elasticsearch-1": peers("elasticsearch-1"),
        "elasticsearch-2": peers("elasticsearch-2"),
        "loklak-api": all(9200, 9300),
        "dump-writer-0": all(9200, 9300),
        door: ["dump-writer-0:9000", "loklak-api:9000"],
        "pod of another namespace": ["door:8080"],
        collector: ["door:8080", "dump-writer-0:9000", "loklak-api:9000"],
        "stranger in web": [],
        "stranger in elasticsearch": [],
        "one that calls itself loklak": ["door:8080"],
        "one that calls itself the door": ["door:8080"],
        "one that calls itself Elasticsearch": ["door:8080"],
        internet: ["door:8080"],
      });
    });

    it("is reached only as the table says", () => {
      const away = {
        "kube-dns": endpoint("kube-system", { "k8s-app": "kube-dns" }),
        "node-local-dns": endpoint("kube-system", { "k8s-app": "node-local-dns" }),
        "pod of kube-system": endpoint("kube-system", { "k8s-app": "metrics-server" }),
        "one that calls itself DNS": endpoint("default", { "k8s-app": "kube-dns" }),
        internet: { address: "8.8.8.8" },
        "metadata server": { address: "169.254.169.254" },
        "metadata server of GKE": { address: "169.254.169.252" },
        node: { address: "10.10.0.2" },
        "control plane": { address: "172.16.0.2" },
      };
      const ports: [number, string?][] = [[53, "UDP"], [53], [80], [443], [988], [8080]];
      const dns = ["kube-dns:53", "kube-dns:53", "node-local-dns:53", "node-local-dns:53"];
      const anywhere = ["53", "53", "80", "443", "988", "8080"].map((port) => `internet:${port}`);
      const strangers = {
        "stranger in web": endpoint("web"),
        "stranger in elasticsearch": endpoint("elasticsearch"),
      };
      const table = Object.entries({ ...ours, ...strangers }).map(([name, from]) => [
        name,
        reached(from, away, ports),
      ]);
      assert.deepEqual(Object.fromEntries(table), {
        "elasticsearch-0": dns,
        "elasticsearch-1": dns,
        "elasticsearch-2": dns,
        "loklak-api": [...dns, ...anywhere],
        "dump-writer-0": [...dns, ...anywhere],
        door: dns,
        "stranger in web": [],
        "stranger in elasticsearch": [],
      });
    });
  });

  for (const namespace of ["elasticsearch", "web"])
    describe(`in the namespace ${namespace}`, () => {
      const own = () => pods.filter(({ metadata }) => metadata.namespace === namespace);

      it("may run a pod that keeps the rules, with a limit of everything it takes", async () => {
        const { spec } = await create(restrictedPod(namespace));
        assert.deepEqual(spec.containers[0].resources, {
          requests: { cpu: "50m", memory: "64Mi", "ephemeral-storage": "64Mi" },
          limits: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "256Mi" },
        });
      });

      for (const [what, breakRule, rule] of violations)
        it(`may not run one with ${what}`, async () => {
          const pod = restrictedPod(namespace);
          breakRule(pod);
          await refused(pod, new RegExp(`violates PodSecurity "restricted:latest": .*${rule}`));
        });

      it("may not take more than the quota leaves", async () => {
        for (const resource of ["cpu", "memory", "ephemeral-storage"]) {
          const pod = restrictedPod(namespace);
          const all = { cpu: "1m", memory: "1Mi", "ephemeral-storage": "1Mi", [resource]: "1Ti" };
          pod.spec.containers[0].resources = { requests: all, limits: all };
          await refused(
            pod,
            new RegExp(`exceeded quota: quota, .*limits.${resource}=1Ti.*limited`),
            resource,
          );
        }
      });

      it("may not open another service to the outside", async () => {
        for (const [type, resource] of [
          ["LoadBalancer", "services.loadbalancers"],
          ["NodePort", "services.nodeports"],
        ])
          await refused(
            service(namespace, { type }),
            new RegExp(`exceeded quota: quota, .*requested: .*${resource}=1.* used: `),
            type,
          );
      });

      it("gets no credential from a pod of ours, and could do nothing with it", async () => {
        for (const { metadata, spec } of own()) {
          assert.notEqual(spec.serviceAccountName, "default", metadata.name);
          assert.equal(spec.automountServiceAccountToken, false, metadata.name);
          assert.deepEqual(
            spec.volumes?.filter(({ projected }) => projected),
            [],
            metadata.name,
          );
          for (const [verb, resource] of [
            ["get", "secrets"],
            ["list", "pods"],
            ["create", "pods"],
          ] as const) {
            const user = `system:serviceaccount:${namespace}:${spec.serviceAccountName}`;
            const { status } = await client().create<AccessReview>({
              apiVersion: "authorization.k8s.io/v1",
              kind: "SubjectAccessReview",
              metadata: { name: "" },
              spec: { user, resourceAttributes: { namespace, verb, resource } },
            });
            assert.equal(status?.allowed, false, `${user} may ${verb} ${resource}`);
          }
        }
      });
    });

  describe("in a full namespace", () => {
    it("may not keep more pods or claims than the quota has room for", async () => {
      const quota = (await client().get<{ status: { hard: Record<string, string> } }>({
        apiVersion: "v1",
        kind: "ResourceQuota",
        metadata: { namespace: "web", name: "quota" },
      }))!;
      const { pods: most, persistentvolumeclaims: claims } = quota.status.hard;
      assert.deepEqual([most, claims], ["11", "2"]);
      for (let i = 0; i < 11 - 5; i++) await client().create(named(restrictedPod("web"), `filler-${i}`));
      await refused(restrictedPod("web"), /exceeded quota: quota, .*used: pods=11,.*limited: pods=11/);
      await client().create(claim("filler"));
      await refused(claim("intruder"), /exceeded quota: quota, .*persistentvolumeclaims=2/);
    });
  });
});

const named = <T extends KubeObject>(object: T, name: string): T => ({
  ...object,
  metadata: { ...object.metadata, name },
});

const service = (namespace: string, spec: object) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { namespace, name: "intruder" },
  spec: { ...spec, selector: {}, ports: [{ port: 9200 }] },
});

const claim = (name: string) => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { namespace: "web", name },
  spec: {
    accessModes: ["ReadWriteOnce"],
    storageClassName: "loklak-data",
    resources: { requests: { storage: "1Gi" } },
  },
});

function endpoint(namespace: string, labels: Record<string, string> = {}, address = "10.20.9.9"): Endpoint {
  return { address, namespace, labels, namespaceLabels: { "kubernetes.io/metadata.name": namespace } };
}
