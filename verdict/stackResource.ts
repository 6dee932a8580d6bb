import { stackType } from "../sandbox/engine/checkpoint";

/** How the engine names the resource of a stack itself. */
export function stackResource(project: string, stack: string): { type: string; name: string; urn: string } {
  const name = `${project}-${stack}`;
  return { type: stackType, name, urn: `urn:pulumi:${stack}::${project}::${stackType}::${name}` };
}
