import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { configuredSource, readContract } from "loklak-gke/contract";
import { ConnectedCluster } from "loklak-gke/kit/connectedCluster";
import { Image } from "loklak-gke/kit/image";
import { Namespace } from "loklak-gke/kit/namespace";
import { PodGroup } from "loklak-gke/kit/podGroup";
import { podResources } from "loklak-gke/kit/podResources";
import { Registry } from "loklak-gke/kit/registry";
import { restrictedContainer, restrictedPod } from "loklak-gke/kit/restricted";

/** One Deployment with an image of its own, in a namespace of its own, on the cluster of another stack. */
async function hello() {
  const config = new pulumi.Config();
  const platform = await readContract(configuredSource());
  const name = `hello-${pulumi.getStack()}`;
  const size = { cpuMillis: 100, memoryMb: 64 };

  const cluster = new ConnectedCluster("platform", platform);
  const onCluster = { providers: { kubernetes: cluster.provider } };
  const quota = { pods: 1, ...size, claims: 0, loadBalancers: 0 };
  const namespace = new Namespace(
    "hello",
    { cluster, name: config.get("namespace") ?? name, quota },
    onCluster,
  );
  const registry = new Registry("registry", {
    name,
    project: platform.project,
    region: platform.region,
    labels: { application: "hello" },
    key: platform.encryptionKeys?.registry,
    reader: platform.nodeMember,
    otherImages: [],
  });
  const image = new Image("hello", {
    name: "hello",
    registry,
    tags: ["1"],
    context: "images/hello",
    buildArgs: {},
  });
  const pods = new PodGroup(
    "hello",
    {
      namespace: namespace.namespaceName,
      name: "hello",
      app: "hello",
      component: "web",
      traffic: { ingress: [], egress: [] },
    },
    onCluster,
  );
  new kubernetes.apps.v1.Deployment(
    "hello",
    {
      metadata: pods.metadata,
      spec: {
        selector: pods.selector,
        template: {
          metadata: { labels: pods.labels },
          spec: {
            ...restrictedPod,
            ...platform.nodePools.default?.placement,
            serviceAccountName: pods.serviceAccountName,
            containers: [
              {
                ...restrictedContainer,
                name: "hello",
                image: image.reference,
                resources: podResources(size, { request: "16Mi", limit: "64Mi" }),
              },
            ],
          },
        },
      },
    },
    { provider: cluster.provider },
  );
  return { namespace: namespace.namespaceName, image: image.reference };
}

export = hello;
