import { filestoreDriver } from "../csi";
import type { CsiVolume } from "./objects";
import type { PodFacts } from "./podFacts";

/** Why a node could not mount the share of a Filestore instance, as Google's driver or the mount says it; undefined when it could. */
export function filestoreProblem(
  { volumeHandle, volumeAttributes: { ip, volume } = {} }: CsiVolume,
  facts: Pick<PodFacts, "hasDriver" | "fileServer">,
): string | undefined {
  if (!facts.hasDriver(filestoreDriver))
    return `driver name ${filestoreDriver} not found in the list of registered CSI drivers`;
  const [, location, name, share] = /^modeInstance\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(volumeHandle) ?? [];
  if (location === undefined || name === undefined)
    return `volume id ${JSON.stringify(volumeHandle)} unexpected format: modeInstance/<location>/<instance>/<share> is`;
  if (!ip || !volume) return `volume attribute ${ip ? "volume" : "ip"} not provided`;
  const server = facts.fileServer(location, name);
  if (!server?.addresses.includes(ip)) return `mount.nfs: Connection timed out: no instance ${name} at ${ip}`;
  if (server.share !== volume || share !== volume)
    return `mount.nfs: access denied by server while mounting ${ip}:/${volume}, whose share is ${server.share}`;
  return undefined;
}
