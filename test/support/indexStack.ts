import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { parse } from "yaml";
import { GoogleStore } from "../../sandbox/google/store";
import { eventually } from "./eventually";
import { type LoklakSandbox } from "./loklakSandbox";
import { type Claim, isReady, type PersistentVolume, type Pod, type Workload } from "./objects";
import { type Ended, steps } from "./sandbox";

/** One stack of a sandbox, seen from its index disks. */
export class IndexStack {
  constructor(
    private readonly sandbox: LoklakSandbox,
    readonly stack: string,
  ) {}

  /** Sets keys of `loklak:elasticsearch`, undefined to leave one out. */
  configure(values: { restores?: { snapshots: (string | null)[] }[]; generation?: number }): void {
    const now = this.sandbox.configured("loklak:elasticsearch", this.stack) as object;
    this.sandbox.configure("loklak:elasticsearch", { ...now, ...values }, this.stack);
  }

  run(command: string, ...args: string[]): Promise<Ended> {
    return this.sandbox.run(command, "--stack", this.stack, ...args);
  }

  succeed(command: string, ...args: string[]): Promise<Ended> {
    return this.sandbox.succeed(command, "--stack", this.stack, ...args);
  }

  /**
   * Plan and run of a change, which must touch no disk, address or key that exists, and no volume below Elasticsearch's
   * nodes; what was done.
   */
  async change(): Promise<string[]> {
    let done: string[] = [];
    for (const command of ["preview", "up"]) {
      const ended = await this.succeed(command);
      assert.deepEqual(touched(ended), [], command);
      assert.deepEqual(pulledOut(ended), [], command);
      done = steps(ended);
    }
    return done;
  }

  /** The set that the stand-in's schedules make now, as it is to be put into the configuration. */
  async snapshot(): Promise<{ snapshots: string[] }> {
    const { stdout } = await this.succeed("snapshot");
    const entry = /^- snapshots:\n( .*\n)+/m.exec(stdout)?.[0];
    assert.ok(entry, stdout);
    const [set] = parse(entry) as { snapshots: string[] }[];
    return set!;
  }

  /** What is on each of the stack's disks, by the disk's name. */
  contents(): Record<string, unknown> {
    return Object.fromEntries<unknown>(
      Object.entries(this.disks()).map(([id, { extra }]) => [id.split("/").at(-1)!, extra?.contentToken]),
    );
  }

  /** What simulated pods do not do: something else is on the disk afterwards. */
  write(disk: string): void {
    const id = Object.keys(this.disks()).find((each) => each.endsWith(`/${disk}`))!;
    new GoogleStore(this.sandbox.folder.google).update(({ resources }) => {
      resources[id]!.extra!.contentToken = randomBytes(12).toString("hex");
    });
  }

  /** Names of the disks behind Elasticsearch's claims, in the order of the nodes; a claim that is not Bound is an error. */
  async inUse(): Promise<string[]> {
    const volumes = (await this.client().list<PersistentVolume>("v1", "PersistentVolume")).items;
    const claims = (await this.client().list<Claim>("v1", "PersistentVolumeClaim")).items
      .filter(({ metadata }) => metadata.namespace === "elasticsearch")
      .sort((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1));
    return claims.map(({ metadata, spec, status }) => {
      assert.equal(status.phase, "Bound", metadata.name);
      const volume = volumes.find((each) => each.metadata.name === spec.volumeName);
      return volume!.spec.csi.volumeHandle.split("/").at(-1)!;
    });
  }

  /** Waits until every pod that there is to be is there and Ready; then a preview must show nothing. */
  async assertServes(): Promise<void> {
    await eventually(async () => {
      const { items } = await this.client().list<Pod>("v1", "Pod");
      const away = items.filter((pod) => !isReady(pod)).map(({ metadata }) => metadata.name);
      assert.deepEqual(away, []);
      assert.equal(items.length, await this.podsToBe());
      const nodes = items.filter(({ metadata }) => metadata.namespace === "elasticsearch");
      assert.equal(nodes.length, (await this.inUse()).length);
    }, 60);
    assert.deepEqual(steps(await this.succeed("preview")), []);
  }

  /** A preview must be refused for this, with nothing planned. */
  async assertRefused(why: RegExp): Promise<void> {
    const refused = await this.run("preview");
    assert.equal(refused.code, 1);
    assert.match(refused.stdout + refused.stderr, why);
    assert.deepEqual(steps(refused), []);
  }

  /** Of every pod, or of those that know the index: another pod of the same name has another. */
  async podUids(which: "all" | "index" = "all"): Promise<(string | undefined)[]> {
    const { items } = await this.client().list<Pod>("v1", "Pod");
    const knows = ({ metadata }: Pod) => metadata.labels?.["app.kubernetes.io/name"] !== "door";
    return items
      .filter((pod) => which === "all" || knows(pod))
      .map(({ metadata }) => metadata.uid)
      .sort();
  }

  client() {
    const clusters = Object.keys(this.sandbox.google("gcp:container/cluster:Cluster"));
    return this.sandbox.kubernetes(clusters.find((id) => id.endsWith(`/loklak-${this.stack}`))!);
  }

  private async podsToBe(): Promise<number> {
    const kinds = ["Deployment", "StatefulSet"].map((kind) => this.client().list<Workload>("apps/v1", kind));
    const workloads = (await Promise.all(kinds)).flatMap(({ items }) => items);
    assert.equal(workloads.length, 4);
    return workloads.reduce((pods, { spec }) => pods + spec.replicas, 0);
  }

  private disks() {
    const disks = {
      ...this.sandbox.google("gcp:compute/disk:Disk"),
      ...this.sandbox.google("gcp:compute/regionDisk:RegionDisk"),
    };
    const own = Object.entries(disks).filter(([id]) => id.includes(`/disks/loklak-${this.stack}-`));
    return Object.fromEntries(own);
  }
}

/** What a plan or run did to disks, addresses and keys that existed, other than taking them over or reading them. */
function touched({ events }: Ended): string[] {
  return events.flatMap(({ resourcePreEvent }) => {
    const { op, urn, type } = resourcePreEvent?.metadata ?? { op: "same", urn: "", type: "" };
    if (["same", "create", "import", "read", "refresh"].includes(op)) return [];
    const kept = /^gcp:(compute\/(disk|regionDisk|address|resourcePolicy)|kms\/|.*Attachment)/.test(type);
    return kept ? [`${op} ${urn}`] : [];
  });
}

/** Elasticsearch's claims and volumes that a plan or run deletes before the StatefulSet whose pods are on them. */
function pulledOut({ events }: Ended): string[] {
  const deleted = events.flatMap(({ resourcePreEvent }) => {
    const { op, urn } = resourcePreEvent?.metadata ?? { op: "same", urn: "" };
    return op === "delete-replaced" ? [urn] : [];
  });
  const end = deleted.findIndex((urn) => urn.endsWith("apps/v1:StatefulSet::elasticsearch"));
  const before = end < 0 ? deleted : deleted.slice(0, end);
  return before.filter((urn) => urn.includes("Elasticsearch$loklak:kubernetes:DataVolume$"));
}
