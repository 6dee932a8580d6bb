import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { toolsFolder } from "../../../sandbox/folder";
import { whileLocked } from "../../../sandbox/lock";
import { readDockerfile, type Instruction } from "./dockerfile";

/** What the last stage of a Dockerfile says about a container. */
export interface ImageConfig {
  workdir: string;
  entrypoint: string[];
  env: Record<string, string>;
  /** What a container runtime stops it with; SIGTERM unless the Dockerfile says otherwise. */
  stopSignal: NodeJS.Signals;
}

/** An image's files, made by the steps of its Dockerfile without an engine: its base is this machine. */
export class ImageRoot {
  private constructor(
    private readonly context: string,
    private readonly args: Record<string, string>,
    private readonly built: string,
    private readonly buildStage: string,
    private readonly lastStage: Instruction[],
  ) {}

  /**
   * Runs the build stage once and keeps its files in `.sandbox/tools`, until the Dockerfile, a file or an argument changes.
   * @param variant names the kept files, where an image is built from more than one source
   */
  static async build(context: string, args: Record<string, string>, variant: string): Promise<ImageRoot> {
    const { buildStage, build, last } = readDockerfile(join(context, "Dockerfile"));
    const built = join(toolsFolder, `${basename(context)}-${variant}`);
    const stamp = join(built, ".stamp");
    const key = buildKey(context, build, args);
    mkdirSync(toolsFolder, { recursive: true });
    await whileLocked(
      built,
      async () => {
        if (existsSync(stamp) && readFileSync(stamp, "utf8") === key) return;
        rmSync(built, { recursive: true, force: true });
        mkdirSync(built);
        apply(build, { context, root: built, args });
        writeFileSync(stamp, key);
      },
      () => console.log(`      waiting for another build of ${built}`),
    );
    return new ImageRoot(context, args, built, buildStage, last);
  }

  /** Lays the image's files out in an empty folder. */
  unpack(root: string): ImageConfig {
    return apply(this.lastStage, {
      context: this.context,
      root,
      args: this.args,
      stages: { [this.buildStage]: this.built },
    });
  }
}

interface Stage {
  context: string;
  root: string;
  args: Record<string, string>;
  stages?: Record<string, string>;
}

function apply(instructions: Instruction[], { context, root, args, stages = {} }: Stage): ImageConfig {
  const config: ImageConfig = { workdir: "/", entrypoint: [], env: {}, stopSignal: "SIGTERM" };
  const known: Record<string, string> = {};
  const fill = (text: string): string => text.replace(/\$\{(\w+)\}/g, (_, name: string) => known[name] ?? "");
  for (const { word, rest } of instructions)
    switch (word) {
      case "WORKDIR":
        config.workdir = rest;
        mkdirSync(join(root, rest), { recursive: true });
        break;
      case "ARG": {
        const value = args[rest];
        if (value === undefined) throw new Error(`${context}/Dockerfile needs the argument ${rest}`);
        known[rest] = value;
        break;
      }
      case "ENV": {
        const [, name, value] = /^(\w+)=(\S+)$/.exec(rest)!;
        config.env[name!] = fill(value!);
        break;
      }
      case "COPY":
        copy(rest, context, root, config.workdir, stages);
        break;
      case "RUN":
        run(rest, join(root, config.workdir), known);
        break;
      case "ENTRYPOINT":
        config.entrypoint = JSON.parse(rest) as string[];
        break;
      case "STOPSIGNAL":
        config.stopSignal = rest as NodeJS.Signals;
        break;
      case "LABEL":
      case "USER":
      case "EXPOSE":
        break;
      default:
        throw new Error(`${context}/Dockerfile: ${word} cannot be followed without an engine`);
    }
  return config;
}

function copy(
  rest: string,
  context: string,
  root: string,
  workdir: string,
  stages: Record<string, string>,
): void {
  const from = /--from=(\S+)/.exec(rest)?.[1];
  const mode = /--chmod=(\d+)/.exec(rest)?.[1];
  const files = rest.split(/\s+/).filter((part) => !part.startsWith("--"));
  const target = files.pop()!;
  const folder = target.startsWith("/") ? join(root, target) : join(root, workdir, target);
  for (const file of files) {
    const source = from === undefined ? join(context, file) : join(stages[from]!, file);
    const into = from === undefined && (target.endsWith("/") || target === ".");
    const place = into ? join(folder, file) : folder;
    // As COPY does; Python takes a compiled file of another time for an old one.
    cpSync(source, place, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    if (mode !== undefined) chmodSync(place, parseInt(mode, 8));
  }
}

function run(command: string, cwd: string, args: Record<string, string>): void {
  const { status, stdout, stderr } = spawnSync("nice", ["sh", "-c", command], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...args },
  });
  if (status !== 0) throw new Error(`${command}\n${stdout}${stderr}`);
}

/** Where the source comes from makes no difference, the commit says what it is. */
function buildKey(context: string, build: Instruction[], args: Record<string, string>): string {
  const hash = createHash("sha256").update(
    JSON.stringify([build, { ...args, LOKLAK_REPOSITORY: undefined }]),
  );
  const copied = build.filter(({ word }) => word === "COPY").map(({ rest }) => rest);
  for (const file of readdirSync(context).sort())
    if (copied.some((rest) => rest.split(/\s+/).includes(file)))
      hash.update(readFileSync(join(context, file)));
  return hash.digest("hex");
}
