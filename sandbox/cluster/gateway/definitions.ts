import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { checkout, toolsFolder } from "../../folder";
import { GoModule, requireGo } from "../../goModule";
import { replaceFile } from "../../replaceFile";
import type { KubeObject } from "../kubeObject";

const moduleName = "sigs.k8s.io/gateway-api";
const file = join(toolsFolder, "gateway-api.json");

interface Kept {
  /** Of the pins that they were read by. */
  stamp: string;
  definitions: KubeObject[];
}

/** The kinds of Gateway API's standard channel; {@link ensureGatewayApi} has put them there. */
export function gatewayApiDefinitions(): KubeObject[] {
  return (JSON.parse(readFileSync(file, "utf8")) as Kept).definitions;
}

/** Reads the kinds from the pinned Go module, once. */
export async function ensureGatewayApi(): Promise<void> {
  const goModule = new GoModule(join(checkout, "tools", "gateway-api"));
  const stamp = createHash("sha256").update(goModule.pins).digest("hex");
  if (existsSync(file) && (JSON.parse(readFileSync(file, "utf8")) as Kept).stamp === stamp) return;
  await requireGo(goModule.goVersion, "Gateway API's kinds");
  const source = join(await goModule.download(moduleName), "config", "crd", "standard");
  const texts = (await readdir(source)).sort().map((name) => readFile(join(source, name), "utf8"));
  const definitions = (await Promise.all(texts)).map(
    (text) => withoutDescriptions(parse(text)) as KubeObject,
  );
  await mkdir(toolsFolder, { recursive: true });
  replaceFile(file, JSON.stringify({ stamp, definitions } satisfies Kept));
}

/** Two thirds of a definition, which every API server would have to take in. */
function withoutDescriptions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDescriptions);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(
    ([name, each]) => !(name === "description" && typeof each === "string"),
  );
  return Object.fromEntries(kept.map(([name, each]) => [name, withoutDescriptions(each)]));
}
