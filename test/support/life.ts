import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readCheckpoint } from "../../sandbox/engine/checkpoint";
import { EngineFolder } from "../../sandbox/engine/folder";
import { runningProcesses } from "../../sandbox/processes";
import { eventually } from "./eventually";
import type { KillPoint, Phase } from "./killPoint";
import { devCluster, LoklakSandbox } from "./loklakSandbox";
import { isReady, type PersistentVolume, type Pod } from "./objects";
import { steps } from "./sandbox";

/** What there is after a phase; the same after every life. */
export interface End {
  /** The ids of all of Google's resources. */
  cloud: string[];
  /** The URNs of the state. */
  state: string[];
  /** Each claim, its disk, and whether it is Bound. */
  volumes: string[][];
  /** How many pods are Ready, and how many there are. */
  pods: [ready: number, all: number];
  /** What a preview would do. */
  planned: string[];
}

/** The dev stack with everything on that is protected: it comes up, changes in many ways, and is destroyed but for that. */
export class Life {
  readonly sandbox = new LoklakSandbox();
  private readonly engine = new EngineFolder(this.sandbox.folder);

  constructor() {
    this.sandbox.configure("loklak:encryption", true);
    this.sandbox.configure("loklak:snapshots", { every: "day" });
  }

  /** Runs a phase to its end; tells how many calls it made of providers that create, update or delete. */
  async run(phase: Phase): Promise<number> {
    const done = steps(await this.sandbox.succeed(...this.command(phase)));
    // A replacement is a step beside those that carry it out.
    return done.filter((step) => !step.startsWith("replace ")).length;
  }

  /** Runs a phase in which somebody is killed. */
  async die(phase: Phase, point: KillPoint): Promise<void> {
    this.sandbox.setenv("LOKLAK_KILL", JSON.stringify(point));
    const { code, stdout, stderr } = await this.sandbox.run(...this.command(phase));
    this.sandbox.setenv("LOKLAK_KILL", undefined);
    const how = point.victim === "command" ? null : 1;
    assert.equal(code, how, `nobody was killed:\n${stdout}${stderr}`);
    if (how === 1) assert.match(stderr, /failed: the engine was killed/);
  }

  private command(phase: Phase): [command: string, ...args: string[]] {
    if (phase === "update") this.change();
    return phase === "destroy" ? ["destroy", "--exclude-protected"] : ["up", "--no-policies"];
  }

  private change(): void {
    const nodePool = "other";
    const source = { commit: "0".repeat(40) };
    this.sandbox.configure("loklak:nodePools", { other: { machineType: "e2-standard-8", nodesPerZone: 1 } });
    this.sandbox.configure("loklak:elasticsearch", { nodePool, diskSizeGb: 200 });
    this.sandbox.configure("loklak:dumps", { diskSizeGb: 150 });
    this.sandbox.configure("loklak:loklak", { nodePool, source, replicas: 2 });
    this.sandbox.configure("loklak:door", { nodePool });
    this.sandbox.configure("loklak:snapshots", { every: "week" });
  }

  /** What must be the same for ever: the contents of disks, and the address. */
  kept(): Map<string, unknown> {
    const kept = this.sandbox.google("gcp:compute/disk:Disk", "gcp:compute/address:Address");
    return new Map(
      Object.entries(kept).map(([id, { extra, outputs }]) => [id, extra?.contentToken ?? outputs.address]),
    );
  }

  /** What there is now; whatever an interrupted run could leave behind fails. */
  async end(phase: Phase): Promise<End> {
    const { resources = [], pendingOperations } = readCheckpoint(this.engine, "loklak", "dev") ?? {};
    assert.deepEqual(pendingOperations, []);
    assert.deepEqual(
      resources.filter((resource) => resource.delete || resource.pendingReplacement),
      [],
    );
    assert.ok(!existsSync(this.engine.journal("loklak", "dev")), "the run is not over");
    const locks = this.engine.locks("loklak", "dev");
    assert.deepEqual(
      existsSync(locks) ? readdirSync(locks).filter((name) => name.endsWith(".json")) : [],
      [],
    );
    assert.deepEqual(enginesOf(this.engine.home), []);
    const stored = readdirSync(this.engine.backend, { recursive: true, encoding: "utf8" });
    assert.deepEqual(
      stored.filter((name) => name.endsWith(".attrs")),
      [],
      "the engine does not write them at once",
    );
    const isUp = phase !== "destroy";
    if (!isUp) assert.deepEqual(runningProcesses(this.sandbox.folder.path), []);
    return {
      // Node pools get a random end to their names.
      cloud: Object.keys(this.sandbox.cloud().resources)
        .map((id) => id.replace(/(\/nodePools\/\w+)-[0-9a-f]{7}$/, "$1"))
        .sort(),
      state: resources.map(({ urn }) => urn).sort(),
      ...(isUp ? await eventually(() => this.cluster()) : { volumes: [], pods: [0, 0] }),
      planned: isUp ? steps(await this.sandbox.succeed("preview")) : [],
    };
  }

  private async cluster(): Promise<Pick<End, "volumes" | "pods">> {
    const client = this.sandbox.kubernetes(devCluster);
    const { items: volumes } = await client.list<PersistentVolume>("v1", "PersistentVolume");
    const { items: pods } = await client.list<Pod>("v1", "Pod");
    assert.ok(pods.every(isReady), "not all pods are Ready");
    return {
      volumes: volumes
        .map(({ spec, status }) => [spec.claimRef.name, spec.csi.volumeHandle, status.phase])
        .sort(),
      pods: [pods.filter(isReady).length, pods.length],
    };
  }
}

/** The process ids of engines with this home. */
function enginesOf(home: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      const command = readFileSync(join("/proc", pid, "cmdline"), "utf8").split("\0")[0] ?? "";
      const environment = readFileSync(join("/proc", pid, "environ"), "utf8").split("\0");
      return command.endsWith("/pulumi") && environment.includes(`PULUMI_HOME=${home}`);
    } catch {
      return false; // It is no process, or has ended.
    }
  });
}
