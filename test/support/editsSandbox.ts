import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { readCheckpoint } from "../../sandbox/engine/checkpoint";
import { readEvents } from "../../sandbox/engine/eventLog";
import { EngineFolder } from "../../sandbox/engine/folder";
import { checkout } from "../../sandbox/folder";
import { type Ended, VerdictSandbox } from "../../verdict/verdictSandbox";
import type { PreviewAnswer, PreviewRequest } from "./previewServer";

/** A sandbox of verdicts whose previews are all made by one process, one after the other. */
export class EditsSandbox extends VerdictSandbox {
  private server?: ChildProcess;
  private previews = 0;
  /** Whether plans are held to the policies, too, which takes as long as the rest of a preview. */
  policies = false;

  /** The types of the resources that the stack has, without components and providers. */
  types(stack: string): string[] {
    const { resources = [] } = readCheckpoint(new EngineFolder(this.folder), "loklak", stack) ?? {};
    const types = resources.map(({ type }) => type).filter((type) => !/^(pulumi|loklak):/.test(type));
    return [...new Set(types)].sort();
  }

  override async erase(): Promise<void> {
    this.server?.disconnect();
    await super.erase();
  }

  protected override async run(
    command: string,
    tree: string,
    stack: string,
    ...options: string[]
  ): Promise<Ended> {
    if (command !== "preview") return super.run(command, tree, stack, ...options);
    const eventLog = `${this.folder.path}.${this.previews++}.events`;
    const { policies } = this;
    const dir = this.folder.path;
    const { error } = await this.ask({
      project: tree,
      stack,
      dir,
      eventLog,
      policies,
      wholePlan: true,
      encrypted: "stand-in",
    });
    return { code: error === undefined ? 0 : 1, stderr: error ?? "", events: readEvents(eventLog) };
  }

  private async ask(request: PreviewRequest): Promise<PreviewAnswer> {
    this.server ??= fork(join(checkout, "test", "support", "previewServer.ts"), {
      execArgv: ["--import", "tsx"],
      cwd: checkout,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const { server } = this;
    return new Promise((resolve) => {
      const ended = (code: number | null) => {
        server.off("message", answered);
        resolve({ error: `the process of the previews ended with ${code}` });
      };
      const answered = (answer: PreviewAnswer) => {
        server.off("exit", ended);
        resolve(answer);
      };
      server.once("exit", ended).once("message", answered).send(request);
    });
  }
}
