import type { CheckContext, CreateContext } from "../../sandbox/provider/provider";

/** What the engine tells a provider about a call for one resource; messages are dropped. */
export function providerContext(
  type: string,
  options: Partial<CheckContext & CreateContext> = {},
): CheckContext & CreateContext {
  const name = options.name ?? "thing";
  return {
    urn: `urn:pulumi:test::project::${type}::${name}`,
    type,
    name,
    log: () => undefined,
    signal: new AbortController().signal,
    randomSeed: new Uint8Array([1, 2, 3]),
    preview: false,
    timeoutSeconds: 0,
    ...options,
  };
}
