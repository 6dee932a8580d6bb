import { findOnPath } from "./findOnPath";
import { compareVersions } from "./goModule";
import { run } from "./run";
import { buildTool, pinnedVersion, type Report } from "./toolBuild";
import type { Tool } from "./toolPins";

/** What a control plane consists of. */
export const controlPlaneTools = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
] as const satisfies Tool[];

/**
 * The absolute paths of the tools. kubectl, and a pulumi whose minor version is not older than the pinned one, are taken
 * from PATH; all else is built once from the pinned modules into `.sandbox/tools`, and again when a pin changes.
 */
export async function ensureTools<T extends Tool>(
  tools: readonly T[],
  report: Report = (line) => console.error(line),
): Promise<Record<T, string>> {
  const paths: Partial<Record<T, string>> = {};
  for (const tool of tools) paths[tool] = (await onPath(tool)) ?? (await buildTool(tool, report));
  return paths as Record<T, string>;
}

async function onPath(tool: Tool): Promise<string | undefined> {
  if (tool === "kubectl") return findOnPath(tool);
  if (tool !== "pulumi") return undefined;
  const path = findOnPath(tool);
  return path !== undefined && (await isNewEnough(path)) ? path : undefined;
}

async function isNewEnough(pulumi: string): Promise<boolean> {
  const { stdout } = await run(pulumi, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const neededMinor = pinnedVersion("pulumi").replace(/\d+$/, "0");
  return compareVersions(stdout, neededMinor) >= 0;
}
