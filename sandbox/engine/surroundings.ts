import type { PulumiFn } from "@pulumi/pulumi/automation";
import type { SandboxFolder } from "../folder";
import type { Provider } from "../provider/provider";
import type { Realism } from "../realism";
import type { ResourceState } from "./checkpoint";
import type { PolicyPack } from "./policies";
import type { StackFiles } from "./settings";

/** Answers for one of the program's packages in place of its real plugin. */
export interface StandIn {
  /** The package's short name, such as `gcp`. */
  package: string;
  /** The package's version in node_modules. */
  version: string;
  /** Called once for each connection of the engine. */
  provider: () => Provider;
}

/** A creation that a killed engine had begun, with its inputs in clear. */
export interface BegunCreation {
  resource: ResourceState;
  /** The inputs of the provider resource that it belongs to. */
  providerInputs: Record<string, unknown>;
}

/** With what people restore a stack. */
export interface RestoreSteps {
  /** The stack's file. */
  file: string;
  /** The command line that brings the stack up. */
  up: string;
}

/** What stands around the program in one sandbox. */
export interface Surroundings {
  standIns: StandIn[];
  /** What answers in place of the real things, in the words of the screen. */
  title: string;
  /** Makes the tools available, builds those that are missing, and returns the absolute path of pulumi. */
  tools(report: (line: string) => void): Promise<string>;
  /** Starts again what ran when the sandbox was last used. */
  resume(): Promise<void>;
  /** The id of the object that a begun creation made, undefined when it made none. */
  find(creation: BegunCreation): Promise<string | undefined>;
  /** Makes the snapshots that schedules make when their time comes, and says on lines for the screen how to use them. */
  snapshot(outputs: Record<string, unknown>, steps: RestoreSteps): Promise<string[]>;
  /** Commands with which to look around in what the resources deploy, as lines for the screen. */
  lookAround(resources: ResourceState[]): string[];
}

/** What a sandbox deploys. */
export interface Project extends StackFiles {
  /** The program, for the engine to run; it returns the stack's outputs. */
  program: PulumiFn;
  /** The Automation API of the SDK that the program uses, which may be another copy than the sandbox's. */
  automation: () => Promise<typeof import("@pulumi/pulumi/automation")>;
  /** What each plan of `up` and `preview` is held to; none: to nothing. */
  policies?: PolicyPack;
  /** `user` is the user's own environment; `realism` says how images and pods are made, default as before. */
  surroundings(folder: SandboxFolder, user: NodeJS.ProcessEnv, realism?: Partial<Realism>): Surroundings;
  /**
   * Ends every process of the sandbox, whatever its files say and even when they are gone; nothing is lost, unless real
   * pods that have not ended yet must end now.
   */
  stop(folder: SandboxFolder, how: "ask" | "now", report: (line: string) => void): Promise<void>;
}
