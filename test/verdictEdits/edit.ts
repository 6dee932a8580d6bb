import type { Category, Severity } from "../../verdict/types";
import type { Change } from "./change";

/** One edit of the program or of a stack's configuration, and the verdict that it must get. */
export interface Edit {
  /** What is done, as a reader would say it. */
  name: string;
  stack: "dev" | "prod";
  changes: Change[];
  severity: Severity;
  /** The worst finding of each category that must have one; a category in neither list must have nothing at stake. */
  found?: Partial<Record<Category, Severity>>;
  /** Categories that a `look` may be in as well. */
  may?: Category[];
  /** Logical names of resources that must be named in findings above `nothing`. */
  names?: string[];
  /** Whether the configuration's checks, the engine, the policies or the API server refuse it, which then must be told. */
  refused?: true | "by policies";
  /** A secret that no finding may show. */
  hides?: string;
  /** Why, by the provider's rules (gcp-properties.json), Kubernetes' or the issue's words. */
  because: string;
  /** Only `make soak` runs it: another one is of the same kind. */
  soak?: true;
}
