import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Clusters } from "../../../sandbox/cluster/clusters";
import { KubeClient } from "../../../sandbox/cluster/kubeClient";
import { DiskFiles } from "../../../sandbox/disks/diskFiles";
import { SandboxFolder } from "../../../sandbox/folder";
import { Cloud } from "../../../sandbox/google/cloud";
import { parseConfig } from "../../../sandbox/google/config";
import { GoogleStore } from "../../../sandbox/google/store";
import { table } from "./table";
import { machines } from "./zone";

const clusterType = "gcp:container/cluster:Cluster";

/**
 * Stand-in for gcloud: knows these commands, which are those of docs/, and asks a sandbox's stand-in for Google Cloud.
 * Beside them `config set project`, without which it answers nothing.
 */
const commands: Record<string, string[]> = {
  "artifacts repositories delete": ["gcp:artifactregistry/repository:Repository"],
  "compute disks delete": ["gcp:compute/disk:Disk"],
  "compute disks list": ["gcp:compute/disk:Disk", "gcp:compute/regionDisk:RegionDisk"],
  "compute instances list": [clusterType],
  "compute firewall-rules delete": ["gcp:compute/firewall:Firewall"],
  "compute networks delete": ["gcp:compute/network:Network"],
  "compute networks subnets delete": ["gcp:compute/subnetwork:Subnetwork"],
  "compute routers delete": ["gcp:compute/router:Router"],
  "compute snapshots list": ["gcp:compute/snapshot:Snapshot"],
  "container clusters delete": [clusterType],
  "container clusters get-credentials": [clusterType],
  "iam service-accounts delete": ["gcp:serviceaccount/account:Account"],
};

async function gcloud(folder: SandboxFolder, args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      "dns-endpoint": { type: "boolean" },
      filter: { type: "string" },
      format: { type: "string" },
      location: { type: "string" },
      region: { type: "string" },
      "sort-by": { type: "string" },
      zone: { type: "string" },
    },
  });
  const line = positionals.join(" ");
  const setting = join(process.env.CLOUDSDK_CONFIG!, "project");
  const [, chosen] = /^config set project (\S+)$/.exec(line) ?? [];
  if (chosen !== undefined) return writeFileSync(setting, chosen);
  const command = Object.keys(commands).find((known) => `${line} `.startsWith(`${known} `));
  if (command === undefined) throw new Error(`gcloud ${line} is none of the commands of docs/`);
  if (!existsSync(setting)) throw new Error(`which project? gcloud config set project <project>`);
  const project = readFileSync(setting, "utf8");
  const name = line.slice(command.length + 1);
  const store = new GoogleStore(folder.google);
  const { resources } = store.read();
  const all = Object.entries(resources).filter(
    ([id, { type }]) => commands[command]!.includes(type) && id.startsWith(`projects/${project}/`),
  );
  if (command.endsWith(" list")) {
    const listed = all.map(async ([id, { outputs }]) =>
      command === "compute instances list" ? machines(connect(folder, id)) : [outputs],
    );
    return console.log(table((await Promise.all(listed)).flat(), values));
  }
  const place = values.location ?? values.region ?? values.zone;
  const [found, another] = all.filter(
    ([id]) => id.endsWith(`/${name}`) && (place === undefined || id.includes(`/${place}/`)),
  );
  if (found === undefined || another) throw new Error(`there is not one "${name}" for gcloud ${line}`);
  const [id, { type }] = found;
  if (command.endsWith(" get-credentials")) {
    copyFileSync(folder.cluster(id).kubeconfig, process.env.KUBECONFIG ?? "");
    return;
  }
  const cloud = new Cloud(store, new Clusters(folder), new DiskFiles(folder.disks));
  await cloud.delete(type, id, { config: parseConfig({}), log: () => undefined });
}

function connect(folder: SandboxFolder, cluster: string): KubeClient {
  return new KubeClient(readFileSync(folder.cluster(cluster).kubeconfig, "utf8"));
}

const [sandbox, ...args] = process.argv.slice(2);
gcloud(new SandboxFolder(sandbox), args).catch((error: Error) => {
  console.error(`gcloud (a stand-in for the runbooks' tests): ${error.message}`);
  process.exitCode = 1;
});
