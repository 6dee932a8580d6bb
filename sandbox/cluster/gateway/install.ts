import { setTimeout as sleep } from "node:timers/promises";
import { KubeError, type KubeClient, type KubeObject } from "../kubeClient";
import { gatewayApiDefinitions } from "./definitions";
import { gatewayClasses } from "./names";
import { policyDefinitions } from "./policyDefinitions";

const pollMilliseconds = 100;

/** Gives the cluster Gateway API's kinds, Google's policy kinds and GKE's classes, as far as it lacks them. */
export async function installGatewayApi(client: KubeClient): Promise<void> {
  const definitions = [...gatewayApiDefinitions(), ...policyDefinitions];
  await Promise.all(definitions.map((definition) => createOnce(client, definition)));
  await Promise.all(definitions.map((definition) => established(client, definition)));
  await Promise.all(gatewayClasses.map((each) => createOnce(client, each)));
}

async function createOnce(client: KubeClient, object: KubeObject): Promise<void> {
  try {
    await client.create(object);
  } catch (error) {
    if (!(error instanceof KubeError && error.reason === "AlreadyExists")) throw error;
  }
}

async function established(client: KubeClient, definition: KubeObject): Promise<void> {
  const { group, names, versions } = definition.spec as {
    group: string;
    names: { kind: string };
    versions: { name: string; served: boolean }[];
  };
  const version = versions.find(({ served }) => served)?.name;
  while (!(await serves(client, `${group}/${version}`, names.kind))) await sleep(pollMilliseconds);
}

async function serves(client: KubeClient, apiVersion: string, kind: string): Promise<boolean> {
  try {
    await client.list(apiVersion, kind);
    return true;
  } catch (error) {
    if (error instanceof KubeError && error.status === 404) return false;
    throw error;
  }
}
