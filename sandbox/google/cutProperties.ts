/**
 * Cuts properties.json from a full table of the provider's schema, for the given types:
 * `npx tsx sandbox/google/cutProperties.ts FULL VERSION TYPE… && npx prettier --write sandbox/google/properties.json`
 * The full table has for each type token the `properties` of the schema; which optional properties Google fills in
 * by itself (`filled`) is read from @pulumi/gcp, whose outputs are never undefined for them.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

interface Property {
  type: string;
  required?: boolean;
  computed?: boolean;
  filled?: boolean;
  default?: unknown;
  properties?: Record<string, Property>;
}

const sdk = join(__dirname, "..", "..", "node_modules", "@pulumi", "gcp");
const target = join(__dirname, "properties.json");
const [source, version, ...types] = process.argv.slice(2);
if (source === undefined || types.length === 0)
  throw new Error("usage: npx tsx sandbox/google/cutProperties.ts FULL VERSION TYPE…");
const full = JSON.parse(readFileSync(source, "utf8")) as Record<
  string,
  { properties: Record<string, Property> }
>;

const declarations = types.map(declarationFile);
const program = ts.createProgram(declarations, { strict: true, skipLibCheck: true, types: [] });
const checker = program.getTypeChecker();

const cut = types.map((type, index) => {
  const table = full[type];
  if (table === undefined) throw new Error(`${source} has no type ${type}`);
  return [type, markFilled(table.properties, outputsOf(type, declarations[index] ?? ""))] as const;
});
const origin = `the Google provider's schema, pulumi-gcp ${version}`;
writeFileSync(target, format({ origin, types: Object.fromEntries(cut) }));

function declarationFile(type: string): string {
  const [module = "", name = ""] = (type.split(":")[1] ?? "").split("/");
  const file = readdirSync(join(sdk, module)).find((f) => f.toLowerCase() === `${name}.d.ts`.toLowerCase());
  if (file === undefined) throw new Error(`@pulumi/gcp has no ${type}`);
  return join(sdk, module, file);
}

/** The resource's class, its properties unwrapped from Output. */
function outputsOf(type: string, file: string): Map<string, ts.Type> {
  const module = checker.getSymbolAtLocation(program.getSourceFile(file) as ts.Node);
  const exported = module && checker.getExportsOfModule(module).find((s) => s.name === type.split(":")[2]);
  if (exported === undefined) throw new Error(`${file} does not export ${type}`);
  return propertiesOf(checker.getDeclaredTypeOfSymbol(exported), (t) =>
    t.aliasTypeArguments ? t.aliasTypeArguments[0] : checker.getTypeArguments(t as ts.TypeReference)[0],
  );
}

function propertiesOf(type: ts.Type, unwrap: (type: ts.Type) => ts.Type | undefined): Map<string, ts.Type> {
  const found = new Map<string, ts.Type>();
  for (const symbol of type.getProperties()) {
    const property = unwrap(checker.getTypeOfSymbol(symbol));
    if (property) found.set(symbol.name, property);
  }
  return found;
}

function markFilled(
  table: Record<string, Property>,
  outputs: Map<string, ts.Type>,
): Record<string, Property> {
  const marked: Record<string, Property> = {};
  for (const [name, { properties, ...property }] of Object.entries(table)) {
    const output = outputs.get(name);
    if (output === undefined) throw new Error(`@pulumi/gcp has no output ${name}`);
    const { required, computed } = property;
    const optional = !required && !computed && property.default === undefined;
    const always = !checker.isTypeAssignableTo(checker.getUndefinedType(), output);
    marked[name] = { ...property, ...(optional && always ? { filled: true } : {}) };
    if (properties)
      marked[name].properties = markFilled(
        properties,
        propertiesOf(element(output), (t) => t),
      );
  }
  return marked;
}

function element(output: ts.Type): ts.Type {
  const definite = checker.getNonNullableType(output);
  return checker.getIndexTypeOfType(definite, ts.IndexKind.Number) ?? definite;
}

/** One line for each property without nested ones, so that a git diff shows properties. */
function format(value: unknown, depth = 0): string {
  const leaf = JSON.stringify(value);
  if (value === null || typeof value !== "object" || !JSON.stringify(value).includes("{", 1)) return leaf;
  const indent = "  ".repeat(depth);
  const entries = Object.entries(value).map(
    ([k, v]) => `${indent}  ${JSON.stringify(k)}: ${format(v, depth + 1)}`,
  );
  return `{\n${entries.join(",\n")}\n${indent}}${depth === 0 ? "\n" : ""}`;
}
