import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { authPluginText, writeAuthPlugin } from "../sandbox/cluster/authPlugin";
import { ensureAuthority, signServer } from "../sandbox/cluster/certificates";
import { kubeconfigText } from "../sandbox/cluster/credentials";
import { KubeClient, KubeError } from "../sandbox/cluster/kubeClient";
import { Kubeconfig } from "../sandbox/cluster/kubeconfig";
import { SandboxFolder } from "../sandbox/folder";

const pods = { resources: [{ name: "pods", kind: "Pod", namespaced: true }] };
const pod = (name: string) => ({ apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "web" } });

describe("the client of an API server", () => {
  const folder = new SandboxFolder(mkdtempSync(join(tmpdir(), "loklak-client-")));
  let server!: Server;
  let connections = 0;
  let requests: { method?: string; url?: string; authorization?: string; body: string }[] = [];
  /** What the server answers besides its list of kinds. */
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  before(async () => {
    await ensureAuthority(folder);
    const files = { key: join(folder.path, "k"), certificate: join(folder.path, "c") };
    await signServer(folder, { addresses: ["127.0.0.1"], ...files });
    const tls = { key: readFileSync(files.key), cert: readFileSync(files.certificate) };
    server = createServer(tls, (request, response) => {
      let body = "";
      request.on("data", (data: Buffer) => (body += data.toString()));
      request.on("end", () => {
        if (request.url === "/api/v1") return response.end(JSON.stringify(pods));
        requests.push({
          method: request.method,
          url: request.url,
          authorization: request.headers.authorization,
          body,
        });
        return answer(request, response);
      });
    });
    server.on("secureConnection", () => connections++);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder.path, { recursive: true });
  });
  beforeEach(() => (requests = []));

  const url = () => `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = () =>
    new KubeClient(
      kubeconfigText({ server: url(), ca: readFileSync(folder.caCertificate, "utf8") }, { token: "t" }),
    );
  const fail = (response: ServerResponse, code: number, reason: string, message: string) =>
    response
      .writeHead(code, { "retry-after": "0" })
      .end(JSON.stringify({ kind: "Status", code, reason, message }));

  it("sends objects as they are, over one connection", async () => {
    connections = 0;
    answer = (_, response) => response.end(JSON.stringify(pod("a")));
    const object = { ...pod("a"), spec: { ingress: [{ from: [{ x: 1 }] }] } };
    const kube = client();
    await kube.apply(object, { fieldManager: "f", dryRun: true });
    await kube.delete(object, { uid: "u" });
    const [apply, remove] = requests;
    assert.equal(
      apply?.url,
      "/api/v1/namespaces/web/pods/a?dryRun=All&fieldManager=f&fieldValidation=Strict&force=false",
    );
    assert.deepEqual(JSON.parse(apply?.body ?? ""), object);
    assert.deepEqual((JSON.parse(remove?.body ?? "") as { preconditions: object }).preconditions, {
      uid: "u",
    });
    assert.equal(connections, 1);
  });

  it("tells what the server says", async () => {
    answer = (_, response) => fail(response, 403, "Forbidden", 'pods "a" is forbidden: no');
    await assert.rejects(client().create(pod("a")), (error: KubeError) => {
      assert.deepEqual(
        [error.status, error.reason, error.message],
        [403, "Forbidden", 'pods "a" is forbidden: no'],
      );
      return true;
    });
    answer = (_, response) => fail(response, 404, "NotFound", "gone");
    assert.equal(await client().get(pod("a")), undefined);
    await client().delete(pod("a"));
    await assert.rejects(client().get({ ...pod("a"), kind: "Dog" }), /knows no kind Dog in version v1/);
  });

  it("waits when the server is busy, but not for an eviction that a budget forbids", async () => {
    let busy = 2;
    answer = (_, response) =>
      busy-- > 0 ? fail(response, 429, "TooManyRequests", "busy") : response.end("{}");
    await client().get(pod("a"));
    assert.equal(requests.length, 3);
    busy = 1;
    await assert.rejects(client().evict(pod("a")), /busy/);
  });

  it("goes by the server's own word whether to try again", async () => {
    answer = (_, response) => response.writeHead(503).end("no backend");
    await assert.rejects(client().get(pod("a")), /HTTP status 503: no backend/);
    assert.equal(requests.length, 1);
    answer = (_, response) => fail(response, 500, "InternalError", "etcd is away");
    await assert.rejects(client().get(pod("a")), /etcd is away/);
    assert.equal(requests.length, 1 + 11);
  });

  it("asks again when the connection is reset, and gives up a change", async () => {
    let resets = 3;
    answer = ({ socket }, response) => (resets-- > 0 ? socket.destroy() : response.end("{}"));
    await client().get(pod("a"));
    assert.equal(requests.length, 4);
    // The first is on a kept connection, which the server may just have closed.
    resets = 2;
    await assert.rejects(client().create(pod("a")), /no answer from the API server .*: socket hang up/);
    assert.equal(requests.length, 6);
  });

  it("reads a watch event by event, however the text is cut, and throws an error event", async () => {
    const events = [
      { type: "ADDED", object: pod("ä") },
      { type: "ERROR", object: { code: 410, reason: "Expired", message: "too old" } },
    ];
    const text = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    answer = (_, response) => {
      const cut = text.indexOf("ä") + 1;
      response.write(text.subarray(0, cut));
      setTimeout(() => response.end(text.subarray(cut)), 20);
    };
    const seen: string[] = [];
    const watch = async () => {
      for await (const { object } of client().watch("v1", "Pod")) seen.push(object.metadata.name);
    };
    await assert.rejects(watch(), (error: KubeError) => error.status === 410);
    assert.deepEqual(seen, ["ä"]);
  });

  it("takes its token from the command that the kubeconfig names, again when it is refused", async () => {
    writeAuthPlugin(folder, "first");
    const kubeconfig = JSON.stringify({
      "current-context": "c",
      contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
      clusters: [{ name: "c", cluster: { server: url() } }],
      users: [
        {
          name: "u",
          user: {
            exec: { apiVersion: "client.authentication.k8s.io/v1beta1", command: "gke-gcloud-auth-plugin" },
          },
        },
      ],
    });
    const env = { PATH: `${folder.bin}:${process.env.PATH}` };
    const kube = new KubeClient(kubeconfig, { caFile: folder.caCertificate, env });
    answer = (_, response) => response.end("{}");
    await kube.get(pod("a"));
    writeAuthPlugin(folder, "second");
    answer = ({ headers }, response) =>
      headers.authorization === "Bearer second"
        ? response.end("{}")
        : fail(response, 401, "Unauthorized", "no");
    await kube.get(pod("a"));
    assert.deepEqual(
      requests.map(({ authorization }) => authorization),
      ["Bearer first", "Bearer first", "Bearer second"],
    );
    const missing = new KubeClient(kubeconfig, { caFile: folder.caCertificate, env: { PATH: "/none" } });
    await assert.rejects(missing.get(pod("a")), /from the command gke-gcloud-auth-plugin .* is not on PATH/);
  });

  it("says where no server answers, and trusts nobody it was not told to", async () => {
    await assert.rejects(
      new KubeClient(kubeconfigText({ server: "https://127.0.0.1:1", ca: "ca" }, { token: "t" })).get(
        pod("a"),
      ),
      /no answer from the API server https:\/\/127\.0\.0\.1:1: connect ECONNREFUSED/,
    );
    const untrusting = kubeconfigText({ server: url(), ca: "ca" }, { token: "t" }).replace(
      /\n +certificate-authority-data.*/,
      "",
    );
    await assert.rejects(new KubeClient(untrusting).get(pod("a")), /no answer .*certificate/);
  });

  it("refuses a kubeconfig that it cannot follow, naming each key", () => {
    const text = kubeconfigText({ server: "http://127.0.0.1", ca: "ca" }, { token: "t" }).replace(
      "token: t",
      "username: u\n      password: p",
    );
    assert.throws(
      () => new Kubeconfig(text),
      /the kubeconfig cannot be used:[^]*"username", "password"[^]*server/,
    );
    assert.throws(
      () =>
        new Kubeconfig(
          kubeconfigText({ server: "https://h", ca: "ca" }, { token: "t" }).replace(
            "current-context: sandbox",
            "current-context: x",
          ),
        ),
      /no context "x"/,
    );
  });
});

describe("the stand-in for gke-gcloud-auth-plugin", () => {
  it("says that it is one", () => assert.match(authPluginText("t"), /Stand-in for gke-gcloud-auth-plugin/));
});
