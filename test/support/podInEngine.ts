import { setTimeout as sleep } from "node:timers/promises";
import type { DockerEngine } from "../../sandbox/images/dockerEngine";
import { containerOptions, type Place } from "./podContainer";
import type { RenderedPod } from "./rendered";

const readySeconds = 120;

/** The one container of a rendered pod, run by a Docker engine; it is spoken to from within, where its loopback is. */
export class PodInEngine {
  constructor(
    private readonly engine: DockerEngine,
    readonly name: string,
    private readonly pod: RenderedPod,
    private readonly place: Place,
  ) {}

  /** Runs the init containers to their end and starts the container. */
  async run(): Promise<void> {
    for (const init of this.pod.spec.initContainers ?? [])
      await this.engine.docker(["run", "--rm", ...containerOptions(this.pod, init, this.place)]);
    const options = containerOptions(this.pod, this.pod.spec.containers[0]!, this.place);
    await this.engine.docker(["run", "--detach", "--name", this.name, ...options]);
  }

  /** Starts it again after a stop. */
  async start(): Promise<void> {
    await this.engine.docker(["start", this.name]);
  }

  /** Waits until the pod's own readiness probe succeeds; a container that ended is an error with its log. */
  async ready(): Promise<void> {
    const { readinessProbe: { exec, httpGet } = {}, ports } = this.pod.spec.containers[0]!;
    const port = ports?.find(({ name }) => name === httpGet?.port)?.containerPort;
    const probe = exec?.command ?? ["curl", "-sf", `http://127.0.0.1:${port}${httpGet?.path}`];
    const deadline = Date.now() + readySeconds * 1000;
    while (
      !(await this.exec(...probe).then(
        () => true,
        () => false,
      ))
    ) {
      if ((await this.inspect("{{.State.Running}}")) !== "true" || Date.now() > deadline)
        throw new Error(`${this.name} is not ready:\n${await this.engine.docker(["logs", this.name])}`);
      await sleep(500);
    }
  }

  /** Stops it as a kubelet does, without the preStop hook. */
  async stop(): Promise<{ exitCode: number; seconds: number }> {
    const start = performance.now();
    const grace = String(this.pod.spec.terminationGracePeriodSeconds);
    await this.engine.docker(["stop", "--time", grace, this.name]);
    const seconds = (performance.now() - start) / 1000;
    return { exitCode: Number(await this.inspect("{{.State.ExitCode}}")), seconds };
  }

  /** Runs a command in it and returns what it printed. */
  exec(...command: string[]): Promise<string> {
    return this.engine.docker(["exec", this.name, ...command]);
  }

  /** The answer to a request to a port of its own; anything but success is an error. */
  http(method: string, url: string, body = ""): Promise<string> {
    return this.exec("curl", "-sSf", "-X", method, "--data", body, `http://127.0.0.1:${url}`);
  }

  inspect(format: string): Promise<string> {
    return this.engine.docker(["inspect", "--format", format, this.name]);
  }
}
