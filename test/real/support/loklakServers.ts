import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SandboxFolder } from "../../../sandbox/folder";
import { serveLoklakSource, type LoklakSource } from "../../../sandbox/images/loklakSource";
import { freePort, runningProcesses, stopProcesses } from "../../../sandbox/processes";
import type { ElasticsearchNodes } from "./elasticsearchNodes";
import { ImageRoot } from "./imageRoot";
import { Pod } from "./pod";
import type { Rendered } from "../../support/rendered";

const address = "127.0.0.1";

/** The loklak pods of prod, of the source that LOKLAK_SOURCE names or of the stand-in, each at a port of its own. */
export class LoklakServers {
  private readonly started: Pod[] = [];
  /** The dump writer's disk. */
  readonly disk = mkdtempSync(join(tmpdir(), "loklak-dumps-"));

  private constructor(
    readonly source: LoklakSource,
    private readonly image: ImageRoot,
    private readonly rendered: Rendered,
    private readonly nodes: ElasticsearchNodes,
  ) {}

  static async make(rendered: Rendered, nodes: ElasticsearchNodes): Promise<LoklakServers> {
    const sandbox = new SandboxFolder(mkdtempSync(join(tmpdir(), "loklak-source-")));
    try {
      const source = await serveLoklakSource(
        sandbox,
        rendered.buildArgument("loklak-image", "LOKLAK_COMMIT"),
      );
      const args = { LOKLAK_REPOSITORY: source.repository, LOKLAK_COMMIT: source.commit };
      const image = await ImageRoot.build("images/loklak", args, source.commit);
      return new LoklakServers(source, image, rendered, nodes);
    } finally {
      await stopProcesses(runningProcesses(sandbox.path), 5);
      rmSync(sandbox.path, { recursive: true });
    }
  }

  /** Files that loklak makes at its first start, and must find again. */
  keptSettings(): Record<string, string> {
    const folder = join(this.disk, "settings");
    const kept = readdirSync(folder).filter((name) => /^(customized_config|\w+\.settings)\./.test(name));
    return Object.fromEntries(kept.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  }

  /** Starts the pod of a workload, with its init containers, and waits until it is ready. */
  async start(workload: "loklak-api" | "dump-writer"): Promise<Pod> {
    const port = await freePort(address);
    const pod = await Pod.start({
      name: workload,
      pod: this.rendered.pod(workload),
      image: this.image,
      address,
      ports: { 9000: port },
      volumes: workload === "dump-writer" ? { data: this.disk } : {},
      replaced: (root) => [
        ["-Xmx2048m", `-Xmx512m -Djava.io.tmpdir=${join(root, "tmp")} -Dhost=${address}`],
        ...this.nodes.hosts,
      ],
      env: { PORT: String(port) },
    });
    this.started.push(pod);
    await pod.ready();
    return pod;
  }

  /** Kills what still runs and erases the disk. */
  async erase(): Promise<void> {
    await Promise.all(this.started.filter((pod) => pod.isRunning).map((pod) => pod.kill()));
    rmSync(this.disk, { recursive: true });
  }
}
