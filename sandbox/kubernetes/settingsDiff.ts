import { isDeepStrictEqual } from "node:util";
import { hasUnknown, type DiffKind, type DiffResult, type Properties } from "../provider/provider";
import { activeCluster } from "./kubeconfig";

const clusterKeys = ["kubeconfig", "context", "cluster"];

/**
 * What changed arguments mean for a provider and all that it made (pulumi-kubernetes, DiffConfig): a changed
 * clusterIdentifier replaces; an unchanged one keeps, whatever else changes; without one, another active cluster
 * in the kubeconfig replaces, and so does a kubeconfig that only a later `up` can tell.
 */
export function diffSettings(olds: Properties, news: Properties): DiffResult {
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])].sort();
  const changed = keys.filter((key) => !isDeepStrictEqual(olds[key], news[key]));
  if (changed.length === 0) return { changes: {} };
  const unknown = clusterKeys.find((key) => hasUnknown(news[key]));
  const replacedCluster = unknown === undefined && isOtherCluster(olds, news);
  const replacing = (key: string): boolean => {
    if (key === "clusterIdentifier") return olds[key] !== undefined && news[key] !== undefined;
    if (news.clusterIdentifier !== undefined && news.clusterIdentifier === olds.clusterIdentifier)
      return false;
    return key === unknown || (replacedCluster && clusterKeys.includes(key));
  };
  return { changes: Object.fromEntries(changed.map((key) => [key, kind(olds, news, key, replacing(key))])) };
}

function isOtherCluster(olds: Properties, news: Properties): boolean {
  const [before, after] = [active(olds), active(news)];
  return before !== undefined && after !== undefined && !isDeepStrictEqual(before, after);
}

function active({ kubeconfig, context, cluster }: Properties): object | undefined {
  return activeCluster({ kubeconfig, context, cluster });
}

function kind(olds: Properties, news: Properties, key: string, replaces: boolean): DiffKind {
  const change = olds[key] === undefined ? "add" : news[key] === undefined ? "delete" : "update";
  return replaces ? `${change}-replace` : change;
}
