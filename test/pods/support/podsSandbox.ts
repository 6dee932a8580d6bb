import { ensureTools } from "../../../sandbox/tools";
import { run } from "../../../sandbox/run";
import { LoklakSandbox } from "../../support/loklakSandbox";
import type { Ended } from "../../support/sandbox";

/** A sandbox of this program whose pods really run. */
export class PodsSandbox extends LoklakSandbox {
  constructor(
    readonly stack: "dev" | "prod",
    private readonly clusterId: string,
  ) {
    super();
  }

  /** Runs a command of the stack that must succeed. */
  async command(name: string, ...args: string[]): Promise<Ended> {
    return this.succeed(name, "--stack", this.stack, ...args);
  }

  up(): Promise<Ended> {
    return this.command("up", "--pods", "real");
  }

  get client() {
    return this.kubernetes(this.clusterId);
  }

  get cluster() {
    return this.folder.cluster(this.clusterId);
  }

  /** Ends all at once: there is nothing left to keep. */
  override async erase(): Promise<void> {
    await this.run("stop", "--now");
    await super.erase();
  }

  /** Runs kubectl on the stack's cluster and returns what it printed; it has this many seconds. */
  async kubectl(args: string[], seconds = 60): Promise<string> {
    const { kubectl } = await ensureTools(["kubectl"]);
    const options = { maxBuffer: 2 ** 28, timeout: seconds * 1000 };
    return (await run(kubectl, ["--kubeconfig", this.cluster.kubeconfig, ...args], options)).stdout;
  }

  /** Runs a command in a pod's container and returns what it printed; one that fails is an error. */
  exec(namespace: string, pod: string, command: string[]): Promise<string> {
    return this.kubectl(["exec", "-n", namespace, pod, "--", ...command]);
  }
}
