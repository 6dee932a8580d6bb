import * as pulumi from "@pulumi/pulumi";
import { loklakServer, LoklakServerArgs } from "./loklakServer";
import { PodGroup } from "./kit/podGroup";
import { rolledDeployment } from "./kit/rolledDeployment";
import { ServiceAddress } from "./kit/serviceAddress";
import { services } from "./kit/services";
import { loklakPort } from "./loklakPod";
import { loklakTraffic } from "./traffic";

export interface LoklakApiArgs extends LoklakServerArgs {
  replicas: number;
}

const name = "loklak-api";

/** An answer of GKE's DNS, also of its cache on each node, is used for up to 30 s, and by nginx for 5 s more. */
const lastRequestSeconds = 40;

/** loklak servers that answer the door and write no dumps; a new version replaces them one by one, without a gap. */
export class LoklakApi extends pulumi.ComponentResource {
  /** A name that resolves to every server that is ready. */
  readonly address: pulumi.Output<ServiceAddress>;
  /** A name that leads to one of them, while none is ready to one that is about to end (kube-proxy, Dataplane V2). */
  readonly endingAddress: pulumi.Output<ServiceAddress>;

  constructor(resourceName: string, args: LoklakApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:kubernetes:LoklakApi", resourceName, args, opts);
    const child = { parent: this };
    const namespace = args.namespace.namespaceName;
    const pods = new PodGroup(
      resourceName,
      {
        namespace,
        name,
        app: "loklak",
        component: "api",
        versionLabel: "pod-template-hash",
        traffic: loklakTraffic,
      },
      child,
    );

    const found = services({ pods, port: loklakPort }, this);
    const part = { pods, writeDumps: false, lastRequestSeconds, data: { emptyDir: { sizeLimit: "1Gi" } } };
    const template = loklakServer(resourceName, args, part, this);
    rolledDeployment(
      resourceName,
      { pods, replicas: args.replicas, template },
      // Elasticsearch for the way down: loklak's queue drains into it before it goes.
      { parent: this, dependsOn: [args.nodePool, args.elasticsearch] },
    );
    this.address = found.headlessAddress;
    this.endingAddress = found.address;
    this.registerOutputs({ address: this.address, endingAddress: this.endingAddress });
  }
}
