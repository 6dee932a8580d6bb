import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rowOf } from "../verdict/rows";
import { segments } from "../verdict/paths";
import { meanings, Effect } from "../verdict/row";
import { table, unknownType } from "../verdict/table";

interface Golden {
  resources: Record<string, { urn: string }>;
}

/** The types of all resources of a stack, without components, which are nothing by themselves. */
function typesOf(stack: string): string[] {
  const { resources } = JSON.parse(readFileSync(`test/expected/${stack}.json`, "utf8")) as Golden;
  const types = Object.values(resources).map(({ urn }) => urn.split("::")[2]!.split("$").pop()!);
  return [...new Set(types)].filter((type) => !type.startsWith("loklak:"));
}

/** The constructors of a folder's programs, as `gcp.compute.Disk`. */
function constructors(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const sources = files.filter((file) => file.endsWith(".ts") && !file.includes("node_modules"));
  const found = sources.flatMap((file) =>
    [
      ...readFileSync(join(folder, file), "utf8").matchAll(/new ((?:gcp|kubernetes|docker|random)\.[\w.]+)/g),
    ].map(([, name]) => name!),
  );
  return [...new Set(found)].filter((name) => !/^\w+\.Provider$|CustomResource/.test(name));
}

const types = Object.keys(table).flatMap((key) => key.split(", "));

/** `gcp:compute/disk:Disk` as `gcp.compute.Disk`, `kubernetes:core/v1:Service` as `kubernetes.core.v1.Service`. */
function constructorOf(type: string): string {
  const [provider = "", module = "", name = ""] = type.split(":");
  const path =
    provider === "kubernetes"
      ? module.replace(".k8s.io", "").replace(".authorization", "")
      : module.split("/")[0]!;
  return [provider, ...(path === "index" ? [] : path.split("/")), name].join(".");
}

describe("the verdict's table", () => {
  for (const stack of ["dev", "prod"])
    it(`knows every type of ${stack}`, () => {
      assert.deepEqual(
        typesOf(stack).filter((type) => rowOf(type) === unknownType),
        [],
      );
    });

  for (const folder of ["components", "examples"])
    it(`knows every type that ${folder}/ makes`, () => {
      const known = types.map(constructorOf);
      const made = constructors(folder);
      assert.ok(made.length > 5, "found none");
      assert.deepEqual(
        made.filter((name) => !known.includes(name)),
        [],
      );
    });

  it("knows every kind of the Gateway", () => {
    const kinds =
      readFileSync("components/gateway.ts", "utf8") +
      readFileSync("components/gatewayBackend.ts", "utf8") +
      readFileSync("components/gatewayRoutes.ts", "utf8");
    const made = [...kinds.matchAll(/ kind: "(\w+)",\n\s+metadata/g)].map(([, kind]) => kind!);
    assert.ok(made.length >= 5, "found too few");
    assert.deepEqual(
      made.filter(
        (kind) => !types.some((type) => type.startsWith("kubernetes:") && type.endsWith(`:${kind}`)),
      ),
      [],
    );
  });

  it("names each type once", () => {
    assert.deepEqual(
      types.filter((type, i) => types.indexOf(type) !== i),
      [],
    );
  });

  it("names each property of Google's as the provider's schema does", () => {
    const { types: schema } = JSON.parse(readFileSync("sandbox/google/properties.json", "utf8")) as {
      types: Record<string, Record<string, Property>>;
    };
    const wrong = Object.entries(table).flatMap(([key, row]) => {
      const known = key.split(", ").filter((type) => type in schema);
      if (known.length === 0) return [];
      return Object.keys(row.properties)
        .flatMap((paths) => paths.split(", "))
        .filter((path) => !common.includes(path))
        .filter((path) => !known.some((type) => isIn({ properties: schema[type] }, segments(path))))
        .map((path) => `${key}: ${path}`);
    });
    assert.deepEqual(wrong, []);
  });

  it("has something to look at in each type's deletion, but for those that hold nothing", () => {
    const silent = types.filter((type) =>
      meaningsOf(type, rowOf(type).delete).every((severity) => severity === "nothing"),
    );
    assert.deepEqual(silent, [
      "pulumi:providers:kubernetes",
      "pulumi:providers:gcp",
      "pulumi:providers:docker",
      "pulumi:providers:random",
      "docker:index/image:Image",
      "docker:index/tag:Tag",
      "gcp:monitoring/dashboard:Dashboard",
    ]);
  });
});

interface Property {
  properties?: Record<string, Property>;
}

/** Of many types, not of each. */
const common = [
  "labels", "pulumiLabels", "effectiveLabels", "resourceLabels", "description", "displayName",
]; // prettier-ignore

function isIn(property: Property, [first, ...rest]: string[]): boolean {
  if (first === undefined) return true;
  const inner = property.properties?.[first];
  return inner !== undefined && isIn(inner, rest);
}

function meaningsOf(type: string, effect: Effect) {
  const old = { inputs: {}, outputs: {}, protect: false, retainOnDelete: false };
  const step = {
    operation: "delete" as const,
    urn: "",
    type,
    name: "",
    old,
    deleteBeforeReplace: false,
    changes: [],
  };
  return meanings(effect, { step, plan: { steps: [step], refusals: [], outputs: [] } }).map(
    ({ severity }) => severity,
  );
}
