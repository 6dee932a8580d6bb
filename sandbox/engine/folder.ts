import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SandboxFolder } from "../folder";
import { replaceFile } from "../replaceFile";
import { shellWord } from "../shellWord";

/** The engine's files in one sandbox. */
export class EngineFolder {
  constructor(private readonly sandbox: SandboxFolder) {}

  /** Pulumi's file backend. */
  get backend() {
    return join(this.sandbox.pulumi, "backend");
  }

  /** In place of the user's ~/.pulumi. */
  get home() {
    return join(this.sandbox.pulumi, "home");
  }

  /** The engine's work directory; it holds a Pulumi.yaml of its own and the stacks' settings. */
  get work() {
    return join(this.sandbox.pulumi, "work");
  }

  /** Holds `bin/pulumi`, as the Automation API expects an installation to look. */
  get installation() {
    return join(this.sandbox.pulumi, "engine");
  }

  /** The process id of the engine that was started last. */
  get pid() {
    return join(this.installation, "pid");
  }

  /** The certificate authorities that the engine's plugins trust, PEM. */
  get trustedCertificates() {
    return join(this.sandbox.pulumi, "trusted.crt");
  }

  settings(stack: string) {
    return join(this.work, `Pulumi.${stack}.yaml`);
  }

  /** The stack's state. */
  checkpoint(project: string, stack: string) {
    return join(this.backend, ".pulumi", "stacks", project, `${stack}.json`);
  }

  /** One `*.checkpoint.json` for each operation of the past. */
  history(project: string, stack: string) {
    return join(this.backend, ".pulumi", "history", project, stack);
  }

  /** There while the engine changes the stack, and after it was cut off. */
  journal(stack: string) {
    return join(this.work, `${stack}.journal`);
  }

  /** One JSON file with a process id for each running update, or what a killed one left. */
  locks(project: string, stack: string) {
    return join(this.backend, ".pulumi", "locks", "organization", project, stack);
  }

  /**
   * Makes the folders and the launcher of the given pulumi binary. The launcher gives the engine a session of its own, so
   * that a Ctrl-C in the terminal reaches it once, from the command that drives it, and lets it die with that command,
   * which holds its program and its providers.
   */
  prepare(pulumi: string, project: string): void {
    for (const folder of [this.backend, this.home, this.work]) mkdirSync(folder, { recursive: true });
    replaceFile(join(this.work, "Pulumi.yaml"), `name: ${project}\nruntime: nodejs\n`);
    const launcher = join(this.installation, "bin", "pulumi");
    const exec = `exec setsid setpriv --pdeathsig KILL ${shellWord(pulumi)} "$@"`;
    const script = `#!/bin/sh\necho $$ >${shellWord(this.pid)}\n${exec}\n`;
    if (existsSync(launcher) && readFileSync(launcher, "utf8") === script) return;
    replaceFile(launcher, script);
    chmodSync(launcher, 0o755);
  }
}
