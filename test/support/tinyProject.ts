import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { runCommandLine } from "../../sandbox/cli";
import { EngineFolder } from "../../sandbox/engine/folder";
import { useInstalledPlugin } from "../../sandbox/engine/realPlugin";
import type { Project } from "../../sandbox/engine/surroundings";
import type { CreateContext } from "../../sandbox/provider/provider";
import { ensureTools } from "../../sandbox/tools";
import { TinyProvider } from "./tinyProvider";

/** What the tiny program reads from its stack's configuration. */
export interface TinyProgram {
  /** One resource each; `needs` names one that comes before it. */
  things: Record<string, { needs?: string; protect?: boolean; [property: string]: unknown }>;
  /** Makes the program throw. */
  broken?: string;
}

/** The sandbox's command line on a project in a folder, with a program and a provider that need no cluster. */
function tinyProject(folder: string): Project {
  const objects = join(folder, "objects.json");
  // While this file names a thing, its creation does not return; with a "!" not even when it is cancelled.
  const hang = join(folder, "hang");
  const hangs = ({ name, signal }: CreateContext) => {
    const hung = existsSync(hang) ? readFileSync(hang, "utf8") : "";
    return hung === `${name}!` || (hung === name && !signal.aborted);
  };
  const provider = () =>
    new TinyProvider(objects, async (context) => {
      while (hangs(context)) await sleep(50);
    });
  return {
    folder,
    config: {},
    program: tinyProgram,
    automation: () => import("@pulumi/pulumi/automation"),
    stop: async () => undefined,
    surroundings: (sandbox, user) => {
      const isInstalled = useInstalledPlugin(new EngineFolder(sandbox), user, "tiny", "1.0.0");
      return {
        title: isInstalled ? "Stand-ins: none" : "Stand-ins: tiny",
        standIns: isInstalled ? [] : [{ package: "tiny", version: "1.0.0", provider }],
        tools: async () => (await ensureTools(["pulumi"])).pulumi,
        resume: async () => undefined,
        find: async ({ resource }) => {
          const id = TinyProvider.id(resource.type, resource.inputs?.name as string);
          return provider().objects[id] && id;
        },
        snapshot: async () => [],
        lookAround: () => ["look around"],
      };
    },
  };
}

class Thing extends pulumi.CustomResource {
  constructor(name: string, properties: pulumi.Inputs, options: pulumi.CustomResourceOptions) {
    super("tiny:index:Thing", name, properties, options);
  }
}

async function tinyProgram(): Promise<Record<string, unknown>> {
  const { things, broken } = new pulumi.Config("tiny").requireObject<TinyProgram>("program");
  if (broken !== undefined) throw new pulumi.RunError(broken);
  const made: Record<string, Thing> = {};
  for (const [name, { needs, protect, ...properties }] of Object.entries(things))
    made[name] = new Thing(
      name,
      { name, ...properties },
      { protect, dependsOn: needs === undefined ? [] : made[needs] },
    );
  return { names: Object.keys(things), secret: pulumi.secret("hidden") };
}

if (require.main === module)
  void runCommandLine(async () => tinyProject(process.env.TINY_PROJECT ?? ""), process.argv);
