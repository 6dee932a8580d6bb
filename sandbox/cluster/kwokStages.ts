import { parseAllDocuments, stringify } from "yaml";

/** The condition by which the stand-in kubelet tells kwok that a pod's containers would start. */
export const startable = "sandbox/Startable";

interface Stage {
  metadata: { name: string };
  spec: { selector: { matchExpressions: { key: string; operator: string; values?: string[] }[] } };
}

/** kwok's own stages with one change: it makes only those pods Ready that the stand-in kubelet found startable. */
export function gatedStages(stages: string): string {
  const documents = parseAllDocuments(stages).map((document) => document.toJS() as Stage);
  const ready = documents.find(({ metadata }) => metadata.name === "pod-ready");
  if (ready === undefined)
    throw new Error("kwok's stages have no pod-ready: its pods would become Ready unchecked");
  ready.spec.selector.matchExpressions.push({
    key: `.status.conditions.[] | select( .type == "${startable}" ) | .status`,
    operator: "In",
    values: ["True"],
  });
  return documents.map((document) => stringify(document)).join("---\n");
}
