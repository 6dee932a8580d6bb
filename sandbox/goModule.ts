import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run";

/** Without a C compiler the result is the same on every machine; a Go that is too old is an error, never a download. */
const environment = { CGO_ENABLED: "0", GOTOOLCHAIN: "local" };

/**
 * A Go module that pins tools: its go.mod says which versions, its go.sum what they contain, and a program of its own
 * what it takes of them.
 */
export class GoModule {
  private readonly goMod: string;
  private readonly goSum: string;

  constructor(private readonly folder: string) {
    this.goMod = readFileSync(join(folder, "go.mod"), "utf8");
    this.goSum = readFileSync(join(folder, "go.sum"), "utf8");
  }

  /** All that a build's result depends on, besides its own arguments. */
  get pins(): string {
    const sources = readdirSync(this.folder).filter((file) => file.endsWith(".go"));
    const program = sources.sort().map((file) => readFileSync(join(this.folder, file), "utf8"));
    return [JSON.stringify(environment), this.goMod, this.goSum, ...program].join("\n");
  }

  /** The oldest Go that builds it, such as `1.26.0`. */
  get goVersion(): string {
    return this.find(/^go (\S+)$/m, "go line");
  }

  /** The version of a module that go.mod requires, such as `v1.36.3`. */
  version(module: string): string {
    return this.find(new RegExp(`^\\s*(?:require )?${module.replaceAll(".", "\\.")} (v\\S+)`, "m"), module);
  }

  /** Where the source of a module is of which something was built. */
  async source(module: string): Promise<string> {
    return (await this.go(["list", "-m", "-f", "{{.Dir}}", module])).trim();
  }

  /** Where the source of a module is of which nothing is built. */
  async download(module: string): Promise<string> {
    return (JSON.parse(await this.go(["mod", "download", "-json", module])) as { Dir: string }).Dir;
  }

  /** Runs `go` in the module; what it says goes into the error. */
  async go(args: string[]): Promise<string> {
    const options = { cwd: this.folder, env: { ...process.env, ...environment }, maxBuffer: 2 ** 26 };
    return (await run("go", args, options)).stdout;
  }

  private find(pattern: RegExp, what: string): string {
    const found = pattern.exec(this.goMod)?.[1];
    if (found === undefined) throw new Error(`${join(this.folder, "go.mod")} has no ${what}`);
    return found;
  }
}

/** Throws an error with the version found and the version needed, when Go is missing or too old. */
export async function requireGo(needed: string, purpose: string): Promise<void> {
  const advice = `Go ${needed} or newer is needed to build ${purpose} (https://go.dev/dl)`;
  let found: string;
  try {
    found = (
      await run("go", ["env", "GOVERSION"], { env: { ...process.env, ...environment } })
    ).stdout.trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new Error(`go is not on PATH: ${advice}`);
    throw error;
  }
  if (compareVersions(found, needed) < 0) throw new Error(`${found} is too old: ${advice}`);
}

/** Negative when the first version is the older one; a prefix such as `go` or `v` and any suffix are ignored. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((version) =>
    (/\d+(\.\d+)*/.exec(version)?.[0] ?? "0").split(".").map(Number),
  );
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
