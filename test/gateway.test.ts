import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Door } from "../components/door";
import { Domain } from "../components/domain";
import { Gateway } from "../components/gateway";
import { nginxShutdownSeconds } from "../components/nginxLimits";
import { recordOf } from "./support/golden";
import { planOf, violations } from "./support/policies/plans";
import { type Endpoint, isReachable, type NetworkPolicy } from "./support/reachability";
import { testNamespace, testNetwork } from "./support/parts";
import { find, labelOf, promiseOf, record, type Recorded } from "./support/record";
import type { PodSpec } from "./support/rendered";

interface Listener {
  name: string;
  protocol: string;
  port: number;
}

interface Rule {
  action: string;
  rateLimitOptions: { rateLimitThreshold: { count: number; intervalSec: number } };
}

const gatewayType = "kubernetes:gateway.networking.k8s.io/v1:Gateway";
const routeType = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
const hostname = "loklak.example.org";

describe("Gateway", () => {
  let gateway!: Gateway;
  let resources: Recorded[];
  before(async () => {
    resources = await record((opts) => {
      const domain = new Domain(
        "domain",
        { name: hostname, prefix: "loklak-test", project: "p", labels: {}, requestsPerSecond: 50 },
        opts,
      );
      const door = { selector: { app: "door" } } as unknown as Door;
      const namespace = testNamespace("web", opts);
      const network = testNetwork(opts);
      gateway = new Gateway("gateway", { name: "loklak-test", domain, door, namespace, network }, opts);
    });
  });
  const spec = (type: string, name: string) => {
    const { inputs, parents } = find(resources, type, name);
    assert.equal(parents[0], "loklak:gke:Gateway");
    return inputs["spec"] as Record<string, unknown>;
  };
  const backend = { group: "", kind: "Service", name: "door-gateway" };

  it("serves the domain at its address, with its certificate", async () => {
    const { addresses, gatewayClassName, listeners } = spec(gatewayType, "gateway");
    assert.equal(gatewayClassName, "gke-l7-global-external-managed");
    assert.deepEqual(addresses, [{ type: "NamedAddress", value: "loklak-test" }]);
    assert.deepEqual(
      (listeners as Listener[]).map(({ protocol, port }) => [protocol, port]),
      [
        ["HTTP", 80],
        ["HTTPS", 443],
      ],
    );
    const { metadata } = find(resources, gatewayType, "gateway").inputs;
    const { annotations, namespace } = metadata as { annotations: object; namespace: string };
    assert.equal(namespace, "web");
    assert.deepEqual(annotations, {
      "networking.gke.io/certmap": "loklak-test",
      "pulumi.com/waitFor": "condition=Programmed",
    });
    assert.equal(await promiseOf(gateway.url), `https://${hostname}/`);
  });

  it("sends who asks without TLS to where there is TLS, and everybody else to the door's second listener", () => {
    assert.deepEqual(spec(routeType, "gateway-redirect"), {
      parentRefs: [{ name: "door", sectionName: "http" }],
      hostnames: [hostname],
      rules: [
        {
          filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }],
        },
      ],
    });
    assert.deepEqual(spec(routeType, "gateway"), {
      parentRefs: [{ name: "door", sectionName: "https" }],
      hostnames: [hostname],
      rules: [{ backendRefs: [{ name: "door-gateway", port: 8081 }] }],
    });
    assert.deepEqual(spec("kubernetes:core/v1:Service", "gateway"), {
      type: "ClusterIP",
      selector: { app: "door" },
      ports: [{ name: "http", port: 8081 }],
    });
  });

  it("never serves without TLS policy, Cloud Armor and health checks, and is gone before what they name", () => {
    assert.deepEqual(spec("kubernetes:networking.gke.io/v1:GCPGatewayPolicy", "gateway-policy"), {
      targetRef: { group: "gateway.networking.k8s.io", kind: "Gateway", name: "door" },
      default: { sslPolicy: "loklak-test" },
    });
    const { targetRef, default: settings } = spec(
      "kubernetes:networking.gke.io/v1:GCPBackendPolicy",
      "gateway-backend-policy",
    );
    assert.deepEqual(targetRef, backend);
    assert.equal((settings as { securityPolicy: string }).securityPolicy, "loklak-test");
    const { dependsOn } = find(resources, gatewayType, "gateway").options;
    assert.deepEqual((dependsOn as pulumi.Resource[]).map((each) => labelOf(each).type).sort(), [
      "kubernetes:networking.gke.io/v1:GCPGatewayPolicy",
      "loklak:gke:GatewayBackend",
    ]);
  });

  it("has an hour for a whole answer, such as a dump of gigabytes", () => {
    const { default: settings } = spec(
      "kubernetes:networking.gke.io/v1:GCPBackendPolicy",
      "gateway-backend-policy",
    );
    assert.equal((settings as { timeoutSec: number }).timeoutSec, 3600);
  });

  it("asks for health at the door's own port, which the firewall opens to Google alone", () => {
    assert.deepEqual(
      spec("kubernetes:networking.gke.io/v1:HealthCheckPolicy", "gateway-health-check-policy"),
      {
        targetRef: backend,
        default: {
          logConfig: { enabled: true },
          config: {
            type: "HTTP",
            httpHealthCheck: { portSpecification: "USE_FIXED_PORT", port: 8082, requestPath: "/healthz" },
          },
        },
      },
    );
    const { inputs } = find(resources, "gcp:compute/firewall:Firewall", "gateway");
    assert.deepEqual(inputs["allows"], [{ protocol: "tcp", ports: ["8082"] }]);
    assert.deepEqual(inputs["sourceRanges"], ["130.211.0.0/22", "35.191.0.0/16"]);
    assert.ok(Number(inputs["priority"]) < 65534, "before the rule that denies everything");
  });
});

describe("the door of a stack with a domain", () => {
  let resources: Recorded[];
  before(async () => {
    ({ resources } = await recordOf("dev", { "loklak:domain": JSON.stringify({ name: hostname }) }));
  });

  it("listens for the domain's load balancer, and says of its health the only status that Google takes", () => {
    const { data } = find(resources, "kubernetes:core/v1:ConfigMap", "door").inputs;
    const text = (data as Record<string, string>)["nginx.conf"]!;
    assert.match(text, /listen 8081;/);
    assert.match(text, /set_real_ip_from 203\.0\.113\.20;/);
    assert.match(text, /set_real_ip_from 35\.191\.0\.0\/16;/);
    assert.match(text, /location = \/healthz \{\s*return 200;/);
  });

  it("is reached there, and asked for its health, by Google's proxies alone", () => {
    const { inputs } = find(resources, "kubernetes:networking.k8s.io/v1:NetworkPolicy", "door");
    const policies = [inputs as unknown as NetworkPolicy];
    const labels = { "app.kubernetes.io/name": "door", "app.kubernetes.io/component": "proxy" };
    const inWeb = { namespace: "web", namespaceLabels: { "kubernetes.io/metadata.name": "web" } };
    const door = { ...inWeb, address: "10.20.0.9", labels };
    const ports = (from: Endpoint) =>
      [8080, 8081, 8082].filter((port) => isReachable(policies, from, door, port));
    for (const address of ["130.211.0.1", "130.211.3.254", "35.191.0.1", "35.191.255.254"])
      assert.deepEqual(ports({ address }), [8080, 8081, 8082], address);
    for (const address of ["130.211.4.1", "35.190.255.254", "35.192.0.1", "8.8.8.8", "10.10.0.2"])
      assert.deepEqual(ports({ address }), [8080], address);
    assert.deepEqual(ports({ ...inWeb, address: "10.20.0.10", labels: {} }), [8080]);
  });

  it("goes on to the end with what a pod has that is to stop", () => {
    const policy = find(
      resources,
      "kubernetes:networking.gke.io/v1:GCPBackendPolicy",
      "gateway-backend-policy",
    ).inputs["spec"] as { default: { connectionDraining: { drainingTimeoutSec: number } } };
    const { template } = find(resources, "kubernetes:apps/v1:Deployment", "door").inputs["spec"] as {
      template: { spec: PodSpec };
    };
    const last = template.spec.containers[0]?.lifecycle?.preStop?.sleep?.seconds ?? 0;
    assert.equal(policy.default.connectionDraining.drainingTimeoutSec, last + nginxShutdownSeconds);
  });

  it("gets from Google's edge as much of one client as all its pods let through", async () => {
    const more = {
      "loklak:domain": { name: hostname },
      "loklak:door": { replicas: 5, requestsPerSecond: 7 },
    };
    const config = Object.fromEntries(
      Object.entries(more).map(([key, value]) => [key, JSON.stringify(value)]),
    );
    const armor = find(
      (await recordOf("dev", config)).resources,
      "gcp:compute/securityPolicy:SecurityPolicy",
      "domain",
    );
    const rules = armor.inputs["rules"] as Rule[];
    const { count, intervalSec } = rules.find(({ action }) => action === "throttle")!.rateLimitOptions
      .rateLimitThreshold;
    assert.ok(count / intervalSec > 5 * 7, `${count} in ${intervalSec} s`);
  });

  it("keeps the policies", async () => {
    const plan = await planOf("dev", { "loklak:domain": JSON.stringify({ name: hostname }) });
    assert.deepEqual(violations(plan), []);
  });
});
