import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout, type SandboxFolder } from "../folder";
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

  /** The engine's work directory for a project; it holds a Pulumi.yaml of its own and the stacks' settings. */
  work(project: string) {
    return join(this.sandbox.pulumi, "work", project);
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

  settings(project: string, stack: string) {
    return join(this.work(project), `Pulumi.${stack}.yaml`);
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
  journal(project: string, stack: string) {
    return join(this.work(project), `${stack}.journal`);
  }

  /** One JSON file with a process id for each running update, or what a killed one left. */
  locks(project: string, stack: string) {
    return join(this.backend, ".pulumi", "locks", "organization", project, stack);
  }

  /**
   * Makes the folders and the launchers of the given pulumi binary and of policy packs. The first gives the engine a
   * session of its own, so that a Ctrl-C in the terminal reaches it once, from the command that drives it, and lets it
   * die with that command, which holds its program and its providers.
   */
  prepare(pulumi: string, project: string): void {
    for (const folder of [this.backend, this.home, this.work(project)])
      mkdirSync(folder, { recursive: true });
    replaceFile(join(this.work(project), "Pulumi.yaml"), `name: ${project}\nruntime: nodejs\n`);
    writeLauncher(
      join(this.installation, "bin", "pulumi"),
      `echo $$ >${shellWord(this.pid)}\nexec setsid setpriv --pdeathsig KILL ${shellWord(pulumi)} "$@"`,
    );
    // Where there is no language host, the engine starts a policy pack by this plugin, as the language host would.
    const runner = join(checkout, "node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack");
    writeLauncher(
      join(this.home, "plugins", "analyzer-policy-nodejs-v1.0.0", "pulumi-analyzer-policy-nodejs"),
      `exec setpriv --pdeathsig KILL ${shellWord(process.execPath)} ${shellWord(runner)} "$@"`,
    );
  }
}

function writeLauncher(file: string, command: string): void {
  const script = `#!/bin/sh\n${command}\n`;
  if (existsSync(file) && readFileSync(file, "utf8") === script) return;
  replaceFile(file, script, 0o755);
}
