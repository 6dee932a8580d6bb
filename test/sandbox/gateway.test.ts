import assert, { rejects } from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Clusters } from "../../sandbox/cluster/clusters";
import type { Condition } from "../../sandbox/cluster/controllers/objects";
import { KubeClient, type KubeObject } from "../../sandbox/cluster/kubeClient";
import { DiskFiles } from "../../sandbox/disks/diskFiles";
import { SandboxFolder } from "../../sandbox/folder";
import { googleProvider } from "../../sandbox/google/provider";
import { GoogleStore } from "../../sandbox/google/store";
import { kubernetesProvider } from "../../sandbox/kubernetes/provider";
import { runningProcesses, stopProcesses } from "../../sandbox/processes";
import { at, listAt } from "../../sandbox/provider/values";
import { eventually } from "../support/eventually";
import { gateway, gatewayProgram, gatewayTarget, policy } from "../support/gatewayProgram";
import { project, type Stored, TestCloud, zone } from "../support/googleCloud";
import { makeDomain } from "../support/googleDomain";
import { type } from "../support/googleTypes";
import { InlineStack } from "../support/inlineStack";

const cluster = `projects/${project}/locations/${zone}/clusters/one`;
const used = [type.globalAddress, type.certificateMap, type.sslPolicy, type.securityPolicy];

describe("Gateway API in the sandbox", function () {
  this.timeout(300_000);
  const folder = new SandboxFolder(mkdtempSync(join(tmpdir(), "loklak-gateway-")));
  const clusters = new Clusters(folder);
  const store = new GoogleStore(folder.google);
  const google = new TestCloud(googleProvider(store, clusters, new DiskFiles(folder.disks))());
  let client!: KubeClient;
  let kubeconfig!: string;
  let stack!: InlineStack;
  let made!: Stored[];

  before(async () => {
    await clusters.create(cluster);
    kubeconfig = readFileSync(folder.cluster(cluster).kubeconfig, "utf8");
    client = new KubeClient(kubeconfig);
    const provider = kubernetesProvider({ extraCaFile: folder.caCertificate });
    stack = await InlineStack.open(folder, ["kubernetes", "4.34.2"], provider);
  });

  after(async () => {
    stack?.close();
    await stopProcesses(runningProcesses(folder.path), 0);
    rmSync(folder.path, { recursive: true });
  });

  const get = async (kind: string, name: string): Promise<KubeObject> => {
    const apiVersion = kind.endsWith("Policy") ? "networking.gke.io/v1" : "gateway.networking.k8s.io/v1";
    const found = await client.get({ apiVersion, kind, metadata: { name, namespace: "web" } });
    assert.ok(found, `${kind} ${name} is not there`);
    return found;
  };
  const condition = (conditions: Condition[], wanted: string) => {
    const found = conditions.find((each) => each.type === wanted);
    return `${found?.status} ${found?.reason}: ${found?.message}`;
  };
  const told = async (name: string) => {
    const { items } = await client.list("v1", "Event", { namespace: "web" });
    return items
      .filter((event) => at(event, "involvedObject", "name") === name)
      .map(({ message }) => message);
  };
  const programmed = async (name: string) =>
    condition(listAt<Condition>(await get("Gateway", name), "status", "conditions"), "Programmed");

  it("is there when the cluster asks for it, and not before", async () => {
    const kinds = () => client.list("gateway.networking.k8s.io/v1", "GatewayClass");
    await rejects(kinds(), /knows no kind GatewayClass/);
    store.update(({ resources }) => {
      const gatewayApiConfig = { channel: "CHANNEL_STANDARD" };
      const outputs = { project, location: zone, name: "one", gatewayApiConfig };
      resources[cluster] = { type: type.cluster, inputs: {}, outputs };
    });
    const classes = await eventually(async () => {
      const { items } = await kinds();
      assert.equal(items.length, 4);
      return items.map(({ metadata }) => metadata.name);
    }, 60);
    assert.ok(classes.includes("gke-l7-global-external-managed"));
    const definition = await client.get({
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "gcpbackendpolicies.networking.gke.io" },
    });
    assert.match(
      String(at(definition, "metadata", "annotations", "sandbox/stand-in")),
      /^Stand-in of the sandbox/,
    );
  });

  it("leads the reserved address to what its routes name, and previews clean after", async () => {
    made = await makeDomain(google);
    const program = gatewayProgram(kubeconfig, "door", 80);
    assert.equal((await stack.up(program)).length, 7);
    const door = await get("Gateway", "door");
    const reserved = made.find((each) => each.type === type.globalAddress)?.outputs.address;
    assert.deepEqual(at(door, "status", "addresses"), [{ type: "IPAddress", value: reserved }]);
    await eventually(async () => {
      const [parent] = listAt(await get("HTTPRoute", "door"), "status", "parents");
      for (const each of ["Accepted", "ResolvedRefs"])
        assert.equal(condition(listAt(parent, "conditions"), each), `True ${each}: `);
      const attached = listAt(await get("Gateway", "door"), "status", "listeners");
      assert.deepEqual(
        attached.map(({ name, attachedRoutes }) => [name, attachedRoutes]),
        [
          ["http", 0],
          ["https", 1],
        ],
      );
    });
    for (const kind of ["GCPGatewayPolicy", "GCPBackendPolicy", "HealthCheckPolicy"])
      await eventually(async () => {
        const { status } = await get(kind, kind.toLowerCase());
        assert.equal(condition(listAt(status, "conditions"), "Attached"), "True Attached: ");
      });
    assert.deepEqual(await stack.preview(program), []);
    assert.deepEqual(await stack.refresh(), []);
  });

  it("holds what the load balancer uses", async () => {
    await eventually(async () => {
      for (const each of made.filter((one) => used.includes(one.type)))
        await rejects(
          google.delete(each),
          /is already being used by 'the (Gateway web\/door)'|certificateMapEntries/,
        );
    });
  });

  it("refuses a field that its kinds do not have, and settings that do not fit", async () => {
    const wrong: [object: KubeObject, error: RegExp][] = [
      [policy("GCPGatewayPolicy", gatewayTarget, { tls: "modern" }), /unknown field "spec\.default\.tls"/],
      [policy("HealthCheckPolicy", gatewayTarget, {}), /spec\.targetRef\.kind: Unsupported value: "Gateway"/],
      [
        policy("HealthCheckPolicy", { group: "", kind: "Service", name: "door" }, { timeoutSec: 20 }),
        /timeoutSec must not be greater than checkIntervalSec/,
      ],
      [
        { ...gateway("other"), spec: { ...gateway("other").spec, listener: [] } },
        /unknown field "spec\.listener"/,
      ],
    ];
    for (const [object, error] of wrong) {
      const renamed = { ...object, metadata: { ...object.metadata, name: "wrong" } };
      await rejects(client.create(renamed, { dryRun: true }), error);
    }
  });

  it("tells why a Gateway has no load balancer", async () => {
    const wrong: [object: KubeObject, reason: RegExp][] = [
      [
        gateway("second"),
        /False AddressNotUsable: the global address door .* in use by the Gateway web\/door$/,
      ],
      [
        gateway("nowhere", "nothing"),
        /False AddressNotUsable: there is no global address nothing in the project/,
      ],
      [
        { ...gateway("bare"), metadata: { name: "bare", namespace: "web" } },
        /False Invalid: listener https: the stand-in takes certificates from a map alone/,
      ],
    ];
    for (const [object, reason] of wrong) {
      await client.create(object);
      await eventually(async () => assert.match(await programmed(object.metadata.name), reason));
      await eventually(async () => assert.equal((await told(object.metadata.name)).length, 1));
      await client.delete(object);
    }
    await client.create(gateway("inside", "door", "gke-l7-rilb"));
    await eventually(async () => {
      const [message] = await told("inside");
      assert.match(String(message), /knows the class gke-l7-global-external-managed alone, not gke-l7-rilb/);
    });
    await client.delete(gateway("inside"));
  });

  it("tells of a backend and a policy that is not there, and changes routes in place", async () => {
    const program = gatewayProgram(kubeconfig, "door", 81);
    assert.deepEqual(await stack.up(program), ["update route"]);
    await eventually(async () => {
      const [parent] = listAt(await get("HTTPRoute", "door"), "status", "parents");
      const resolved = condition(listAt(parent, "conditions"), "ResolvedRefs");
      assert.equal(resolved, "False BackendNotFound: the service web/door has no port 81");
    });
    await client.patch(policy("GCPBackendPolicy", {}, {}), { spec: { default: { securityPolicy: "none" } } });
    await eventually(async () =>
      assert.match(
        await programmed("door"),
        /False Invalid: there is no security policy none in the project/,
      ),
    );
  });

  it("makes a Gateway of another name anew, and frees everything in the end", async () => {
    const planned = await stack.preview(gatewayProgram(kubeconfig, "gate", 80));
    assert.ok(planned.includes("replace gateway"), planned.join(", "));
    await stack.destroy();
    for (const token of [...used].reverse()) {
      const entry = made.find((each) => each.type === type.certificateMapEntry);
      if (token === type.certificateMap && entry !== undefined) await google.delete(entry);
      await google.delete(made.find((each) => each.type === token)!);
    }
  });
});
