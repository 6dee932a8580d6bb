import { parseDocument } from "yaml";

/**
 * A stack file's text in the forms that are deployed one after the other where nothing is deployed yet. Nothing is there to be taken
 * over (`adopt`), and all index disks are made before an older generation of them can be in use (`elasticsearch.generation`).
 */
export function formsOf(text: string, namespace: string): string[] {
  const adopt = [`${namespace}:adopt`];
  const generation = [`${namespace}:elasticsearch`, "generation"];
  const settled = without(text, adopt);
  const restored = without(settled, generation);
  return restored === settled ? [settled] : [restored, settled];
}

function without(text: string, path: string[]): string {
  // Every value as it is written: a number may be an id with leading zeros.
  const file = parseDocument(text, { schema: "failsafe" });
  const key = ["config", ...path];
  if (!file.hasIn(key)) return text;
  file.deleteIn(key);
  return file.toString({ lineWidth: 0 });
}
