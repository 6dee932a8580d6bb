import * as pulumi from "@pulumi/pulumi";
import { join } from "node:path";
import { parse } from "yaml";
import loklak from "../../index";
import { stackSettings } from "../../sandbox/engine/settings";
import { checkout } from "../../sandbox/folder";
import { loklak as project } from "../../sandbox/loklak";
import { labelOf, promiseOf, type Recorded, recordStack, type Surroundings } from "./record";

/** A stack as it is rendered: everything that the program asks for, by `<components> <type> <name>`. */
export interface Golden {
  outputs: Record<string, unknown>;
  resources: Record<string, unknown>;
}

/** Where the committed dumps are, one `<stack>.json` for each stack. */
export const expectedFolder = join(checkout, "test", "expected");

/** The text of a stack's golden dump; it depends on the program and on `Pulumi.<stack>.yaml` alone. */
export function goldenText(stack: string): Promise<string> {
  return render({ stack, config: configOf(stack) }, loklak);
}

/** What a stack's program returns, by the cloud that the mocks make. */
export async function goldenOutputs(stack: string): Promise<Record<string, unknown>> {
  const { outputs } = await recordOf(stack);
  return (await plain(outputs)) as Record<string, unknown>;
}

/** The golden dump of any program. */
export async function render(surroundings: Surroundings, program: () => object): Promise<string> {
  const { resources, outputs } = await recordStack(surroundings, program);
  const golden: Golden = {
    outputs: Object.fromEntries(
      await Promise.all(Object.entries(outputs).map(async ([key, value]) => [key, await plain(value)])),
    ) as Golden["outputs"],
    resources: Object.fromEntries(
      (await Promise.all(resources.map((resource) => entry(surroundings.stack, resource)))).flat(),
    ),
  };
  return `${JSON.stringify(readable(golden), null, 2)}\n`;
}

/** What the program registers for a stack, whose file has these values more. */
export function recordOf(stack: string, more: Record<string, string> = {}) {
  return recordStack({ stack, config: { ...configOf(stack), ...more } }, loklak);
}

/** As the engine hands a stack's configuration over: texts as they are, everything else as JSON. */
export function configOf(stack: string, of = project): Record<string, string> {
  const settings = parse(stackSettings(of, stack, undefined)) as { config?: Record<string, unknown> };
  return Object.fromEntries(
    Object.entries(settings.config ?? {}).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

/** A component has an entry when it has options of its own: they count for all that is in it. */
async function entry(stack: string, resource: Recorded): Promise<[string, unknown][]> {
  const { type, name, parents, parentNames, inputs, provider } = resource;
  const options = await shownOptions(resource);
  const component = type.startsWith("loklak:");
  if (component && Object.keys(options).length === 0) return [];
  return [
    [
      [...(parentNames.length > 0 ? [parentNames.join("/")] : []), type, name].join(" "),
      {
        urn: `urn:pulumi:${stack}::loklak::${[...parents, type].join("$")}::${name}`,
        ...(provider && { provider: label(provider) }),
        ...(Object.keys(options).length > 0 && { options }),
        ...(!component && { inputs }),
      },
    ],
  ];
}

/** Options that say nothing here: the place in the tree is in the key, the rest is the SDKs' own. */
const left = ["parent", "provider", "providers", "version", "pluginDownloadURL", "additionalSecretOutputs"];

async function shownOptions({ type, options }: Recorded): Promise<Record<string, unknown>> {
  // The SDKs add the names that a type had in the past.
  const aliases = options.aliases?.filter(
    (alias) =>
      type.startsWith("loklak:") || typeof alias !== "object" || String(Object.keys(alias)) !== "type",
  );
  const shown = Object.entries<unknown>({
    ...options,
    aliases: aliases?.length ? aliases : undefined,
  }).filter(([key, value]) => value !== undefined && value !== false && !left.includes(key));
  const plainly = shown.map(async ([key, value]): Promise<[string, unknown]> => [
    key,
    pulumi.Output.isInstance(value) ? await plain(value) : value,
  ]);
  return Object.fromEntries(await Promise.all(plainly));
}

/** The value, or that it is a secret. */
async function plain(value: unknown): Promise<unknown> {
  const output = pulumi.output(value);
  return (await pulumi.isSecret(output)) ? secret : promiseOf(output);
}

const secret = "[secret]";

/** For a diff by lines: keys sorted, a text of several lines as its lines, a resource by its name, a secret hidden. */
function readable(value: unknown): unknown {
  if (typeof value === "string") return value.includes("\n") ? value.split("\n") : value;
  if (typeof value !== "object" || value === null) return value;
  if (pulumi.Resource.isInstance(value)) return label(value);
  if (pulumi.Output.isInstance(value))
    throw new Error("a golden dump cannot show an option that is an output");
  if (pulumi.runtime.isRpcSecret(value)) return secret;
  if (Array.isArray(value)) return value.map(readable);
  const sorted = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, inner]) => [key, readable(inner)]));
}

function label(resource: pulumi.Resource): string {
  const { type, name } = labelOf(resource);
  return `${type} ${name}`;
}
