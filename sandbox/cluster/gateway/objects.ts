import type { Condition } from "../controllers/objects";
import type { KubeObject } from "../kubeObject";

/** What the stand-in controller reads of Gateway API's objects. */

export interface Listener {
  name: string;
  port: number;
  protocol: string;
  hostname?: string;
  tls?: { certificateRefs?: object[]; options?: object };
  allowedRoutes?: { namespaces?: { from?: "All" | "Same" | "Selector" | "None" } };
}

export interface Gateway extends KubeObject {
  spec: {
    gatewayClassName: string;
    listeners: Listener[];
    addresses?: { type?: string; value?: string }[];
  };
  status?: { conditions?: Condition[]; addresses?: object[]; listeners?: ListenerStatus[] };
}

export interface ListenerStatus {
  name: string;
  attachedRoutes: number;
  supportedKinds: object[];
  conditions: Condition[];
}

export interface ParentReference {
  group?: string;
  kind?: string;
  namespace?: string;
  name: string;
  sectionName?: string;
}

export interface HttpRoute extends KubeObject {
  spec: {
    parentRefs?: ParentReference[];
    rules?: {
      backendRefs?: { group?: string; kind?: string; namespace?: string; name: string; port?: number }[];
    }[];
  };
  status?: { parents?: { parentRef: ParentReference; controllerName: string; conditions: Condition[] }[] };
}

/** Of Google's policy kinds. */
export interface Policy extends KubeObject {
  spec: {
    targetRef: { kind: string; name: string; namespace?: string };
    default?: { sslPolicy?: string; securityPolicy?: string };
  };
  status?: { conditions?: Condition[] };
}
