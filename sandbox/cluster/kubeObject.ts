/** What names an object; any object does. */
export interface ObjectReference {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    /** Default `default`, for kinds that live in a namespace. */
    namespace?: string;
  };
}

export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string; controller?: boolean }[];
}

/** An object as JSON; nothing is added, renamed or dropped. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

export interface WatchEvent<T = KubeObject> {
  type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK";
  object: T;
}

export interface CallOptions {
  signal?: AbortSignal;
}

export interface WriteOptions extends CallOptions {
  /** The server does all but keep the result. */
  dryRun?: boolean;
  fieldManager?: string;
}

export interface ApplyOptions extends WriteOptions {
  fieldManager: string;
  /** Takes over fields that another manager owns, which is a conflict else. */
  force?: boolean;
}

export interface PatchOptions extends WriteOptions {
  /** Default `merge`. */
  type?: "merge" | "strategic" | "json";
  subresource?: string;
}

export interface DeleteOptions extends WriteOptions {
  /** Deletes only this very object; another one of the same name is a conflict. */
  uid?: string;
  propagationPolicy?: "Foreground" | "Background" | "Orphan";
  gracePeriodSeconds?: number;
}

export interface ListOptions extends CallOptions {
  /** Default all. */
  namespace?: string;
  fieldSelector?: string;
}

export interface WatchOptions extends ListOptions {
  /** Shows what changed after this version; default first all that exists, as ADDED. */
  resourceVersion?: string;
}
