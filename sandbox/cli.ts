import { Command, Option } from "commander";
import { resolve } from "node:path";
import { defaultStack, type Options } from "./commands/options";
import { stackNames } from "./engine/settings";
import type { Project } from "./engine/surroundings";

/** Opens the project in a folder, or without one the command line's own. */
type OpenProject = (folder: string | undefined) => Promise<Project>;

/** Runs one command line of the sandbox; every error is one message and exit status 1. */
export async function runCommandLine(open: OpenProject, argv: string[]): Promise<void> {
  const fail = (error: unknown): never => {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    console.error(`error: ${argv.includes("--debug") ? stack : message}`);
    process.exit(1);
  };
  for (const event of ["uncaughtException", "unhandledRejection"] as const)
    process.on(event, (error: unknown) => {
      // A second listener is the engine's: it reports what the program threw.
      if (process.listenerCount(event) === 1) fail(error);
    });
  // Whoever reads the output may stop reading; the command goes on.
  process.stdout.on("error", () => undefined);
  await commands(open).parseAsync(argv).catch(fail);
}

function commands(open: OpenProject): Command {
  const program = new Command("npm run sandbox --")
    .description(
      "Runs a stack of this project, or of others, on this machine: the real Pulumi engine and Kubernetes API server, no cloud.",
    )
    .addHelpText("after", examples);
  const add = <T extends Options>(
    name: string,
    description: string,
    load: () => Promise<(project: Project, options: T) => Promise<void>>,
  ) =>
    program
      .command(name)
      .description(description)
      .option(
        "--stack <name>",
        `a stack of the project, its only one or by default ${defaultStack}: Pulumi.${defaultStack}.yaml`,
      )
      .option(
        "--project <folder>",
        "another Pulumi project, which is deployed beside this one's stacks (default: this one)",
        absolute,
      )
      .option("--dir <folder>", "the sandbox's folder (default: .sandbox/default)", absolute)
      .option("--event-log <file>", "write the engine's events to a file, one JSON object a line", absolute)
      .addOption(
        new Option(
          "--debug",
          "show the engine's debug messages, with secrets in clear, and where an error comes from",
        ),
      )
      .addOption(
        new Option(
          "--encrypted <how>",
          "what the stack file has encrypted: refused, or stand-in: a text in place of each value (default: refused)",
        ).choices(["refused", "stand-in"]),
      )
      .action(async (options: T) => {
        const project = { ...(await open(options.project)), encrypted: options.encrypted };
        const run = await load();
        await run(project, { ...options, stack: options.stack ?? stackOf(project) });
      });

  add(
    "up",
    "make the stack what the program and its configuration say",
    async () => (await import("./commands/up")).up,
  )
    .option("--replace <urns...>", "replace these resources even where nothing changed")
    .addOption(noPolicies())
    .addOption(
      new Option(
        "--images <how>",
        "simulated: an image's digest is a hash; real: built by a Docker engine, as root on Debian " +
          asBefore,
      ).choices(["simulated", "real"]),
    )
    .addOption(
      new Option(
        "--pods <how>",
        "simulated: by kwok; real: run by kubelets in namespaces of this machine, with real images " +
          asBefore,
      ).choices(["simulated", "real"]),
    );
  add(
    "preview",
    "show what up would do, change nothing",
    async () => (await import("./commands/preview")).preview,
  )
    .addOption(noPolicies())
    .option("--whole-plan", "go on where a stand-in refuses a resource, to show all of the plan");
  add(
    "refresh",
    "read how things really are into the state",
    async () => (await import("./commands/refresh")).refresh,
  );
  add(
    "snapshot",
    "make the snapshots that Google's schedules make when their time comes",
    async () => (await import("./commands/snapshot")).snapshot,
  );
  add("destroy", "delete the stack's resources", async () => (await import("./commands/destroy")).destroy)
    .option("--exclude-protected", "keep the protected resources: data, address and keys")
    .option("--target <urns...>", "delete only these resources, and what depends on them");
  add("outputs", "print the stack's outputs as JSON", async () => (await import("./commands/query")).outputs);
  add(
    "export",
    "print the stack's state as JSON",
    async () => (await import("./commands/query")).exportState,
  );
  add(
    "stop",
    "end the sandbox's processes, keep everything",
    async () => (await import("./commands/stop")).stop,
  ).option("--now", "end real pods as a failure of power would, without asking them first");
  return program;
}

/** What is meant where no stack is named. */
function stackOf({ folder }: Project): string {
  const [only, ...others] = stackNames(folder);
  return only !== undefined && others.length === 0 ? only : defaultStack;
}

const noPolicies = () =>
  new Option("--no-policies", "hold the plan to no policy; the engine still protects data");

/** A program runs in the folder of its project, wherever the command was given. */
const absolute = (path: string): string => resolve(path);

const asBefore = "(default: as before, at first simulated)";

const examples = `
Examples:
  npm run sandbox -- up                          deploy the dev stack
  npm run sandbox -- up --stack prod             deploy the prod stack beside it
  npm run sandbox -- up --pods real              run its containers for real, as root on Debian
  npm run sandbox -- preview                     what up would change
  npm run sandbox -- up --dir /tmp/trial         a second sandbox, beside the first
  npm run sandbox -- up --project ../other       deploy another project's stack onto the same cluster
  npm run -s sandbox -- outputs | jq .url        one output
  npm run sandbox -- destroy --exclude-protected`;

if (require.main === module)
  void runCommandLine(async (folder) => {
    const { loklak, projectIn } = await import("./loklak");
    return folder === undefined ? loklak : projectIn(folder);
  }, process.argv);
