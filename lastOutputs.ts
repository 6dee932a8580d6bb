import * as pulumi from "@pulumi/pulumi";
import { StackOutputs } from "./outputs";

/**
 * The outputs of this stack's last `up`, as its state has them; none before the first. A question to the engine alone: it
 * needs no cloud, and unlike a StackReference it is no line of a preview.
 */
export async function lastOutputs<Outputs = StackOutputs>(): Promise<Partial<Outputs>> {
  const name = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
  const { outputs } = (await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name })) as {
    outputs: Partial<Outputs>;
  };
  return outputs;
}
