import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { elasticsearchHome, elasticsearchVersion } from "../../../components/elasticsearchConfig";
import { ImageRoot } from "./imageRoot";
import { requireJava } from "./java";
import { Pod } from "./pod";
import type { Rendered } from "../../support/rendered";

/** The Elasticsearch pods of prod, each at a loopback address of its own with its own disk. */
export class ElasticsearchNodes {
  readonly addresses: string[];
  pods: Pod[] = [];
  private readonly disks = mkdtempSync(join(tmpdir(), "loklak-index-"));

  private constructor(
    private readonly rendered: Rendered,
    private readonly image: ImageRoot,
    private readonly java: number,
  ) {
    // A network of 127.0.0.0/8 that no other run has.
    const network = `127.${100 + (process.pid % 100)}.${(process.pid >> 7) % 250}`;
    this.addresses = [1, 2, 3].map((node) => `${network}.${node}`);
  }

  static async make(rendered: Rendered): Promise<ElasticsearchNodes> {
    const java = requireJava();
    const args = { VERSION: elasticsearchVersion };
    const image = await ImageRoot.build("images/elasticsearch", args, elasticsearchVersion);
    return new ElasticsearchNodes(rendered, image, java);
  }

  /** Starts all at once, as the StatefulSet does, and waits until all are ready. */
  async start(): Promise<void> {
    this.pods = await Promise.all(this.addresses.map((address, node) => this.startNode(address, node)));
    await Promise.all(this.pods.map((pod) => pod.ready()));
  }

  /** Kills what still runs and erases the disks. */
  async erase(): Promise<void> {
    await Promise.all(this.pods.filter((pod) => pod.isRunning).map((pod) => pod.kill()));
    rmSync(this.disks, { recursive: true });
  }

  /** The next pod of a node, whose former one has ended, on its disk. */
  async restart(node: number): Promise<Pod> {
    return (this.pods[node] = await this.pods[node]!.again());
  }

  /** What the services of the cluster lead to. */
  get hosts(): [string, string][] {
    const [first] = this.addresses;
    return [
      ["elasticsearch-discovery.elasticsearch.svc", this.addresses.join("\n  - ")],
      ...this.addresses.map((address, node): [string, string] => [
        `elasticsearch-${node}.elasticsearch:`,
        `${address}:`,
      ]),
      ["elasticsearch.elasticsearch:", `${first}:`],
    ];
  }

  private startNode(address: string, node: number): Promise<Pod> {
    return Pod.start({
      name: `elasticsearch-${node}`,
      pod: this.rendered.pod("elasticsearch"),
      image: this.image,
      address,
      volumes: { data: join(this.disks, String(node)) },
      replaced: (root) => [
        [elasticsearchHome, join(root, elasticsearchHome)],
        ["0.0.0.0", address],
        ["8192m", "256m"],
        // The tests may run as root, a pod never does.
        ["-XX:+ExitOnOutOfMemoryError", "-XX:+ExitOnOutOfMemoryError -Des.insecure.allow.root=true"],
        ...this.hosts,
      ],
      // Its script asks Java for the collector that Java 8 has.
      env: this.java > 8 ? { ES_GC_OPTS: "-XX:+UseG1GC" } : {},
    });
  }
}
