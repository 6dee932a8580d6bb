/** Compares a stack with what its checkout says, as it really is: `drift.ts <stack>` fails when they differ. */
import type { EngineEvent, OpType, PreviewOptions, Stack } from "@pulumi/pulumi/automation";
import { preview } from "./preview";
import { onStack } from "./stack";

/** What the engine does where nothing differs. */
const idle: (OpType | "refresh")[] = ["same", "read", "refresh"];

/** What an `up` would do to put things right, a line each; none: the stack is as it should be. */
export async function drift(stack: Stack, options: PreviewOptions): Promise<string[]> {
  const found = new Set<string>();
  const onEvent = (event: EngineEvent): void => {
    const { metadata } = event.resourcePreEvent ?? event.resOutputsEvent ?? {};
    // A component is nothing but its parts: what it is told may change without them.
    if (metadata && (metadata.new ?? metadata.old)?.custom === true && !idle.includes(metadata.op))
      found.add([metadata.op, metadata.urn, ...Object.keys(metadata.detailedDiff ?? {}).sort()].join(" "));
    options.onEvent?.(event);
  };
  await preview(stack, { ...options, onEvent, refresh: true });
  return [...found];
}

if (require.main === module)
  void onStack(process.argv[2], async (stack, onOutput) => {
    const found = await drift(stack, { onOutput, diff: true });
    return found.map((line) => `drift: ${line}`);
  });
