import { createHash } from "node:crypto";
import { access, mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { checkout, toolsFolder } from "./folder";
import { GoModule, requireGo } from "./goModule";
import { whileLocked } from "./lock";
import { replaceFile } from "./replaceFile";
import { toolPins, type Tool, type ToolPin } from "./toolPins";

/** Gets one line for each step that takes long. */
export type Report = (line: string) => void;

/** kwok's own stages, one YAML file; there when kwok is. */
export const kwokStages = join(toolsFolder, "kwok-stages.yaml");

const stageFiles = [
  "node/fast/node-initialize.yaml",
  "node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
  "pod/fast/pod-ready.yaml",
  "pod/fast/pod-complete.yaml",
  "pod/fast/pod-delete.yaml",
];

/** The version that go.mod pins, such as `v1.36.3`. */
export function pinnedVersion(tool: Tool): string {
  return moduleOf(tool).version(toolPins[tool].module);
}

/** The tool's absolute path; it is built unless that has been done with the same pins. Sandboxes build one at a time. */
export async function buildTool(tool: Tool, report: Report): Promise<string> {
  if (await isBuilt(tool)) return join(toolsFolder, tool);
  await mkdir(toolsFolder, { recursive: true });
  await whileLocked(
    toolsFolder,
    async () => {
      if (!(await isBuilt(tool))) await build(tool, report);
    },
    () => report("waiting for another process that builds the tools"),
  );
  return join(toolsFolder, tool);
}

async function build(tool: Tool, report: Report): Promise<void> {
  const goModule = moduleOf(tool);
  const version = pinnedVersion(tool);
  const { minutes, module } = toolPins[tool];
  await requireGo(goModule.goVersion, `${tool} ${version}`);
  report(`building ${tool} ${version}, once, about ${minutes} minute${minutes === 1 ? "" : "s"}`);
  const unfinished = join(toolsFolder, `.${tool}`);
  await goModule.go(["build", ...buildFlags(tool), "-o", unfinished, toolPins[tool].package]);
  if (tool === "kwok") await writeStages(await goModule.source(module));
  await rename(unfinished, join(toolsFolder, tool));
  replaceFile(stampFile(tool), stamp(tool));
}

function buildFlags(tool: Tool): string[] {
  const { versionVariable }: ToolPin = toolPins[tool];
  const version = versionVariable === undefined ? "" : ` -X ${versionVariable}=${pinnedVersion(tool)}`;
  return ["-trimpath", "-ldflags", `-s -w${version}`];
}

async function writeStages(source: string): Promise<void> {
  const stages = stageFiles.map((file) => readFile(join(source, "kustomize", "stage", file), "utf8"));
  replaceFile(kwokStages, (await Promise.all(stages)).join("---\n"));
}

async function isBuilt(tool: Tool): Promise<boolean> {
  try {
    await access(join(toolsFolder, tool));
    return (await readFile(stampFile(tool), "utf8")) === stamp(tool);
  } catch {
    return false;
  }
}

/** Differs whenever a build could give another result. */
function stamp(tool: Tool): string {
  const parts = [moduleOf(tool).pins, ...buildFlags(tool), ...(tool === "kwok" ? stageFiles : [])];
  return createHash("sha256").update(parts.join("\n")).digest("hex");
}

function stampFile(tool: Tool): string {
  return join(toolsFolder, `${tool}.stamp`);
}

function moduleOf(tool: Tool): GoModule {
  return new GoModule(join(checkout, "tools", toolPins[tool].pinnedBy));
}
