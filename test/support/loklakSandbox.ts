import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { Clusters } from "../../sandbox/cluster/clusters";
import { KubeClient } from "../../sandbox/cluster/kubeClient";
import { DiskFiles } from "../../sandbox/disks/diskFiles";
import { sandboxEnvironment } from "../../sandbox/engine/environment";
import { EngineFolder } from "../../sandbox/engine/folder";
import { checkout } from "../../sandbox/folder";
import { googleProvider } from "../../sandbox/google/provider";
import { GoogleStore, type State, type StoredResource } from "../../sandbox/google/store";
import type { Properties, Provider } from "../../sandbox/provider/provider";
import { stateUrns } from "./goldenUrns";
import { providerContext } from "./providerContext";
import { TestSandbox } from "./sandbox";

/** The id of the cluster of dev, as it is configured. */
export const devCluster = "projects/loklak-example/locations/us-central1-a/clusters/loklak-dev";

/** A sandbox of this program; its stacks' configuration can be changed without touching the repository's. */
export class LoklakSandbox extends TestSandbox {
  /** Holds Pulumi.yaml and the stacks' files. */
  readonly stacks: string;

  /** `program` is a checkout of this repository whose program is run; no policy judges it, which would double every `up`. */
  constructor(program = checkout) {
    const stacks = mkdtempSync(join(tmpdir(), "loklak-stacks-"));
    for (const file of readdirSync(checkout).filter((name) => /^Pulumi\..*yaml$/.test(name)))
      copyFileSync(join(checkout, file), join(stacks, file));
    super(join(program, "test/support/loklakProject.ts"), { LOKLAK_STACKS: stacks, LOKLAK_POLICIES: "off" });
    this.stacks = stacks;
  }

  /** Sets a top-level key of a stack's configuration from now on. */
  configure(key: string, value: unknown, stack = "dev"): void {
    const file = join(this.stacks, `Pulumi.${stack}.yaml`);
    const settings = this.settings(stack);
    writeFileSync(file, stringify({ ...settings, config: { ...settings.config, [key]: value } }));
  }

  /** A top-level key of a stack's configuration, as it is now. */
  configured(key: string, stack = "dev"): unknown {
    return this.settings(stack).config[key];
  }

  private settings(stack: string): { config: Record<string, unknown> } {
    const file = join(this.stacks, `Pulumi.${stack}.yaml`);
    return parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
  }

  /** Google's side: the stand-in's resources of some types, by their ids. */
  google(...types: string[]): Record<string, StoredResource> {
    const { resources } = this.cloud();
    return Object.fromEntries(Object.entries(resources).filter(([, { type }]) => types.includes(type)));
  }

  /** All that the Google stand-in has. */
  cloud(): State {
    return new GoogleStore(this.folder.google).read();
  }

  /** Makes a resource of Google's behind Pulumi's back, as a person does in the console. */
  async createInConsole(type: string, inputs: Properties): Promise<void> {
    const provider = this.console();
    await provider.configure({ addPulumiAttributionLabel: "false" });
    const complete = await provider.check({}, inputs, providerContext(type));
    assert.deepEqual(complete.failures, []);
    await provider.create(complete.inputs, providerContext(type));
  }

  /** What may never change of Google's resources of these types: what is on a disk, which address it is; with their ids. */
  identities(...types: string[]): [id: string, identity: unknown][] {
    return types.flatMap((type) =>
      Object.entries(this.google(type)).map(([id, { outputs, extra }]): [string, unknown] => [
        id,
        extra?.contentToken ?? outputs.address ?? "",
      ]),
    );
  }

  /** Deletes a resource of Google's behind Pulumi's back, as a person does in the console. */
  async deleteInConsole(type: string, id: string): Promise<void> {
    const stored = this.google(type)[id];
    if (stored === undefined) throw new Error(`there is no ${type} ${id}`);
    await this.console().delete(id, stored.inputs, stored.outputs, providerContext(type));
  }

  private console(): Provider {
    const { folder } = this;
    const store = new GoogleStore(folder.google);
    return googleProvider(store, new Clusters(folder), new DiskFiles(folder.disks))();
  }

  /** Runs a command of Pulumi's that the sandbox's own command line does not have, on the dev stack. */
  pulumi(...args: string[]): void {
    const engine = new EngineFolder(this.folder);
    const env = sandboxEnvironment(this.folder, process.env);
    execFileSync(join(engine.installation, "bin", "pulumi"), [...args, "--stack", "dev"], {
      cwd: engine.work("loklak"),
      env,
      stdio: "pipe",
    });
  }

  /** The API server of a cluster, by the kubeconfig that people get. */
  kubernetes(clusterId: string): KubeClient {
    return new KubeClient(readFileSync(this.folder.cluster(clusterId).kubeconfig, "utf8"));
  }

  /** The engine's name of a resource that is no component. */
  async urn(type: string, name: string): Promise<string> {
    const { stdout } = await this.succeed("export");
    const urn = Object.keys(stateUrns(stdout)).find((each) => each.endsWith(`$${type}::${name}`));
    if (urn === undefined) throw new Error(`there is no ${type} ${name} in the state`);
    return urn;
  }

  async outputs(): Promise<Record<string, unknown>> {
    return JSON.parse((await this.succeed("outputs")).stdout) as Record<string, unknown>;
  }

  override async erase(): Promise<void> {
    await super.erase();
    rmSync(this.stacks, { recursive: true, force: true });
  }
}
