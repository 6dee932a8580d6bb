import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import type { Container, Probe } from "../../support/rendered";

/** Where a probe looks. */
export interface Probed {
  container: Container;
  address: string;
  /** What stands for a port of the container here. */
  ports: Record<number, number>;
  cwd: string;
  env: Record<string, string>;
}

/** One try of a probe with its own timeout, as the kubelet makes it: any HTTP status from 200 to 399, exit 0, an open port. */
export async function succeeds(probe: Probe, where: Probed): Promise<boolean> {
  const milliseconds = (probe.timeoutSeconds ?? 1) * 1000;
  const port = (named: string | number): number => {
    const number = where.container.ports!.find(({ name }) => name === named)!.containerPort;
    return where.ports[number] ?? number;
  };
  if (probe.exec !== undefined) return (await execute(probe.exec.command!, where, milliseconds)) === 0;
  if (probe.tcpSocket !== undefined) return opens(where.address, port(probe.tcpSocket.port), milliseconds);
  const { path, port: named } = probe.httpGet!;
  return fetch(`http://${where.address}:${port(named)}${path}`, {
    signal: AbortSignal.timeout(milliseconds),
    redirect: "manual",
  }).then(
    ({ status }) => status >= 200 && status < 400,
    () => false,
  );
}

/** Runs a command in the container; its exit code, or undefined when it was ended for taking too long. */
export async function execute(
  [command, ...args]: string[],
  { cwd, env }: Pick<Probed, "cwd" | "env">,
  milliseconds: number,
): Promise<number | undefined> {
  const child = spawn("setpriv", ["--pdeathsig", "KILL", command!, ...args], {
    cwd,
    env,
    stdio: "ignore",
    timeout: milliseconds,
    killSignal: "SIGKILL",
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? undefined;
}

async function opens(host: string, port: number, timeout: number): Promise<boolean> {
  const socket = connect({ host, port, timeout });
  return new Promise((resolve) => {
    const end = (result: boolean) => () => {
      socket.destroy();
      resolve(result);
    };
    socket.once("connect", end(true)).once("error", end(false)).once("timeout", end(false));
  });
}
