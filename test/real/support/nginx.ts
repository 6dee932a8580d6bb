import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { debianProblem, unpackPackages } from "../../../sandbox/debian";
import { eventually } from "../../support/eventually";

/** What this machine lacks to run Debian's nginx; empty when nothing. */
export function missingForNginx(): string[] {
  const problem = debianProblem();
  return problem === undefined ? [] : [problem];
}

/** Debian's nginx with a configuration in which a folder of its own is in place of /tmp. */
export class Nginx {
  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  /** `port`: one it listens at, once it runs. */
  static async start(configuration: string, port: number): Promise<Nginx> {
    const { root, env } = await unpackPackages(["nginx"], (line) => console.log(`    ${line}`));
    const folder = mkdtempSync(join(tmpdir(), "loklak-nginx-"));
    // Workers are another user when this one is root.
    chmodSync(folder, 0o755);
    const file = join(folder, "nginx.conf");
    writeFileSync(file, configuration.replaceAll(" /tmp/", ` ${folder}/`));
    const [out, errors] = ["access.log", "error.log"].map((log) => openSync(join(folder, log), "a"));
    const args = ["-e", "stderr", "-p", folder, "-c", file, "-g", "daemon off;"];
    const child = spawn(join(root, "usr", "sbin", "nginx"), args, { env, stdio: ["ignore", out, errors] });
    const nginx = new Nginx(folder, child);
    await eventually(async () => {
      assert.equal(child.exitCode, null, nginx.errors);
      const socket = createConnection(port, "127.0.0.1");
      await once(socket, "connect");
      socket.destroy();
    });
    return nginx;
  }

  /** What its processes have for themselves. */
  get memoryKb(): number {
    const { pid } = this.child;
    const workers = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    const sizes = [String(pid), ...workers].map((process) =>
      Number(/^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${process}/status`, "utf8"))![1]),
    );
    return sizes.reduce((sum, size) => sum + size);
  }

  get errors(): string {
    return readFileSync(join(this.folder, "error.log"), "utf8");
  }

  /** Lines of the access log. */
  get lines(): string[] {
    return readFileSync(join(this.folder, "access.log"), "utf8").split("\n").slice(0, -1);
  }

  /** Tells it to end after the requests it has; the promise is over when it did. */
  async quit(): Promise<void> {
    const exit = once(this.child, "exit");
    this.child.kill("SIGQUIT");
    await exit;
  }

  async erase(): Promise<void> {
    if (this.child.exitCode === null) {
      const exit = once(this.child, "exit");
      this.child.kill("SIGTERM");
      await exit;
    }
    rmSync(this.folder, { recursive: true });
  }
}
