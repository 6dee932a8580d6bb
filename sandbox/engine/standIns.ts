import type { CreationLog } from "../provider/handlers";
import { serveProvider, type ServedProvider } from "../provider/server";
import type { StandIn } from "./surroundings";

/** Stand-ins that listen for the engine. */
export interface ServedStandIns {
  /** For PULUMI_DEBUG_PROVIDERS. */
  addresses: string;
  close(): void;
}

/** Serves every stand-in on a loopback port of its own, from this process. */
export async function serveStandIns(standIns: StandIn[], creations: CreationLog): Promise<ServedStandIns> {
  const served: [string, ServedProvider][] = [];
  for (const { package: name, version, provider } of standIns)
    served.push([name, await serveProvider(provider, version, creations)]);
  return {
    addresses: served.map(([name, { port }]) => `${name}:${port}`).join(","),
    close: () => served.forEach(([, provider]) => provider.close()),
  };
}
