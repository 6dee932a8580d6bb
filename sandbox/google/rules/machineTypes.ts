/** Families with their sizes in vCPUs and GiB for each (https://cloud.google.com/compute/docs/machine-resource). */
const families: Record<string, { sizes: number[]; memory: number }> = {
  "e2-standard": { sizes: [2, 4, 8, 16, 32], memory: 4 },
  "e2-highmem": { sizes: [2, 4, 8, 16], memory: 8 },
  "e2-highcpu": { sizes: [2, 4, 8, 16, 32], memory: 1 },
  "n1-standard": { sizes: [1, 2, 4, 8, 16, 32, 64, 96], memory: 3.75 },
  "n1-highmem": { sizes: [2, 4, 8, 16, 32, 64, 96], memory: 6.5 },
  "n2-standard": { sizes: [2, 4, 8, 16, 32, 48, 64, 80, 96, 128], memory: 4 },
  "n2-highmem": { sizes: [2, 4, 8, 16, 32, 48, 64, 80, 96], memory: 8 },
  "n2-highcpu": { sizes: [2, 4, 8, 16, 32, 48, 64, 80, 96], memory: 1 },
  "n2d-standard": { sizes: [2, 4, 8, 16, 32, 48, 64, 80, 96, 128, 224], memory: 4 },
  "n2d-highmem": { sizes: [2, 4, 8, 16, 32, 48, 64, 80, 96], memory: 8 },
  "t2d-standard": { sizes: [1, 2, 4, 8, 16, 32, 48, 60], memory: 4 },
  "c3-standard": { sizes: [4, 8, 22, 44, 88, 176], memory: 4 },
  "c3-highmem": { sizes: [4, 8, 22, 44, 88, 176], memory: 8 },
};

/** GiB of those with two shared vCPUs. */
const sharedCore: Record<string, number> = { "e2-micro": 1, "e2-small": 2, "e2-medium": 4 };

/** What is wrong with the machine type; undefined when the stand-in knows it. */
export function machineTypeFault(type: string): string | undefined {
  const [family, sizes] = split(type);
  if (sizes?.includes(type) || type in sharedCore) return undefined;
  const allowed = sizes ?? [...Object.keys(sharedCore), ...Object.keys(families).map((name) => `${name}-N`)];
  const whose = sizes ? ` of ${family}` : "";
  return `the stand-in does not know the machine type ${JSON.stringify(type)}; it knows${whose}: ${allowed.join(", ")}`;
}

function split(type: string): [string, string[] | undefined] {
  const family = type.replace(/-\d+$/, "");
  return [family, families[family]?.sizes.map((size) => `${family}-${size}`)];
}

/** The vCPUs and memory of a machine type that the stand-in knows, as Kubernetes quantities. */
export function capacityOf(type: string): { cpu: string; memory: string } {
  const shared = sharedCore[type];
  const cpus = shared === undefined ? Number(/\d+$/.exec(type)?.[0]) : 2;
  const gibibytes = shared ?? cpus * (families[split(type)[0]]?.memory ?? 0);
  return { cpu: String(cpus), memory: `${gibibytes * 1024}Mi` };
}
