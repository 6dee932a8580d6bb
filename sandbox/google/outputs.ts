import { type Properties, UNKNOWN, type Value } from "../provider/provider";
import type { ProviderConfig } from "./config";
import { labelOutputs } from "./labels";
import { defaultsKey } from "./names";
import type { Resource, ResourceType } from "./resourceType";
import type { State } from "./store";
import { hasObjects, type PropertySchema, type Schema } from "./table";
import { isObject, merge } from "./values";

/** The inputs as Google gets them. */
export function sentInputs(rules: ResourceType, inputs: Properties): Properties {
  const kept = Object.entries(inputs).filter(
    ([name]) => name !== defaultsKey && !rules.forgets?.includes(name),
  );
  return Object.fromEntries(kept);
}

/** All outputs of a resource; with its previous ones for a resource that is changed. */
export function outputsOf(
  schema: Schema,
  rules: ResourceType,
  resource: Resource,
  { config, state, previous }: { config: ProviderConfig; state: State; previous?: Properties },
): Properties {
  const inputs = sentInputs(rules, resource.inputs);
  const place = Object.entries(resource.place).filter(([name]) => schema[name] !== undefined);
  return [
    zeroValues(schema, rules),
    schema.deletionPolicy ? { deletionPolicy: config.deletionPolicy ?? "DELETE" } : {},
    Object.fromEntries(place),
    rules.outputs?.(resource, previous, state) ?? {},
    labelOutputs(schema, inputs, config, previous),
    stillFilled(schema, inputs, previous ?? {}),
    inputs,
  ].reduce(merge, {});
}

/** Terraform shows an empty value for what Google does not set. */
function zeroValues(schema: Schema, rules: ResourceType): Properties {
  const zero: Partial<Record<PropertySchema["type"], Value>> = {
    boolean: false,
    integer: 0,
    list: [],
    "list of objects": [],
    map: {},
    number: 0,
    set: [],
    string: "",
  };
  const set = Object.entries(schema).filter(
    ([name, { computed, filled }]) => (computed ?? filled) && !rules.forgets?.includes(name),
  );
  return Object.fromEntries(set.flatMap(([name, { type }]) => (type in zero ? [[name, zero[type]]] : [])));
}

/** What was filled in once and is not set by the program stays as it is. */
function stillFilled(schema: Schema, inputs: Properties, previous: Properties): Properties {
  const kept: Properties = {};
  for (const [name, property] of Object.entries(schema)) {
    const [now, before] = [inputs[name], previous[name]];
    if (now === undefined && property.filled && before !== undefined) kept[name] = before;
    if (isObject(now) && isObject(before) && property.properties)
      kept[name] = stillFilled(property.properties, now, before);
  }
  return kept;
}

/** The inputs with everything that only Google can tell as unknown: a preview's outputs of a new resource. */
export function unknownOutputs(schema: Schema, inputs: Properties): Properties {
  const outputs: Properties = {};
  for (const [name, property] of Object.entries(schema)) {
    const given = inputs[name];
    const nested = property.properties ?? {};
    if (given === undefined && (property.computed ?? property.filled)) outputs[name] = UNKNOWN;
    else if (isObject(given) && property.type === "object") outputs[name] = unknownOutputs(nested, given);
    else if (Array.isArray(given) && hasObjects(property))
      outputs[name] = given.map((each) => (isObject(each) ? unknownOutputs(nested, each) : each));
    else if (given !== undefined) outputs[name] = given;
  }
  return outputs;
}
