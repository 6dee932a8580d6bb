import { accountPolicies } from "./accounts";
import { availabilityPolicies } from "./availability";
import { controlPlanePolicies } from "./controlPlane";
import { dataPolicies } from "./data";
import { doorPolicies } from "./door";
import { elasticsearchPolicies } from "./elasticsearch";
import { identityPolicies } from "./identities";
import { imagePolicies } from "./images";
import type { PlanPolicy, ResourcePolicy } from "./plan";
import { snapshotPolicies } from "./snapshots";

/** What no change may break. */
export const policies: (ResourcePolicy | PlanPolicy)[] = [
  ...dataPolicies,
  ...snapshotPolicies,
  ...controlPlanePolicies,
  ...elasticsearchPolicies,
  ...doorPolicies,
  ...imagePolicies,
  ...accountPolicies,
  ...identityPolicies,
  ...availabilityPolicies,
];
