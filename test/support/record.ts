import * as pulumi from "@pulumi/pulumi";
import { cloudValues } from "./cloudValues";

/** One resource as the program registered it. */
export interface Recorded {
  /** Type token, such as `gcp:compute/disk:Disk`. */
  type: string;
  name: string;
  /** Type tokens of the components around it, outermost first. */
  parents: string[];
  /** Logical names of those components. */
  parentNames: string[];
  inputs: Record<string, unknown>;
  /** Resource options, which Pulumi's mocks do not see; `protect` also when a component passes it on. */
  options: pulumi.CustomResourceOptions;
  /** The provider that it goes to, unless that is the default one of its package. */
  provider?: pulumi.ProviderResource;
}

/** What the engine tells a program. */
export interface Surroundings {
  stack: string;
  /** By full keys and as the engine hands them over: as text. */
  config: Record<string, string>;
}

/**
 * Runs a piece of the program under Pulumi's mocks and returns everything it registered.
 * @param build makes the components; it must pass `opts` on as their options
 */
export async function record(build: (opts: pulumi.ComponentResourceOptions) => unknown): Promise<Recorded[]> {
  const surroundings = { stack: "test", config: { "gcp:project": "test-project" } };
  const { resources } = await recordRun(surroundings, (observe) =>
    build({ parent: new Root({ transformations: [observe] }) }),
  );
  return resources;
}

/** Runs the whole program of a stack under Pulumi's mocks, as the engine does; without this process's environment. */
export async function recordStack<T>(
  surroundings: Surroundings,
  program: () => T | Promise<T>,
): Promise<{ resources: Recorded[]; outputs: T }> {
  const { env } = process;
  process.env = {};
  try {
    const { resources, result } = await recordRun(surroundings, async (observe) => {
      let outputs: T;
      await pulumi.runtime.runInPulumiStack(async () => {
        pulumi.runtime.registerStackTransformation(observe);
        return (outputs = await program());
      });
      return outputs!;
    });
    refuseDoubles(resources);
    return { resources, outputs: result };
  } finally {
    process.env = env;
  }
}

/** The mocks tell the inputs of a resource by type and name alone, the engine also by the components around it. */
function refuseDoubles(resources: Recorded[]): void {
  const labels = resources
    .filter(({ type }) => !type.startsWith("loklak:"))
    .map(({ type, name }) => `${type} ${name}`);
  const double = labels.find((label, i) => labels.indexOf(label) < i);
  if (double !== undefined) throw new Error(`the recorder cannot tell two resources ${double} apart`);
}

async function recordRun<T>(
  { stack, config }: Surroundings,
  run: (observe: pulumi.ResourceTransformation) => T | Promise<T>,
): Promise<{ resources: Recorded[]; result: T }> {
  const inputs = new Map<string, Record<string, unknown>>();
  pulumi.runtime.setAllConfig(config);
  const cloud = cloudValues(config["gcp:project"] ?? "", ({ type, name, inputs: given }) => {
    inputs.set(`${type} ${name}`, given as Record<string, unknown>);
  });
  await pulumi.runtime.setMocks(cloud, "loklak", stack, false, "organization");

  const seen: {
    resource: pulumi.Resource;
    options: pulumi.CustomResourceOptions;
    type: string;
    name: string;
  }[] = [];
  const result = await run(({ resource, opts, type, name }) => {
    if (type !== rootType) seen.push({ resource, options: opts, type, name });
    return undefined;
  });
  await Promise.all(seen.map(({ resource }) => promiseOf(resource.urn)));
  const resources = seen.map(({ resource, type, name, options }) => {
    const parents = parentsOf(resource).map(labelOf);
    return {
      type,
      name,
      parents: parents.map((parent) => parent.type),
      parentNames: parents.map((parent) => parent.name),
      inputs: inputs.get(`${type} ${name}`) ?? {},
      options: { ...options, protect: internals(resource).__protect },
      provider: internals(resource).__prov,
    };
  });
  return { resources, result };
}

/** The one resource of this type and name; none or several is an error that lists what there is. */
export function find(resources: Recorded[], type: string, name: string): Recorded {
  const found = resources.filter((resource) => resource.type === type && resource.name === name);
  if (found.length !== 1 || !found[0])
    throw new Error(
      `${found.length} resources ${type} ${name} among\n${resources.map((r) => `${r.type} ${r.name}`).join("\n")}`,
    );
  return found[0];
}

/** An output's value, once it is there. */
export function promiseOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/** Type token and logical name of a resource. */
export function labelOf(resource: pulumi.Resource): { type: string; name: string } {
  const { __pulumiType: type, __name: name } = internals(resource);
  return { type, name };
}

const rootType = "test:Root";

class Root extends pulumi.ComponentResource {
  constructor(opts: pulumi.ComponentResourceOptions) {
    super(rootType, "root", {}, opts);
  }
}

/** The components around a resource, outermost first; the mocks' own URNs leave all but the last out. */
function parentsOf(resource: pulumi.Resource): pulumi.Resource[] {
  const { __parentResource: parent } = internals(resource);
  return parent === undefined || [rootType, "pulumi:pulumi:Stack"].includes(labelOf(parent).type)
    ? []
    : [...parentsOf(parent), parent];
}

/** What the SDK keeps in a resource for itself. */
interface Internals {
  __pulumiType: string;
  __name: string;
  __parentResource?: pulumi.Resource;
  __protect?: boolean;
  __prov?: pulumi.ProviderResource;
}

function internals(resource: pulumi.Resource): Internals {
  return resource as unknown as Internals;
}
