import type { ResourceType } from "../resourceType";
import { projectId } from "../rules/formats";
import { texts } from "../values";

/** A deleted one is there for 7 more days, and what is made under its name takes it back: to the provider it is as if it was gone. */
export const customRole: ResourceType = {
  allowed: { stage: ["ALPHA", "BETA", "GA", "DEPRECATED", "DISABLED", "EAP"] },
  formats: {
    project: projectId,
    roleId: { pattern: /^[a-zA-Z0-9_.]{3,64}$/, says: "3 to 64 letters, digits, underscores and periods" },
  },
  check(inputs, report) {
    for (const permission of texts(inputs, "permissions"))
      if (!/^[a-z0-9]+(\.[a-zA-Z0-9]+){2,}$/.test(permission))
        report(
          "permissions",
          `${JSON.stringify(permission)} is not a permission such as storage.objects.get`,
        );
  },
  outputs: ({ id }) => ({ name: id }),
};
