import { existsSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { ClusterFolder, type SandboxFolder } from "../folder";
import { networkProcess } from "../nodes/network";
import { stopNodes } from "../nodes/realNodes";
import { endPods } from "../nodes/shutDown";
import { processesNamed, runningProcesses, stopProcesses } from "../processes";
import type { Report } from "../toolBuild";
import { clusterFolders } from "./clusterDescription";
import { stopControlPlane } from "./controlPlane";
import { KubeClient } from "./kubeClient";

const stopSeconds = 10;

/**
 * Stops every control plane of a sandbox, also one whose creation was not completed or whose folder is gone, and keeps its
 * data. Real pods are asked to end before, unless it has to be now; where they cannot be asked, nothing else is stopped.
 */
export async function stopClusters(folder: SandboxFolder, how: "ask" | "now", report: Report): Promise<void> {
  const clusters = allClusters(folder);
  if (how === "ask") await Promise.all(clusters.map((cluster) => endRealPods(cluster, report)));
  await Promise.all(
    clusters.map(async (cluster) => {
      await stopNodes(cluster);
      await stopControlPlane(cluster);
    }),
  );
}

/** Those that have a folder, and those of which something runs. */
function allClusters(folder: SandboxFolder): ClusterFolder[] {
  const running = runningProcesses(folder.clusters).map(({ name }) => {
    const [cluster = ""] = relative(folder.clusters, name).split(sep);
    return join(folder.clusters, cluster);
  });
  const paths = new Set([...clusterFolders(folder).map(({ path }) => path), ...running]);
  return [...paths].map((path) => new ClusterFolder(path));
}

async function endRealPods({ path, kubeconfig }: ClusterFolder, report: Report): Promise<void> {
  if (networkProcess(path) === undefined) return;
  if (!existsSync(kubeconfig))
    return report(`the pods of ${path} are not asked to end: ${kubeconfig} is gone`);
  const makers = ["kube-scheduler", "kube-controller-manager"];
  await stopProcesses(
    makers.flatMap((process) => processesNamed(join(path, process))),
    stopSeconds,
  );
  try {
    await endPods(new KubeClient(readFileSync(kubeconfig, "utf8")), report);
  } catch (error) {
    throw new Error(
      `the pods of ${path} cannot be asked to end: ${(error as Error).message}; ` +
        "stop --now ends them without, as a failure of power would",
    );
  }
}
