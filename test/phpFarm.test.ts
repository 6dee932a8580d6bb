import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { parseConfig, platformProblems } from "../examples/php-farm/config";
import { nginxConfig } from "../examples/php-farm/components/nginxConfig";
import { phpFpmConfig, phpIni } from "../examples/php-farm/components/phpConfig";
import { platform, recordExample } from "./support/exampleStack";
import type { PodSpec } from "./support/rendered";
import { find, type Recorded } from "./support/record";

const project = join(__dirname, "../examples/php-farm");
const digest = `@sha256:${"0".repeat(64)}`;
const bases = { nginx: `nginx${digest}`, php: `php${digest}` };

/** A stack's configuration as the engine hands it over. */
function configured(stack: string, changes: Record<string, unknown> = {}): Record<string, string> {
  const file = join(project, `Pulumi.${stack}.yaml`);
  const { config } = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
  const values = { ...config, "php-farm:baseImages": bases, ...changes };
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

describe("the PHP farm's stack", function () {
  this.timeout(120_000);
  const stacks: Record<string, Recorded[]> = {};
  const inputs = <T>(stack: string, type: string, name: string) =>
    find(stacks[stack]!, type, name).inputs as T;
  const pod = (stack: string, kind: string, name: string) =>
    inputs<{ spec: { template: { spec: PodSpec } } }>(stack, `kubernetes:${kind}`, name).spec.template.spec;
  before(async () => {
    for (const stack of ["dev", "prod"]) stacks[stack] = await recordExample("php-farm", stack);
  });

  it("keeps the content: protected by the engine and, where the tier can be, by Google; reached from nodes alone", () => {
    for (const [stack, byGoogle] of Object.entries({ dev: undefined, prod: true })) {
      const { options, inputs: instance } = find(
        stacks[stack]!,
        "gcp:filestore/instance:Instance",
        "content",
      );
      assert.equal(options.protect, true);
      assert.equal(instance.deletionProtectionEnabled, byGoogle);
      const { nfsExportOptions } = instance.fileShares as { nfsExportOptions: { ipRanges: string[] }[] };
      assert.deepEqual(nfsExportOptions.map(({ ipRanges }) => ipRanges).flat(), ["10.10.0.0/20"]);
    }
  });

  it("has the content in one zone for dev, in all for prod, and mounts it where it is", () => {
    const places = { dev: "us-central1-a", prod: "us-central1" };
    for (const [stack, place] of Object.entries(places)) {
      const instance = inputs<{ location: string }>(stack, "gcp:filestore/instance:Instance", "content");
      assert.equal(instance.location, place);
      const { spec } = inputs<{ spec: Record<string, unknown> }>(
        stack,
        "kubernetes:core/v1:PersistentVolume",
        "content",
      );
      assert.deepEqual(spec.csi, {
        driver: "filestore.csi.storage.gke.io",
        volumeHandle: `modeInstance/${place}/php-farm-${stack}-content/content`,
        volumeAttributes: { ip: "10.40.0.2", volume: "content" },
      });
      assert.deepEqual(spec.accessModes, ["ReadWriteMany"]);
    }
  });

  it("lets the publication alone write the content", () => {
    const content = ({ volumes }: PodSpec) => volumes?.find(({ name }) => name === "content");
    const web = pod("dev", "apps/v1:Deployment", "web");
    const job = pod("dev", "batch/v1:Job", "publication");
    assert.deepEqual(content(web)?.persistentVolumeClaim, { claimName: "content", readOnly: true });
    assert.deepEqual(content(job)?.persistentVolumeClaim, { claimName: "content" });
    for (const { volumeMounts } of web.containers)
      assert.equal(volumeMounts?.find(({ name }) => name === "content")?.readOnly, true);
  });

  it("runs nothing as root, with rights, or with a root it can write", () => {
    for (const spec of [pod("dev", "apps/v1:Deployment", "web"), pod("dev", "batch/v1:Job", "publication")]) {
      assert.equal(spec.automountServiceAccountToken, false);
      for (const { securityContext, resources, image } of spec.containers) {
        assert.equal(securityContext?.runAsUser, 10001);
        assert.equal(securityContext?.readOnlyRootFilesystem, true);
        assert.deepEqual(securityContext?.capabilities, { drop: ["ALL"] });
        assert.ok(resources?.limits && resources.requests);
        assert.match(String(image), /@sha256:[0-9a-f]{64}$/);
      }
    }
  });

  it("answers the public at one port, asks for names alone, and its publication is asked by nobody", () => {
    const policy = (name: string) =>
      inputs<{ spec: { ingress: object[]; egress: { ports: { port: number }[] }[] } }>(
        "dev",
        "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        name,
      ).spec;
    assert.deepEqual(policy("web").ingress, [{ ports: [{ protocol: "TCP", port: 8080 }] }]);
    assert.deepEqual(policy("publication").ingress, []);
    for (const name of ["web", "publication"])
      assert.deepEqual(
        policy(name).egress.flatMap(({ ports }) => ports.map(({ port }) => port)),
        [53, 53],
      );
  });

  it("ends PHP after nginx, and both in the time that they have", () => {
    const { containers, terminationGracePeriodSeconds: grace } = pod("dev", "apps/v1:Deployment", "web");
    const [web = 0, php = 0] = containers.map(({ lifecycle }) => lifecycle?.preStop?.sleep?.seconds);
    assert.ok(web >= 24 && php > web && grace! > php + 30);
  });

  const refused: [what: string, changes: Record<string, unknown>, message: RegExp][] = [
    ["one replica", { "php-farm:replicas": 1 }, /php-farm:replicas: 1 must be a whole number from 2 to 50/],
    ["an unknown key", { "php-farm:replica": 2 }, /php-farm:replica: 2 is not known, known are platform, /],
    ["no platform", { "php-farm:platform": "dev" }, /php-farm:platform: "dev" must be \{ stack/],
    [
      "too many workers",
      { "php-farm:php": { workers: 16, memoryMb: 384 } },
      /php\.memoryMb: 384 leaves 16 MiB for each of 16 workers, must leave at least 32/,
    ],
    [
      "a size that the tier has not",
      { "php-farm:content": { tier: "ZONAL", capacityGb: 1100 } },
      /content\.capacityGb: 1100 must be a multiple of 256 up to 9984 for the tier ZONAL/,
    ],
    [
      "a zone for a tier of regions",
      { "php-farm:content": { tier: "REGIONAL", zone: "us-central1-a" } },
      /content\.zone: "us-central1-a" must be left out/,
    ],
    [
      "a large range",
      { "php-farm:content": { reservedRange: "10.40.0.0/24" } },
      /content\.reservedRange: "10\.40\.0\.0\/24" must have the mask \/29 for the tier BASIC_HDD/,
    ],
    [
      "a range that is small for its tier",
      { "php-farm:content": { tier: "REGIONAL", reservedRange: "10.40.0.0/29" } },
      /content\.reservedRange: "10\.40\.0\.0\/29" must have the mask \/26 for the tier REGIONAL/,
    ],
    [
      "a base image by tag",
      { "php-farm:baseImages": { php: "php:8.4", nginx: bases.nginx } },
      /baseImages\.php: "php:8\.4" must be pinned by digest/,
    ],
  ];
  for (const [what, changes, message] of refused)
    it(`refuses ${what}`, () => assert.throws(() => parseConfig("dev", configured("dev", changes)), message));

  it("refuses what the cluster has not, by key", () => {
    const changes = {
      "gcp:project": "another-project",
      "php-farm:nodePool": "large",
      "php-farm:content": { zone: "us-central1-f" },
    };
    const problems = platformProblems(parseConfig("dev", configured("dev", changes)), platform("dev"));
    assert.deepEqual(
      problems.map(({ path, allowed }) => [path.join("."), allowed]),
      [
        ["gcp:project", "must be one of the cluster's: loklak-example"],
        ["nodePool", "must be one of the cluster's: default"],
        ["content.zone", "must be one of the cluster's: us-central1-a"],
      ],
    );
  });
});

describe("the PHP farm's settings", () => {
  const args = { workers: 4, memoryMb: 384, maxBodyMb: 8 };

  it("of nginx are this text", () => {
    const file = join(__dirname, "support/php-farm.nginx.conf");
    assert.equal(nginxConfig(args), readFileSync(file, "utf8"));
  });

  it("of PHP's processes are this text", () => {
    assert.equal(
      phpFpmConfig(args),
      `[global]
daemonize = no
error_log = /dev/stderr
process_control_timeout = 30s

[www]
listen = /sockets/php.sock
listen.mode = 0600
pm = static
pm.max_children = 4
pm.max_requests = 1000
request_terminate_timeout = 30s
ping.path = /ping
clear_env = yes
security.limit_extensions = .php
`,
    );
  });

  it("of PHP give each worker its share of the memory", () => {
    assert.match(phpIni(args), /^memory_limit = 64M$/m);
    assert.match(phpIni({ ...args, workers: 8 }), /^memory_limit = 32M$/m);
    assert.match(phpIni(args), /^upload_max_filesize = 8M$/m);
  });
});
