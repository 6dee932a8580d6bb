import { join } from "node:path";
import { z } from "zod";
import { contractVersion, outputs } from "../../outputs";
import { checkout } from "../../sandbox/folder";

/** Where the contract is published for programs that are not written in TypeScript. */
export const contractFile = join(checkout, "contract.schema.json");

/** A JSON schema with the version of the contract that it is. */
export interface ContractSchema extends Schema {
  version: string;
}

interface Schema {
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema;
  [keyword: string]: unknown;
}

/** The contract as outputs.ts has it. */
export function contractSchema(): ContractSchema {
  const { $schema, ...schema } = z.toJSONSchema(outputs, { io: "input" });
  return {
    $schema,
    title: "Outputs of a loklak stack",
    version: contractVersion,
    ...schema,
  } as ContractSchema;
}

/** Every output and part of one, by its path. */
export function partsOf(schema: Schema, path = ""): [path: string, part: Schema][] {
  const { properties = {}, items, additionalProperties } = schema;
  const inner = Object.entries(properties).flatMap(([name, part]) =>
    partsOf(part, path === "" ? name : `${path}.${name}`),
  );
  return [
    ...(path === "" ? [] : [[path, schema] as [string, Schema]]),
    ...inner,
    ...(items ? partsOf(items, `${path}[]`) : []),
    ...(additionalProperties ? partsOf(additionalProperties, `${path}.*`) : []),
  ];
}

/** What is wrong with a contract that follows a published one; undefined when its version tells of all its changes. */
export function contractProblem(published: ContractSchema, next: ContractSchema): string | undefined {
  const [before, after] = [typesOf(published), typesOf(next)];
  const broken = [...before].flatMap(([path, type]) =>
    after.get(path) === type ? [] : [`${path} is ${after.has(path) ? "of another type" : "gone"}`],
  );
  const added = [...after.keys()].filter((path) => !before.has(path)).map((path) => `${path} is new`);
  const [major = 0, minor = 0] = numbersOf(published);
  const [nextMajor = 0, nextMinor = 0] = numbersOf(next);
  const isRaised = nextMajor === major + 1 && nextMinor === 0;
  if (isRaised && broken.length > 0) return undefined;
  const needed = broken.length > 0 ? `${major + 1}.0` : `${major}.${minor + (added.length > 0 ? 1 : 0)}`;
  if (next.version === needed) return undefined;
  const changes = [...broken, ...added].join(", ");
  return `contractVersion is ${next.version}, but after ${published.version} it must be ${needed}: ${changes || "nothing changed"}`;
}

const numbersOf = ({ version }: ContractSchema) => version.split(".").map(Number);

/** Of each part its type without what is in it, and whether it is always there. */
function typesOf(schema: Schema, path = "", required = true): Map<string, string> {
  const { properties = {}, required: names = [], items, additionalProperties, ...own } = schema;
  delete own.description;
  const inner = Object.entries(properties).flatMap(([name, part]) => [
    ...typesOf(part, path === "" ? name : `${path}.${name}`, names.includes(name)),
  ]);
  return new Map([
    ...(path === "" ? [] : [[path, JSON.stringify({ ...own, required })] as const]),
    ...inner,
    ...(items ? typesOf(items, `${path}[]`) : []),
    ...(additionalProperties ? typesOf(additionalProperties, `${path}.*`) : []),
  ]);
}
