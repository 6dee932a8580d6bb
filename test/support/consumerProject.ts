import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { checkout } from "../../sandbox/folder";
import { run } from "../../sandbox/run";

/** The project of test/support/consumer in a folder of its own, with this repository as a package that npm installed. */
export class Consumer {
  private constructor(readonly folder: string) {}

  static async install(): Promise<Consumer> {
    const folder = mkdtempSync(join(tmpdir(), "loklak-consumer-"));
    cpSync(join(checkout, "test", "support", "consumer"), folder, { recursive: true });
    await run("npm", ["pack", "--pack-destination", folder], { cwd: checkout });
    const { version } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as { version: string };
    const quiet = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
    await run("npm", ["install", ...quiet, `./loklak-gke-${version}.tgz`], { cwd: folder });
    return new Consumer(folder);
  }

  /** Sets the keys of the program's own configuration. */
  configure(values: Record<string, unknown>): void {
    const file = join(this.folder, "Pulumi.dev.yaml");
    const { config } = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
    const others = Object.entries(config).filter(([key]) => !key.startsWith("consumer:"));
    const own = Object.entries(values).map(([key, value]) => [`consumer:${key}`, value]);
    writeFileSync(file, stringify({ config: Object.fromEntries([...others, ...own]) }));
  }

  erase(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
