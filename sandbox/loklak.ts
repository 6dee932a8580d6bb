import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { ensureAuthority } from "./cluster/certificates";
import { Clusters } from "./cluster/clusters";
import { stopClusters } from "./cluster/stopClusters";
import { simulatedBuilder } from "./docker/builder";
import { DiskFiles } from "./disks/diskFiles";
import { dockerProvider } from "./docker/provider";
import { EngineFolder } from "./engine/folder";
import { automationOf, programIn } from "./engine/program";
import { useInstalledPlugin } from "./engine/realPlugin";
import { projectName } from "./engine/settings";
import type { Project, StandIn, Surroundings } from "./engine/surroundings";
import { findCreation } from "./findCreation";
import { checkout, type SandboxFolder, toolsFolder } from "./folder";
import { Cloud } from "./google/cloud";
import { googleProvider } from "./google/provider";
import { runSnapshotSchedules } from "./google/scheduledRun";
import { GoogleStore } from "./google/store";
import { stopImages } from "./images/images";
import { loklakSourceTitle } from "./images/loklakSource";
import { realBuilder } from "./images/realBuilder";
import { standInReferences } from "./images/standInBases";
import { kubernetesProvider } from "./kubernetes/provider";
import { nodePrograms } from "./nodes/programs";
import { RandomStandIn } from "./random/provider";
import { policyPack } from "./policyPack";
import { chooseRealism, requireMeans, type Realism } from "./realism";
import { replaceFile } from "./replaceFile";
import { shellWord } from "./shellWord";
import { snapshotSet } from "./snapshotSet";
import { title } from "./title";
import type { Report } from "./toolBuild";
import { controlPlaneTools, ensureTools } from "./tools";

/** A Pulumi project on stand-ins for Google Cloud and Docker and on real control planes. */
export function projectIn(folder: string): Project {
  return {
    folder,
    config: standInConfig(folder),
    program: programIn(folder),
    automation: automationOf(folder),
    policies: policyPack,
    surroundings: (...where) => surroundings(folder, ...where),
    stop: async (sandbox, how, report) => {
      await stopClusters(sandbox, how, report);
      await stopImages(sandbox);
    },
  };
}

/** This repository's own. */
export const loklak = projectIn(checkout);

/** The base images that the project names in images/bases.json cannot be had here. */
function standInConfig(project: string): Project["config"] {
  const file = join(project, "images", "bases.json");
  if (!existsSync(file)) return {};
  const bases = Object.keys(JSON.parse(readFileSync(file, "utf8")) as object);
  return { [`${projectName(project)}:baseImages`]: standInReferences(bases) };
}

function surroundings(
  project: string,
  folder: SandboxFolder,
  user: NodeJS.ProcessEnv,
  told: Partial<Realism> = {},
): Surroundings {
  const { images, pods } = chooseRealism(folder, told);
  const engine = new EngineFolder(folder);
  const store = new GoogleStore(folder.google);
  let report: Report = () => undefined;
  const clusters = new Clusters(folder, pods, (line) => report(line));
  const realKubernetes = useInstalledPlugin(engine, user, "kubernetes", packageVersion("kubernetes"));
  const kubernetes = kubernetesProvider({ extraCaFile: folder.caCertificate });
  const disks = new DiskFiles(folder.disks);
  const standIns: StandIn[] = [
    standIn("gcp", googleProvider(store, clusters, disks)),
    standIn(
      "docker",
      dockerProvider(store, {
        root: project,
        builder: images === "real" ? realBuilder(folder) : simulatedBuilder,
      }),
    ),
    standIn("random", () => new RandomStandIn()),
    ...(realKubernetes ? [] : [standIn("kubernetes", kubernetes)]),
  ];
  let kubectl = "kubectl";
  return {
    title: title({ images, pods }, { realKubernetes, loklakSource: loklakSourceTitle(user) }),
    standIns,
    tools: async (say) => {
      report = say;
      await ensureAuthority(folder);
      if (pods === "real") await nodePrograms(say);
      const { pulumi, kubectl: found } = await ensureTools(["pulumi", "kubectl", ...controlPlaneTools], say);
      if (found.startsWith(toolsFolder)) kubectl = found;
      writeTrustedCertificates(engine, folder, user);
      return pulumi;
    },
    resume: async () => {
      requireMeans(folder, { images, pods });
      // A broken file is an error before anything relies on it, also where nothing of it is needed.
      store.read();
      await clusters.resume();
    },
    find: (creation) => findCreation(creation, store, folder.caCertificate),
    snapshot: async (outputs, steps) =>
      snapshotSet(await runSnapshotSchedules(new Cloud(store, clusters, disks)), outputs, steps),
    lookAround: (resources) => {
      const cluster = resources.find(({ type }) => type === "gcp:container/cluster:Cluster");
      const address = resources.find(({ type }) => type === "gcp:compute/address:Address");
      const kubeconfig = folder.cluster(cluster?.id ?? "").kubeconfig;
      return [
        ...(cluster
          ? [`export KUBECONFIG=${shellWord(kubeconfig)}`, `${shellWord(kubectl)} get pods -A`]
          : []),
        ...(pods === "real" && address ? [`curl http://${String(address.outputs?.address)}/`] : []),
      ];
    },
  };
}

function standIn(name: string, provider: StandIn["provider"]): StandIn {
  return { package: name, version: packageVersion(name), provider };
}

/** The version of `@pulumi/<name>` in node_modules. */
function packageVersion(name: string): string {
  const file = join(checkout, "node_modules", "@pulumi", name, "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

/** For plugins written in Go: SSL_CERT_FILE takes the place of the system's authorities, so these are in it too. */
function writeTrustedCertificates(
  engine: EngineFolder,
  folder: SandboxFolder,
  { SSL_CERT_FILE }: NodeJS.ProcessEnv,
): void {
  const own = SSL_CERT_FILE && existsSync(SSL_CERT_FILE) ? [readFileSync(SSL_CERT_FILE, "utf8")] : [];
  const authorities = [...rootCertificates, ...own, readFileSync(folder.caCertificate, "utf8")];
  replaceFile(engine.trustedCertificates, `${authorities.join("\n")}\n`);
}
