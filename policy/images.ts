import type { PlanPolicy, ResourcePolicy } from "./plan";
import { containersOf, podsOf } from "./pods";

export const imagePolicies: (ResourcePolicy | PlanPolicy)[] = [
  {
    name: "images-are-named-by-digest",
    description: "What was tested is what runs: a tag can be moved to another image.",
    resource: (resource) =>
      containersOf(podsOf(resource)?.spec ?? { containers: [] })
        .filter(({ image = "" }) => !/@sha256:[0-9a-f]{64}$/.test(image))
        .map(({ name, image = "" }) => `container ${name} must name its image by digest, not "${image}"`),
  },
];
