import assert from "node:assert/strict";
import type { KubeObject } from "../../sandbox/cluster/kubeClient";
import { devCluster, LoklakSandbox } from "../support/loklakSandbox";
import { type Ended, steps } from "../support/sandbox";

interface Conditions extends KubeObject {
  status?: { conditions?: { type: string; status: string }[] };
}
interface Service extends KubeObject {
  spec: { loadBalancerIP: string };
}

const name = "loklak.example.org";
const regional = "gcp:compute/address:Address";
const globalAddress = "gcp:compute/globalAddress:GlobalAddress";
const recordSet = "gcp:dns/recordSet:RecordSet";
const gatewayApi = "gateway.networking.k8s.io/v1";
const googles = "networking.gke.io/v1";

describe("a domain of a dev stack", () => {
  const sandbox = new LoklakSandbox();
  const use = (domain: object | undefined) => sandbox.configure("loklak:domain", domain);
  const client = () => sandbox.kubernetes(devCluster);
  const get = <T extends KubeObject>(apiVersion: string, kind: string, object: string) =>
    client().get<T>({ apiVersion, kind, metadata: { namespace: "web", name: object } });
  /** What has to be the same whatever happens to a domain. */
  const regionalDoor = async () => {
    const service = (await get<Service>("v1", "Service", "loklak"))!;
    return [sandbox.identities(regional), service.metadata.uid, service.spec.loadBalancerIP];
  };
  const kindsOf = (types: RegExp) =>
    Object.values(sandbox.cloud().resources)
      .map(({ type }) => type)
      .filter((type) => types.test(type));
  let untouched: unknown[];
  let address: unknown;

  before(async () => {
    await sandbox.succeed("up");
    for (const [zone, dnsName] of [
      ["example-org", "example.org."],
      ["example-com", "example.com."],
    ])
      await sandbox.createInConsole("gcp:dns/managedZone:ManagedZone", {
        name: zone,
        dnsName,
        project: "loklak-example",
      });
    untouched = await regionalDoor();
  });
  after(() => sandbox.erase());

  for (const [what, managedZone, why] of [
    ["does not exist", "nowhere", /loklak:domain\.managedZone: "nowhere" must be .*not found/],
    [
      "is another domain's",
      "example-com",
      /loklak:domain\.managedZone: "example-com" must be a zone that holds loklak\.example\.org, .* example\.com\./,
    ],
  ] as const)
    it(`is refused with a zone that ${what}, before anything is planned`, async () => {
      use({ name, managedZone });
      for (const command of ["preview", "up"]) {
        const refused = await sandbox.run(command);
        assert.equal(refused.code, 1, command);
        assert.match(refused.stdout + refused.stderr, why);
        assert.deepEqual(steps(refused), []);
      }
    });

  it("tells the records to set where no zone is named", async () => {
    use({ name });
    // Of a state that was lost before there was a domain.
    sandbox.configure("loklak:adopt", ["address"]);
    await sandbox.succeed("up");
    sandbox.configure("loklak:adopt", []);
    const { url, domainAddress, dnsRecords } = await sandbox.outputs();
    [[, address]] = sandbox.identities(globalAddress) as [[string, unknown]];
    assert.equal(url, `https://${name}/`);
    assert.equal(domainAddress, address);
    const [host, proof] = dnsRecords as { name: string; type: string; data: string }[];
    assert.deepEqual(host, { name: `${name}.`, type: "A", data: address });
    assert.equal(proof!.type, "CNAME");
    assert.match(proof!.name, /^_acme-challenge_\w+\.loklak\.example\.org\.$/);
    assert.deepEqual(kindsOf(/^gcp:dns\/recordSet/), []);
  });

  it("has a Gateway that the API server takes, with all that belongs to it", async () => {
    const gateway = await get<Conditions>(gatewayApi, "Gateway", "door");
    const programmed = gateway?.status?.conditions?.find(({ type }) => type === "Programmed");
    assert.equal(programmed?.status, "True");
    for (const [apiVersion, kind, object] of [
      [gatewayApi, "HTTPRoute", "door"],
      [gatewayApi, "HTTPRoute", "door-redirect"],
      [googles, "GCPGatewayPolicy", "door"],
      [googles, "GCPBackendPolicy", "door-gateway"],
      [googles, "HealthCheckPolicy", "door-gateway"],
      ["v1", "Service", "door-gateway"],
    ] as const)
      assert.ok(await get(apiVersion, kind, object), `${kind} ${object}`);
  });

  it("leaves the regional address and its service as they are, and shows nothing in the next preview", async () => {
    assert.deepEqual(await regionalDoor(), untouched);
    assert.deepEqual(steps(await sandbox.succeed("preview")), []);
  });

  it("gets its records from the stack where a zone is named, at the same address", async () => {
    use({ name, managedZone: "example-org" });
    const done = steps(await sandbox.succeed("up"));
    assert.deepEqual(done.sort(), ["create address", "create authorization"]);
    const records = Object.values(sandbox.google(recordSet)).map(({ outputs }) => [
      outputs.type,
      outputs.name,
      outputs.rrdatas,
    ]);
    assert.deepEqual(
      records.find(([type]) => type === "A"),
      ["A", `${name}.`, [address]],
    );
    assert.equal(records.length, 2);
    assert.deepEqual((await sandbox.outputs())["dnsRecords"], []);
  });

  it("takes another's place with the new certificate there before the old one goes", async () => {
    use({ name: "other.example.org", managedZone: "example-org" });
    const done = steps(await sandbox.succeed("up"));
    const at = (step: string) => done.indexOf(step);
    assert.ok(at("create-replacement certificate") >= 0, done.join());
    assert.ok(done.lastIndexOf("create-replacement certificate") < at("delete-replaced certificate"));
    assert.ok(at("update gateway") < at("delete-replaced certificate"), done.join());
    assert.equal(sandbox.identities(globalAddress)[0]![1], address);
    assert.deepEqual(await regionalDoor(), untouched);
    assert.deepEqual(steps(await sandbox.succeed("preview")), []);
  });

  // By a preview, as `pulumi up` begins with one: a run alone finds it out after others are gone.
  it("is not taken out while its address is protected", async () => {
    use(undefined);
    const refused = await sandbox.run("preview");
    assert.equal(refused.code, 1);
    assert.match(refused.stdout + refused.stderr, /global-address.*protected/s);
  });

  it("keeps its address when the stack is destroyed, and goes in an order that Google takes", async () => {
    use({ name, managedZone: "example-org" });
    await sandbox.succeed("up");
    const gone = await sandbox.succeed("destroy", "--exclude-protected");
    assertGatewayFirst(gone);
    assert.equal(sandbox.identities(globalAddress)[0]![1], address);
    assert.deepEqual(kindsOf(/^gcp:(certificatemanager|compute\/s|dns\/recordSet)/), []);
  });

  it("is taken out once its address is given up, the regional address and its service stay", async () => {
    await sandbox.succeed("up");
    untouched = await regionalDoor();
    sandbox.pulumi("state", "unprotect", await sandbox.urn(globalAddress, "global-address"), "--yes");
    use(undefined);
    assertGatewayFirst(await sandbox.succeed("up"));
    assert.deepEqual(sandbox.identities(globalAddress), []);
    assert.deepEqual(await regionalDoor(), untouched);
    assert.match(String((await sandbox.outputs())["url"]), /^http:\/\/[\d.]+\/$/);
    assert.deepEqual(steps(await sandbox.succeed("preview")), []);
  });
});

/** The Gateway is gone before anything goes that its load balancer uses. */
function assertGatewayFirst({ events }: Ended): void {
  const deleted = events.flatMap(({ resOutputsEvent }) => {
    const { op, type, urn } = resOutputsEvent?.metadata ?? { op: "same", type: "", urn: "" };
    return op === "delete" ? [`${type}::${urn.split("::").at(-1)}`] : [];
  });
  const gateway = deleted.indexOf(`kubernetes:${gatewayApi}:Gateway::gateway`);
  assert.ok(gateway >= 0, deleted.join());
  for (const used of [
    "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry::certificate",
    "gcp:certificatemanager/certificateMap:CertificateMap::certificate",
    "gcp:compute/sSLPolicy:SSLPolicy::domain",
    "gcp:compute/securityPolicy:SecurityPolicy::domain",
    `kubernetes:${googles}:GCPBackendPolicy::gateway-backend-policy`,
    `kubernetes:${googles}:GCPGatewayPolicy::gateway-policy`,
    "kubernetes:core/v1:Service::gateway",
    "kubernetes:apps/v1:Deployment::door",
  ])
    assert.ok(deleted.indexOf(used) > gateway || !deleted.includes(used), `${used} goes before the Gateway`);
}
