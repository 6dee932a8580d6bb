import { join } from "node:path";
import { refusalOf } from "../policy/kept";
import type { PolicyPack } from "./engine/policies";
import { checkout } from "./folder";

/** What each plan of a stack is held to. */
export const policyPack: PolicyPack = { folder: join(checkout, "policy"), refusalOf };
