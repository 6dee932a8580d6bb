import { WatchedKind } from "../controllers/watchedKind";
import type { KubeClient } from "../kubeClient";
import { installGatewayApi } from "./install";
import { gatewayKind } from "./names";
import type { Gateway, HttpRoute, Policy } from "./objects";

const policyVersion = "networking.gke.io/v1";

/** The part of a cluster that the stand-in for GKE's Gateway controller watches. */
export class GatewayWorld {
  readonly gateways: WatchedKind<Gateway>;
  readonly routes: WatchedKind<HttpRoute>;
  /** By their kinds. */
  readonly policies: WatchedKind<Policy>[];

  private constructor(client: KubeClient) {
    this.gateways = new WatchedKind(client, gatewayKind.apiVersion, gatewayKind.kind);
    this.routes = new WatchedKind(client, gatewayKind.apiVersion, "HTTPRoute");
    this.policies = ["GCPGatewayPolicy", "GCPBackendPolicy", "HealthCheckPolicy"].map(
      (kind) => new WatchedKind(client, policyVersion, kind),
    );
  }

  /** Gives the cluster the kinds, and follows them for ever; resolves when all that exists is known. */
  static async open(client: KubeClient, onChange: () => void): Promise<GatewayWorld> {
    await installGatewayApi(client);
    const world = new GatewayWorld(client);
    const kinds = [world.gateways, world.routes, ...world.policies];
    await Promise.all(kinds.map((kind) => kind.start(onChange)));
    return world;
  }
}
