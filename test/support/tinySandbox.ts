import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { EngineFolder } from "../../sandbox/engine/folder";
import { TestSandbox } from "./sandbox";
import { TinyProvider } from "./tinyProvider";
import type { TinyProgram } from "./tinyProject";

/** A sandbox of the tiny project, which needs no cluster. */
export class TinySandbox extends TestSandbox {
  readonly engine = new EngineFolder(this.folder);

  constructor(
    program: TinyProgram,
    readonly project = mkdtempSync(join(tmpdir(), "tiny-project-")),
  ) {
    super("test/support/tinyProject.ts", { PULUMI_HOME: join(project, "home"), TINY_PROJECT: project });
    writeFileSync(join(project, "Pulumi.yaml"), "name: tiny\nruntime: nodejs\n");
    this.configure(program);
  }

  /** Sets what the program deploys from now on. */
  configure(program: TinyProgram): void {
    writeFileSync(this.stackFile, stringify({ config: { "tiny:program": program } }));
  }

  get stackFile(): string {
    return join(this.project, "Pulumi.dev.yaml");
  }

  get checkpoint(): string {
    return this.engine.checkpoint("tiny", "dev");
  }

  /** Makes the creation of the thing take for ever, after its object is there; with a "!" even when cancelled. */
  hang(name: string | undefined): void {
    writeFileSync(join(this.project, "hang"), name ?? "");
  }

  /** The names of the objects that exist. */
  objects(): string[] {
    return Object.keys(this.read()).map((id) => id.split("/").at(-1)!);
  }

  /** Deletes an object behind the engine's back. */
  remove(name: string): void {
    const { [TinyProvider.id("tiny:index:Thing", name)]: _gone, ...rest } = this.read();
    writeFileSync(this.objectsFile, JSON.stringify(rest));
  }

  private get objectsFile(): string {
    return join(this.project, "objects.json");
  }

  private read(): Record<string, unknown> {
    if (!existsSync(this.objectsFile)) return {};
    return JSON.parse(readFileSync(this.objectsFile, "utf8")) as Record<string, unknown>;
  }

  override async erase(): Promise<void> {
    await super.erase();
    rmSync(this.project, { recursive: true, force: true });
  }
}
