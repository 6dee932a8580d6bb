import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, request as httpsRequest } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signServer } from "../../sandbox/cluster/certificates";
import { Clusters } from "../../sandbox/cluster/clusters";
import { DiskFiles } from "../../sandbox/disks/diskFiles";
import type { Project, StandIn } from "../../sandbox/engine/surroundings";
import type { SandboxFolder } from "../../sandbox/folder";
import { googleProvider } from "../../sandbox/google/provider";
import { type Carrier, TransientError } from "../../sandbox/google/requests";
import { GoogleStore } from "../../sandbox/google/store";
import type { Provider } from "../../sandbox/provider/provider";

/** What goes wrong for a while between a provider and its cloud or API server. */
export interface Fault {
  package: "gcp" | "kubernetes";
  /** Which requests, a regular expression: `create gcp:compute/disk:Disk`, `GET /api/v1/namespaces`. */
  requests: string;
  /** How many of them go well before, and how many then do not; default none, and all. */
  after?: number;
  times?: number;
  /** 503 in answer; no answer; the connection reset before the request arrives, or before its answer does. */
  how: "busy" | "silent" | "reset" | "lost";
}

/** The project whose providers meet the faults. */
export function withFaults(project: Project, faults: Fault[]): Project {
  if (faults.length === 0) return project;
  const faultOf = (name: string) => nextFault(faults.filter((fault) => fault.package === name));
  return {
    ...project,
    surroundings: (folder, user, realism) => {
      const surroundings = project.surroundings(folder, user, realism);
      const [google, kubernetes] = [faultOf("gcp"), faultOf("kubernetes")];
      const faulty = (standIn: StandIn): StandIn => {
        if (standIn.package === "gcp") return { ...standIn, provider: faultyGoogle(folder, google) };
        if (standIn.package !== "kubernetes") return standIn;
        return { ...standIn, provider: () => throughProxy(standIn.provider(), folder, kubernetes) };
      };
      return { ...surroundings, standIns: surroundings.standIns.map(faulty) };
    },
  };
}

/** What becomes of the next request; undefined when it goes well. */
type NextFault = (request: string) => Fault["how"] | undefined;

function nextFault(faults: Fault[]): NextFault {
  const seen = faults.map(() => 0);
  return (request) => {
    const met = faults.filter(({ requests, after = 0, times = Infinity }, i) => {
      if (!new RegExp(requests).test(request)) return false;
      const count = seen[i]!++;
      return count >= after && count < after + times;
    });
    return met[0]?.how;
  };
}

function faultyGoogle(folder: SandboxFolder, faultOf: NextFault): () => Provider {
  const carry: Carrier = async (about, request) => {
    const how = faultOf(about);
    if (how === undefined) return request();
    if (how === "lost") await request();
    throw new TransientError(googleSays[how]);
  };
  const disks = new DiskFiles(folder.disks);
  return googleProvider(new GoogleStore(folder.google), new Clusters(folder), disks, carry);
}

const googleSays: Record<Fault["how"], string> = {
  busy: "googleapi: Error 503: The service is currently unavailable., backendError",
  silent: "net/http: request canceled (Client.Timeout exceeded while awaiting headers)",
  reset: "read: connection reset by peer",
  lost: "read: connection reset by peer",
};

/** The provider, which reaches its API server through a proxy. */
function throughProxy(provider: Provider, folder: SandboxFolder, faultOf: NextFault): Provider {
  return Object.assign(Object.create(provider) as Provider, {
    async configure(this: Provider, config: { kubeconfig: string }) {
      const [server = ""] = /https:\/\/[\w.:-]+/.exec(config.kubeconfig) ?? [];
      const proxy = await startProxy(new URL(server), folder, faultOf);
      await provider.configure.call(this, {
        ...config,
        kubeconfig: config.kubeconfig.replace(server, proxy),
      });
    },
  });
}

async function startProxy(server: URL, folder: SandboxFolder, faultOf: NextFault): Promise<string> {
  const ca = readFileSync(folder.caCertificate, "utf8");
  const keys = mkdtempSync(join(tmpdir(), "loklak-proxy-"));
  const files = { key: join(keys, "key"), certificate: join(keys, "crt") };
  await signServer(folder, { addresses: ["127.0.0.1"], ...files });
  const tls = { key: readFileSync(files.key), cert: readFileSync(files.certificate) };
  rmSync(keys, { recursive: true });
  const forward = (request: IncomingMessage, answered: (answer: IncomingMessage) => void) => {
    const { method, headers, url = "" } = request;
    const forwarded = httpsRequest(new URL(url, server), { method, headers, ca }, answered);
    forwarded.on("error", () => request.socket.destroy());
    request.socket.on("close", () => forwarded.destroy());
    request.pipe(forwarded);
  };
  const proxy = createServer(tls, (request, response: ServerResponse) => {
    // A reset of a kept connection would not be told from one that the server was just closing.
    response.shouldKeepAlive = false;
    const how = faultOf(`${request.method} ${request.url}`);
    if (how === "busy") response.writeHead(503, { "retry-after": "1" }).end("busy");
    else if (how === "reset") request.socket.destroy();
    else if (how === "lost") forward(request, () => request.socket.destroy());
    else if (how === undefined)
      forward(request, (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  // The command ends when it has done its work.
  proxy.unref();
  return `https://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}
