import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { parse, stringify } from "yaml";
import { z } from "zod";

const named = <Name extends string, Content extends z.ZodType>(name: Name, content: Content) =>
  z
    .array(z.object({ name: z.string(), [name]: content } as { name: z.ZodString } & Record<Name, Content>))
    .nullish();

const schema = z.looseObject({
  "current-context": z.string().nullish(),
  contexts: named("context", z.looseObject({ cluster: z.string(), namespace: z.string().optional() })),
  clusters: named("cluster", z.looseObject({})),
});

/** A kubeconfig and the provider arguments that override parts of it. */
export interface KubeconfigArguments {
  /** A path, or the content as text or as an object. */
  kubeconfig: unknown;
  context?: unknown;
  cluster?: unknown;
}

/** The content of a kubeconfig; throws an error that names what is wrong. */
export function parseKubeconfig(kubeconfig: unknown): z.infer<typeof schema> {
  try {
    const content: unknown = typeof kubeconfig === "string" ? parse(text(kubeconfig)) : kubeconfig;
    return schema.parse(content);
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new Error(`failed to parse kubeconfig: ${reason}`);
  }
}

/** The entry of the cluster that the provider would talk to; undefined when none is named or found. */
export function activeCluster({ kubeconfig, context, cluster }: KubeconfigArguments): object | undefined {
  if (kubeconfig === undefined) return undefined;
  const config = parseKubeconfig(kubeconfig);
  const current = context ?? config["current-context"];
  const active = config.contexts?.find(({ name }) => name === current);
  if (active === undefined) return undefined;
  const wanted = cluster ?? active.context.cluster;
  return config.clusters?.find(({ name }) => name === wanted)?.cluster;
}

/** The kubeconfig's text with the context and cluster that the arguments choose, and the context's namespace. */
export function selectContext(args: KubeconfigArguments): { text: string; namespace: string } {
  const config = parseKubeconfig(args.kubeconfig);
  const current = args.context ?? config["current-context"];
  const active = config.contexts?.find(({ name }) => name === current);
  if (active === undefined) throw new Error(`the kubeconfig has no context ${JSON.stringify(current ?? "")}`);
  config["current-context"] = active.name;
  if (typeof args.cluster === "string") active.context.cluster = args.cluster;
  return { text: stringify(config), namespace: active.context.namespace ?? "default" };
}

function text(pathOrContent: string): string {
  const path = pathOrContent.replace(/^~(?=\/|$)/, homedir());
  return path.includes("\n") || !existsSync(path) ? pathOrContent : readFileSync(path, "utf8");
}
