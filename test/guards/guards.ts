import { adoption } from "./adoption";
import type { Guard } from "./guard";
import { operation } from "./operation";
import { protection } from "./protection";
import { restoring } from "./restoring";

/** To add one: its text, the test, and `npm run guards -- <a part of its name>`. */
export const guards: Guard[] = [...protection, ...adoption, ...restoring, ...operation];
