import type { ResourceType } from "../resourceType";

/** A Gateway's load balancer uses the resource until the Gateway, or the policy that names it, is gone. */
export const usedByGateway: ResourceType["usedBy"] = async (id, _outputs, clusters) => {
  const [gateway] = await clusters.gatewayUsers(id);
  return gateway && `the Gateway ${gateway}`;
};
