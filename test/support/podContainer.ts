import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseQuantity } from "../../sandbox/quantity";
import { type Container, environmentOf, type PodSpec, type RenderedPod } from "./rendered";

/** Where a container runs: what the rendered pod leaves to the machine. */
export interface Place {
  /** Keeps the volumes. */
  folder: string;
  image: string;
  /** Options of the container's network. */
  network: string[];
}

/** Options of `docker run` under which a container of a pod runs as a kubelet would run it. */
export function containerOptions(pod: RenderedPod, container: Container, place: Place): string[] {
  const context = container.securityContext!;
  const { runAsUser, runAsGroup, seccompProfile } = pod.spec.securityContext!;
  if (seccompProfile?.type !== "RuntimeDefault")
    throw new Error(`no seccomp profile ${seccompProfile?.type}`);
  const memory = String(parseQuantity(container.resources!.limits!["memory"]!));
  const variables = Object.entries(environmentOf(pod, container, "127.0.0.1"));
  const [entrypoint, ...args] = container.command ?? [];
  return [
    ...["--user", `${runAsUser}:${runAsGroup}`, "--memory", memory, "--memory-swap", memory],
    ...context.capabilities!.drop!.flatMap((name) => ["--cap-drop", name]),
    ...(context.readOnlyRootFilesystem ? ["--read-only"] : []),
    ...(context.allowPrivilegeEscalation ? [] : ["--security-opt", "no-new-privileges"]),
    ...variables.flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    ...mounts(pod, container, place.folder),
    ...place.network,
    ...(entrypoint === undefined ? [] : ["--entrypoint", entrypoint]),
    place.image,
    ...args,
  ];
}

function mounts({ spec, config }: RenderedPod, { volumeMounts = [] }: Container, folder: string): string[] {
  return volumeMounts.flatMap(({ name, mountPath, subPath = "", readOnly }) => {
    const volume = join(folder, name);
    const isConfig = spec.volumes!.some((each) => each.name === name && each.configMap !== undefined);
    if (isConfig) writeConfig(volume, config);
    else makeVolume(volume, join(volume, subPath), spec);
    return ["--volume", `${join(volume, subPath)}:${mountPath}${readOnly || isConfig ? ":ro" : ""}`];
  });
}

/** The kubelet gives a volume's folder to the pod's group. */
function makeVolume(volume: string, path: string, { securityContext }: PodSpec): void {
  mkdirSync(path, { recursive: true });
  for (const folder of new Set([volume, path])) {
    chownSync(folder, 0, securityContext!.fsGroup!);
    chmodSync(folder, 0o2775);
  }
}

function writeConfig(folder: string, config: Record<string, string>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(config)) writeFileSync(join(folder, name), text, { mode: 0o644 });
}
