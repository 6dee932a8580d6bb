import { isDeepStrictEqual } from "node:util";
import type { Properties, Value } from "../provider/provider";
import type { PathKey } from "./propertyPath";
import { isSameQuantity } from "./sameQuantity";
import { isObject, type Json } from "../provider/values";

/**
 * The part of a live object that its inputs speak of, spelt as they spell it: fields that only the server sets are
 * left out, a quantity in another spelling and a dropped empty value count as kept.
 */
export function asWritten(live: Json, inputs: Properties): Properties {
  return pruneObject(withStringData(live, inputs), inputs, []) as Properties;
}

function prune(live: unknown, written: unknown, path: PathKey[]): unknown {
  if (Array.isArray(live) && Array.isArray(written))
    return written.length === 0
      ? []
      : live.slice(0, written.length).map((item, i) => prune(item, written[i], [...path, i]));
  if (isObject(live) && isObject(written)) return pruneObject(live, written, path);
  return isSameQuantity(path, live, written) ? written : live;
}

function pruneObject(live: Json, written: Json, path: PathKey[]): Json {
  const pruned: Json = {};
  for (const [name, value] of Object.entries(written)) {
    if (live[name] !== undefined) pruned[name] = prune(live[name], value, [...path, name]);
    else if (isEmpty(value as Value)) pruned[name] = value;
  }
  return pruned;
}

/** True for what the server leaves out when it writes an object. */
function isEmpty(value: Value): boolean {
  return (
    [null, false, 0, ""].some((empty) => empty === value) ||
    [[], {}].some((empty) => isDeepStrictEqual(empty, value))
  );
}

/** A secret's stringData is write-only: the server keeps it in data. */
function withStringData(live: Json, inputs: Properties): Json {
  if (live.kind !== "Secret" || !isObject(inputs.stringData) || !isObject(live.data)) return live;
  const decoded = Object.entries(live.data).map(([key, text]) => [
    key,
    Buffer.from(String(text), "base64").toString(),
  ]);
  return { ...live, stringData: Object.fromEntries(decoded) };
}
