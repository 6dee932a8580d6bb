import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ImageRoot } from "./imageRoot";
import { environmentOf, type RenderedPod } from "../../support/rendered";

export interface PodArgs {
  name: string;
  pod: RenderedPod;
  image: ImageRoot;
  /** The pod's own address. */
  address: string;
  /** What stands here for a port of the container, where pods share an address. */
  ports?: Record<number, number>;
  /** The folder of its persistent volume, which stays when the pod goes, by the name of its mount. */
  volumes: Record<string, string>;
  /** All that is not as rendered, since this is no container: texts in files, settings and commands. */
  replaced: (root: string) => [rendered: string, here: string][];
  /** What a container gives that a process lacks. */
  env: Record<string, string>;
}

/** A pod's files and what its container is started with. */
export interface PodFiles {
  folder: string;
  cwd: string;
  entrypoint: string[];
  env: Record<string, string>;
  stopSignal: NodeJS.Signals;
  /** The text with what is replaced. */
  here: (text: string) => string;
}

/** Lays out the image, mounts the volumes as links and gathers the environment. */
export function podFiles(args: PodArgs): PodFiles {
  const folder = mkdtempSync(join(tmpdir(), `loklak-pod-${args.name}-`));
  const root = join(folder, "root");
  const bin = join(folder, "bin");
  for (const path of [root, bin]) mkdirSync(path);
  const image = args.image.unpack(root);
  const replaced = args.replaced(root);
  const here = (text: string): string => replaced.reduce((t, [from, to]) => t.replaceAll(from, to), text);
  const container = args.pod.spec.containers[0]!;
  for (const mount of container.volumeMounts ?? []) {
    const source = join(volume(args, folder, mount.name, here), mount.subPath ?? "");
    const target = join(root, mount.mountPath);
    mkdirSync(source, { recursive: true });
    mkdirSync(dirname(target), { recursive: true });
    rmSync(target, { recursive: true, force: true });
    symlinkSync(source, target);
  }
  // A container's host name is the pod's.
  writeFileSync(join(bin, "hostname"), `#!/bin/sh\necho ${args.name}\n`, { mode: 0o755 });
  const env = {
    PATH: `${join(root, "usr/local/bin")}:${bin}:${process.env.PATH}`,
    TMPDIR: join(root, "tmp"),
    ...image.env,
    ...environmentOf(args.pod, container, args.address),
    ...args.env,
  };
  return {
    folder,
    cwd: join(root, image.workdir),
    entrypoint: image.entrypoint,
    env: Object.fromEntries(Object.entries(env).map(([key, value]) => [key, here(value)])),
    stopSignal: image.stopSignal,
    here,
  };
}

function volume(args: PodArgs, folder: string, name: string, here: (text: string) => string): string {
  const kept = args.volumes[name];
  if (kept !== undefined) return kept;
  const path = join(folder, "volumes", name);
  mkdirSync(path, { recursive: true });
  const { configMap, emptyDir } = args.pod.spec.volumes!.find((one) => one.name === name)!;
  if (configMap !== undefined)
    for (const [file, text] of Object.entries(args.pod.config)) writeFileSync(join(path, file), here(text));
  else if (emptyDir === undefined) throw new Error(`${args.name} was given no folder for the volume ${name}`);
  return path;
}
