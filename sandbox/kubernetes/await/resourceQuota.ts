import { isDeepStrictEqual } from "node:util";
import { at } from "../../provider/values";
import type { Readiness } from "./readiness";

/** The controller has taken the limits over into the status. */
export const resourceQuotaReadiness: Readiness = {
  judge: ({ object }) => {
    const ready = isDeepStrictEqual(at(object, "spec", "hard"), at(object, "status", "hard"));
    const progress = "Waiting for the ResourceQuota's limits to be in force";
    return { ready, progress, problems: ready ? [] : ["the ResourceQuota's limits are not in force"] };
  },
  fixedTimeoutSeconds: 60,
  judgedOnRead: false,
};
