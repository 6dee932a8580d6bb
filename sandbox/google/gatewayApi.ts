import type { Properties } from "../provider/provider";
import { text } from "./values";

/** True when the cluster with these inputs or outputs has Gateway API's kinds, of the standard channel. */
export function hasGatewayApi(cluster: Properties): boolean {
  return text(cluster, "gatewayApiConfig.channel") === "CHANNEL_STANDARD";
}
