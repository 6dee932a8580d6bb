import {
  type EngineEvent,
  LocalWorkspace,
  type PulumiFn,
  PulumiCommand,
  Stack,
} from "@pulumi/pulumi/automation";
import { sandboxEnvironment } from "../../sandbox/engine/environment";
import { EngineFolder } from "../../sandbox/engine/folder";
import type { SandboxFolder } from "../../sandbox/folder";
import type { Provider } from "../../sandbox/provider/provider";
import { serveProvider, type ServedProvider } from "../../sandbox/provider/server";
import { ensureTools } from "../../sandbox/tools";
import { steps } from "./sandbox";

/** A stack of the real engine with one attached provider and a program of this process. */
export class InlineStack {
  private constructor(
    private readonly stack: Stack,
    private readonly served: ServedProvider,
  ) {}

  /** `plugin` is the provider's package and version, such as `kubernetes` and `4.0.0`. */
  static async open(
    folder: SandboxFolder,
    plugin: [string, string],
    provider: () => Provider,
  ): Promise<InlineStack> {
    const engine = new EngineFolder(folder);
    engine.prepare((await ensureTools(["pulumi"])).pulumi, "inline");
    const served = await serveProvider(provider, plugin[1]);
    const workspace = await LocalWorkspace.create({
      workDir: engine.work("inline"),
      pulumiCommand: await PulumiCommand.get({ root: engine.installation }),
      secretsProvider: "passphrase",
      envVars: {
        ...(sandboxEnvironment(folder, process.env) as Record<string, string>),
        PULUMI_DEBUG_PROVIDERS: `${plugin[0]}:${served.port}`,
      },
    });
    return new InlineStack(await Stack.createOrSelect("test", workspace), served);
  }

  /** What the program changes, as `create data`; components, providers and what stays the same are left out. */
  up(program: PulumiFn): Promise<string[]> {
    return this.steps((onEvent) => this.stack.up({ program, onEvent }));
  }

  preview(program: PulumiFn): Promise<string[]> {
    return this.steps((onEvent) => this.stack.preview({ program, onEvent }));
  }

  refresh(): Promise<string[]> {
    return this.steps((onEvent) => this.stack.refresh({ onEvent }));
  }

  destroy(): Promise<string[]> {
    return this.steps((onEvent) => this.stack.destroy({ onEvent }));
  }

  close(): void {
    this.served.close();
  }

  private async steps(run: (onEvent: (event: EngineEvent) => void) => Promise<unknown>): Promise<string[]> {
    const events: EngineEvent[] = [];
    await run((event) => events.push(event));
    return steps({ events });
  }
}
