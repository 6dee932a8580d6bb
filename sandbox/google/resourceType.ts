import type { Properties, Value } from "../provider/provider";
import type { DiskFiles } from "../disks/diskFiles";
import type { Clusters } from "../cluster/clusters";
import type { Place } from "./ids";
import type { Format } from "./rules/formats";
import type { State } from "./store";

/** Tells what is wrong with the property at a path. */
export type Report = (property: string, reason: string) => void;

/** A resource that is about to be made or changed. */
export interface Resource {
  type: string;
  id: string;
  inputs: Properties;
  place: Place;
  /** What it carries that the provider does not show. */
  extra: Properties;
}

/** A property that names another resource. */
export interface Reference {
  /** `[]` stands for each element. */
  property: string;
  /** The type of the resource it names, which may depend on how it is written. */
  to: string | ((reference: string) => string);
  /** The other resource cannot be deleted before this one. Default false. */
  holds?: boolean;
  /** This one is deleted with the other. Default false. */
  belongs?: boolean;
  /** The other resource is a key, which the service must have been granted. Default false. */
  encrypts?: boolean;
}

/** What Google does with resources of one type that their schema cannot say. */
export interface ResourceType {
  /** Values that a property may have. */
  allowed?: Record<string, readonly string[]>;
  /** The form that a property must have. */
  formats?: Record<string, Format>;
  /** Reports what else is wrong with inputs; values may be unknown. */
  check?(inputs: Properties, report: Report): void;
  /** Changes that make a new resource depending on the values; any other follows the schema. */
  replacedBy?: Record<string, (old: Value, now: Value, olds: Properties) => boolean>;
  references?: Reference[];
  /** Inputs that Google does not give back. */
  forgets?: string[];
  /** Creating it when it exists changes nothing, as with grants. Default: an error. */
  shared?: boolean;
  /** Throws what Google answers when the resource cannot be made or changed to this. */
  refuse?(resource: Resource, state: State, previous?: Properties): void;
  /** Throws what the provider or Google answers when it must not be deleted. */
  refuseDelete?(outputs: Properties): void;
  /** Who uses it in a running cluster; undefined when nobody does. */
  usedBy?(id: string, outputs: Properties, clusters: Clusters): Promise<string | undefined>;
  /** What Google computes and fills in; `previous` outputs are kept where they identify the resource. */
  outputs?(resource: Resource, previous: Properties | undefined, state: State): Properties;
  /** What a new resource carries that the provider does not show. */
  extra?(resource: Resource, state: State): Properties;
  /** Takes it out of the state; default: it is gone. Where the name stays taken the result tells the user so. */
  remove?(id: string, state: State): string | undefined;
  effects?: Effects;
}

/** What happens to the machines behind a resource. */
export interface Effects {
  /** Before the resource exists; the result becomes part of what it carries. */
  begin?(resource: Resource, world: World): Promise<Properties>;
  /** After it was made or changed; done again when it was interrupted. */
  settle?(id: string, world: World): Promise<void>;
  /** Before it is gone. */
  end?(id: string, world: World): Promise<void>;
}

export interface World {
  clusters: Clusters;
  disks: DiskFiles;
  state: State;
  /** Tells the user about progress. */
  log: (message: string) => void;
}
