import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { sandboxEnvironment } from "../../../sandbox/engine/environment";
import { EngineFolder } from "../../../sandbox/engine/folder";
import { checkout } from "../../../sandbox/folder";
import { ensureTools } from "../../../sandbox/tools";
import type { LoklakSandbox } from "../loklakSandbox";

/** Somebody at a terminal, for whom `pulumi`, `kubectl` and `gcloud` lead into a sandbox. */
export class Operator {
  private readonly folder = mkdtempSync(join(tmpdir(), "loklak-operator-"));
  private readonly environment = join(this.folder, "environment");

  /** `project` is the folder of another project, in which the commands are typed. */
  private constructor(
    private readonly sandbox: LoklakSandbox,
    private readonly project?: string,
  ) {}

  static async of(sandbox: LoklakSandbox, project?: string): Promise<Operator> {
    const operator = new Operator(sandbox, project);
    const { kubectl } = await ensureTools(["kubectl"]);
    const tsx = `cd '${checkout}' && exec '${process.execPath}' --import tsx test/support`;
    mkdirSync(operator.bin);
    operator.command("kubectl", `exec '${kubectl}' "$@"`);
    operator.command("gcloud", `${tsx}/runbooks/gcloud.ts '${sandbox.folder.path}' "$@"`);
    operator.command("pulumi", pulumiScript(sandbox, tsx, project));
    writeFileSync(operator.environment, "");
    return operator;
  }

  /** Types these commands, each in the environment that the one before left; what they printed, or the first failure. */
  async types(commands: string[]): Promise<string> {
    let printed = "";
    for (const command of commands) {
      const script = `set -euo pipefail; . '${this.environment}'; ${command}\nexport -p >'${this.environment}'`;
      const { stdout } = await promisify(execFile)("bash", ["-c", script], {
        cwd: this.project ?? this.folder,
        env: {
          // What the packages of this program are, too.
          npm_config_prefer_offline: "true",
          ...sandboxEnvironment(this.sandbox.folder, process.env),
          CLOUDSDK_CONFIG: this.folder,
          PATH: `${this.bin}:${this.sandbox.folder.bin}:${process.env.PATH}`,
        },
      }).catch((error: { stdout: string; stderr: string }) => {
        throw new Error(`failed: ${command}\n${error.stdout}${error.stderr}`);
      });
      printed += stdout;
    }
    return printed;
  }

  leave(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get bin() {
    return join(this.folder, "bin");
  }

  private command(name: string, script: string): void {
    const file = join(this.bin, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }
}

/** What needs the program goes to the sandbox's command line, the rest to the real CLI on the stacks' files. */
function pulumiScript({ folder, stacks }: LoklakSandbox, tsx: string, project?: string): string {
  const other = project === undefined ? "" : `--project '${project}'`;
  const real = `'${join(new EngineFolder(folder).installation, "bin", "pulumi")}' --cwd '${project ?? stacks}'`;
  return `case "$1" in
config | stack | state) exec ${real} "$@" ;;
up | preview | refresh | destroy)
  stack=$(${real} stack --show-name) || exit
  export LOKLAK_STACKS='${stacks}' LOKLAK_POLICIES=off PATH='${process.env.PATH}'
  ${tsx}/loklakProject.ts "$@" ${other} --stack "$stack" --dir '${folder.path}' ;;
*) echo "pulumi $1 is none of the commands that the runbooks' tests know" >&2; exit 1 ;;
esac`;
}
