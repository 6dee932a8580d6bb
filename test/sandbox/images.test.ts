import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { elasticsearchVersion } from "../../components/elasticsearchConfig";
import { schema } from "../../config/schema";
import { checkout, SandboxFolder } from "../../sandbox/folder";
import { dockerProvider } from "../../sandbox/docker/provider";
import { GoogleStore } from "../../sandbox/google/store";
import { missingForEngine } from "../../sandbox/images/engineNeeds";
import { cgroupFolders, cgroupOf } from "../../sandbox/cgroups";
import { engineDaemons } from "../../sandbox/images/engineProcesses";
import { eraseImages, Images } from "../../sandbox/images/images";
import { type LoklakSource, serveLoklakSource } from "../../sandbox/images/loklakSource";
import { realBuilder } from "../../sandbox/images/realBuilder";
import { standInBases } from "../../sandbox/images/standInBases";
import { runningProcesses, stopProcesses } from "../../sandbox/processes";
import { skipForLackOf } from "../support/lacking";
import { PodInEngine } from "../support/podInEngine";
import { providerContext } from "../support/providerContext";
import { Rendered } from "../support/rendered";

const missing = missingForEngine();
const minutes = 60_000;
const bases = {
  MAVEN_IMAGE: standInBases.maven,
  JAVA_IMAGE: standInBases.java,
  NGINX_IMAGE: standInBases.nginx,
};
const repository = "project/repository";

function build(images: Images, image: string, args: Record<string, string>, context = folderOf(image)) {
  const dockerfile = join(context, "Dockerfile");
  return images.build({ image, name: image, context, dockerfile, args: { ...bases, ...args } });
}

function folderOf(image: string): string {
  return join(checkout, "images", image);
}

describe("the images, built and run by a real Docker engine", function () {
  if (missing.length > 0) return skipForLackOf(missing);
  this.timeout(5 * minutes);
  const folder = mkdtempSync(join(tmpdir(), "loklak-images-"));
  let images: Images;
  let rendered: Rendered;
  let elasticsearch: PodInEngine;
  let loklak: PodInEngine;
  let source: LoklakSource;

  before("engine, registry and base images", async function () {
    this.timeout(10 * minutes);
    images = await Images.start(new SandboxFolder(folder), (line) => console.log(`    ${line}`));
    rendered = await Rendered.of("dev");
    const { commit } = schema.parse({}).loklak.source;
    source = await serveLoklakSource(new SandboxFolder(folder), commit);
    console.log(`    loklak is built from ${source.title}`);
  });

  after(async () => {
    await eraseImages(new SandboxFolder(folder));
    rmSync(folder, { recursive: true });
  });

  it("push Elasticsearch to a registry that checks who it is, under the digest that it answers", async () => {
    await build(images, "elasticsearch", { VERSION: elasticsearchVersion });
    const push = () => images.push("elasticsearch", "elasticsearch", `${repository}/elasticsearch`, "1");
    await assert.rejects(images.logIn("wrong"), /401 Unauthorized/);
    await images.engine.docker(["logout", images.registry.name]);
    await assert.rejects(push(), /^Error: image elasticsearch was not pushed: .*; log in to the registry/);
    await images.logIn(images.registry.password);
    assert.equal(await push(), await images.registry.digest(`${repository}/elasticsearch`, "1"));
  });

  it("run Elasticsearch under the pod's limits, user and read-only root", async () => {
    const network = ["none", "--hostname", "elasticsearch-0"];
    const hosts = ["elasticsearch.elasticsearch", "elasticsearch-0.elasticsearch"];
    elasticsearch = new PodInEngine(images.engine, "elasticsearch", rendered.pod("elasticsearch"), {
      folder: join(folder, "elasticsearch"),
      image: "elasticsearch",
      network: ["--network", ...network, ...hosts.flatMap((host) => ["--add-host", `${host}:127.0.0.1`])],
    });
    await elasticsearch.run();
    await elasticsearch.ready();
    await isConfined(elasticsearch, 1024);
    await assert.rejects(elasticsearch.exec("touch", "config/x"), /Read-only file system/);
    await elasticsearch.exec("touch", "data/x", "logs/x", "/tmp/x");
  });

  it("keep a document of Elasticsearch over a stop, which the image's signal brings about at once", async () => {
    await elasticsearch.http("PUT", "9200/notes", '{"settings":{"number_of_replicas":0}}');
    await elasticsearch.http("PUT", "9200/notes/note/1", '{"text":"kept"}');
    const { exitCode, seconds } = await elasticsearch.stop();
    assert.equal(exitCode, 128 + constants.signals.SIGKILL);
    assert.ok(seconds < 20, `${seconds} s`);
    await elasticsearch.start();
    await elasticsearch.ready();
    await elasticsearch.http("GET", "9200/_cluster/health/notes?wait_for_status=yellow");
    assert.match(await elasticsearch.http("GET", "9200/notes/note/1"), /"text":"kept"/);
  });

  it("build loklak from one commit, which its label and its environment tell", async function () {
    this.timeout(10 * minutes);
    const { repository: from, commit } = source;
    await build(images, "loklak", { LOKLAK_REPOSITORY: from, LOKLAK_COMMIT: commit });
    const asked = '{{index .Config.Labels "org.opencontainers.image.revision"}} {{json .Config.Env}}';
    const told = await images.engine.docker(["inspect", "--format", asked, "loklak"]);
    assert.ok(told.startsWith(`${commit} `), told);
    assert.ok(told.includes(`"COMMIT_HASH=${commit}"`), told);
    const digest = await images.push("loklak", "loklak", `${repository}/loklak`, commit);
    assert.equal(await images.registry.digest(`${repository}/loklak`, commit), digest);
  });

  it("run loklak under the pod's limits, user and read-only root, until it is ready", async () => {
    loklak = new PodInEngine(images.engine, "loklak", rendered.pod("loklak-api"), {
      folder: join(folder, "loklak"),
      image: "loklak",
      network: ["--network", "container:elasticsearch"],
    });
    await loklak.run();
    await loklak.ready();
    await isConfined(loklak, 1536);
    assert.ok((await loklak.http("GET", "9000/api/status.json")).includes(source.commit));
    if (process.env.LOKLAK_SOURCE !== undefined)
      for (const chart of [
        "map.png",
        "markdown.png",
        `piechart.png?data=${encodeURIComponent('{"a":"1","b":"2"}')}`,
      ])
        await loklak.exec("curl", "-sSf", "-o", "/dev/null", `http://127.0.0.1:9000/vis/${chart}`);
    const { exitCode, seconds } = await loklak.stop();
    assert.equal(exitCode, 128 + constants.signals.SIGTERM);
    assert.ok(seconds < 20, `${seconds} s`);
  });

  it("run nginx under the pod's limits, user and read-only root, which ends with what it has begun", async () => {
    await build(images, "door", {});
    const hosts = ["kube-dns.kube-system.svc.cluster.local:127.0.0.1"];
    const door = new PodInEngine(images.engine, "door", rendered.pod("door"), {
      folder: join(folder, "door"),
      image: "door",
      network: ["--network", "none", ...hosts.flatMap((host) => ["--add-host", host])],
    });
    await door.run();
    await door.ready();
    await isConfined(door, 256, "nginx");
    await assert.rejects(door.http("GET", "8080/"), /The requested URL returned error: 502/);
    assert.equal(await door.inspect("{{.Config.StopSignal}}"), "SIGQUIT");
    assert.equal((await door.stop()).exitCode, 0);
  });

  it("are what the sandbox's Docker provider deploys, by the digest of its registry", async () => {
    const sandbox = new SandboxFolder(folder);
    const store = new GoogleStore(sandbox.google);
    const id = "projects/p/locations/europe-west3/repositories/r";
    const type = "gcp:artifactregistry/repository:Repository";
    store.update(({ resources }) => (resources[id] = { type, inputs: {}, outputs: {} }));
    const provider = dockerProvider(store, { builder: realBuilder(sandbox) })();
    const host = "europe-west3-docker.pkg.dev";
    await provider.configure({ registryAuth: JSON.stringify([{ address: host }]) });
    const noDigest = `@sha256:${"0".repeat(64)}`;
    const named = { MAVEN_IMAGE: bases.MAVEN_IMAGE + noDigest, JAVA_IMAGE: bases.JAVA_IMAGE + noDigest };
    const inputs = {
      imageName: `${host}/p/r/elasticsearch:1`,
      build: {
        context: "images/elasticsearch",
        dockerfile: "images/elasticsearch/Dockerfile",
        platform: "linux/amd64",
        args: { ...named, VERSION: elasticsearchVersion },
      },
    };
    const { outputs } = await provider.create(inputs, providerContext("docker:index/image:Image"));
    const digest = await images.registry.digest("p/r/elasticsearch", "1");
    assert.equal(outputs.repoDigest, `${host}/p/r/elasticsearch@${digest}`);
  });

  it("are not built from a distribution with a wrong checksum", async () => {
    const context = join(folder, "context");
    cpSync(folderOf("elasticsearch"), context, { recursive: true });
    const checksum = join(context, "elasticsearch.sha256");
    writeFileSync(
      checksum,
      readFileSync(checksum, "utf8").replace(/^./, (digit) => (digit === "0" ? "1" : "0")),
    );
    await assert.rejects(
      build(images, "elasticsearch", { VERSION: elasticsearchVersion }, context),
      /^Error: image elasticsearch was not built: .*; what was fetched is not what its \.sha256 names/,
    );
  });

  it("are not built from a commit that is not there", async () => {
    await assert.rejects(
      build(images, "loklak", { LOKLAK_REPOSITORY: source.repository, LOKLAK_COMMIT: "0".repeat(40) }),
      /^Error: image loklak was not built: .*has no LOKLAK_COMMIT 0{40}; loklak:loklak\.source\.commit must be/,
    );
    await assert.rejects(
      serveLoklakSource(new SandboxFolder(join(folder, "other")), "0".repeat(40), checkout),
      /^Error: LOKLAK_SOURCE \S+ has no commit 0{40}/,
    );
  });

  it("leave nothing on the machine, also when the engine is killed", async () => {
    await stopProcesses(engineDaemons(images.engine.folder), 0);
    await assert.rejects(
      build(images, "elasticsearch", { VERSION: elasticsearchVersion }),
      /^Error: image elasticsearch was not built: .*; start the engine, or give the image by digest/,
    );
    await images.engine.start();
    await elasticsearch.start();
    const cgroup = cgroupOf(images.engine.folder);
    await eraseImages(new SandboxFolder(folder));
    assert.deepEqual(runningProcesses(folder), []);
    assert.ok(!readFileSync("/proc/self/mounts", "utf8").includes(folder));
    assert.deepEqual(await cgroupFolders(cgroup), []);
    assert.ok(!readdirSync(folder).includes("images"));
  });
});

async function isConfined(pod: PodInEngine, memoryMb: number, program = "java"): Promise<void> {
  assert.match(await pod.exec("id"), /^uid=10001 gid=10001/);
  assert.match(await pod.exec("sh", "-c", "tr '\\0' ' ' </proc/1/cmdline"), new RegExp(`^\\S*${program}\\b`));
  assert.match(await pod.exec("grep", "CapEff", "/proc/1/status"), /\t0{16}$/);
  assert.equal(await pod.inspect("{{.HostConfig.Memory}}"), String(memoryMb * 2 ** 20));
  await assert.rejects(pod.exec("touch", "/x"), /Read-only file system/);
}
