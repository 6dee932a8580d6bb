import type { DiffKind, DiffResult, Properties, ResourceContext } from "../provider/provider";
import { propertyChanges, withoutIgnored } from "./comparison";
import type { ProviderConfig } from "./config";
import { defaultPlace, isInId, lastPart } from "./ids";
import { labelChanges } from "./labels";
import { namedByProgram } from "./names";
import { schemaOf } from "./table";
import { rulesOf } from "./types";
import { text } from "./values";

/** Types that pulumi-gcp marks so (its resources.go). */
const deletedFirst = ["gcp:projects/iAMMember:IAMMember"];

/** What an update would change, and whether the old resource has to go first. */
export function diffResource(
  { type, ignoreChanges = [] }: ResourceContext,
  olds: Properties,
  news: Properties,
  config: ProviderConfig,
): DiffResult {
  const schema = schemaOf(type);
  const all: Record<string, DiffKind> = {
    ...propertyChanges(schema, rulesOf(type), olds, news),
    ...placeChanges(type, olds, news, config),
    ...labelChanges(schema, olds, news, config),
  };
  const changes = withoutIgnored(all, ignoreChanges);
  const replaces = Object.values(changes).some((kind) => kind.endsWith("-replace"));
  const first = deletedFirst.includes(type) || namedByProgram(type, schema, news);
  return { changes, deleteBeforeReplace: replaces && first };
}

/** A resource that leaves its place to the provider's configuration moves with it. */
function placeChanges(
  type: string,
  olds: Properties,
  news: Properties,
  config: ProviderConfig,
): Record<string, DiffKind> {
  const changes: Record<string, DiffKind> = {};
  const place = defaultPlace(type, news, config);
  for (const name of ["project", "region", "zone"] as const) {
    const [old, now] = [text(olds, name), place[name]];
    if (!isInId(type, name) || news[name] !== undefined || old === undefined || now === undefined) continue;
    if (lastPart(old) !== lastPart(now)) changes[name] = "update-replace";
  }
  return changes;
}
