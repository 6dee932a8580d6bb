import { contentId } from "../../google/content";
import type { State } from "../../google/store";
import { hasGatewayApi } from "../../google/gatewayApi";
import type { GoogleResources } from "../gateway/google";
import { isObject, text, texts, valuesAt } from "../../google/values";

export interface Disk {
  /** One, or a regional disk's two. */
  zones: string[];
  sizeGb: number;
  /** The id of what is on it. */
  content: string;
  /** It was made from a snapshot or another disk. */
  isCopy: boolean;
}

export interface FileServer {
  share: string;
  addresses: string[];
}

/** What the stand-in controllers ask of the Google stand-in's state. */
/** Whether the internet reaches it, or the network alone. */
export type AddressType = "EXTERNAL" | "INTERNAL";

export class Cloud {
  constructor(private readonly state: State) {}

  /** By its volume handle, such as `projects/<project>/zones/<zone>/disks/<name>`. */
  disk(volumeHandle: string): Disk | undefined {
    const resource = this.state.resources[volumeHandle];
    if (resource === undefined) return undefined;
    const { type, outputs, extra } = resource;
    const isCopy = extra?.copiedFrom !== undefined;
    const disk = { sizeGb: Number(outputs.size), content: contentId(resource), isCopy };
    if (type === "gcp:compute/disk:Disk") return { ...disk, zones: [lastPart(outputs.zone)] };
    if (type !== "gcp:compute/regionDisk:RegionDisk") return undefined;
    return { ...disk, zones: (outputs.replicaZones as string[]).map(lastPart) };
  }

  /** The Filestore instance of this name in a zone or region. */
  fileServer(location: string, name: string): FileServer | undefined {
    const found = Object.values(this.state.resources).find(
      ({ type, outputs }) =>
        type === "gcp:filestore/instance:Instance" &&
        outputs.name === name &&
        lastPart(outputs.location) === location,
    );
    if (found === undefined) return undefined;
    const { outputs } = found;
    const addresses = valuesAt(outputs, "networks[]").flatMap(({ value }) =>
      isObject(value) ? texts(value, "ipAddresses") : [],
    );
    return { share: text(outputs, "fileShares.name") ?? "", addresses };
  }

  /** True when the address is reserved in the region; an internal one in the subnet of this cluster. */
  isReserved(address: string, region: string, type: AddressType, cluster: string): boolean {
    const subnetwork = lastPart(this.state.resources[cluster]?.outputs.subnetwork);
    return Object.values(this.state.resources).some(
      ({ type: resource, outputs }) =>
        resource === "gcp:compute/address:Address" &&
        outputs.address === address &&
        lastPart(outputs.region) === region &&
        (outputs.addressType ?? "EXTERNAL") === type &&
        (type === "EXTERNAL" || lastPart(outputs.subnetwork) === subnetwork),
    );
  }

  /** True when the cluster has Gateway API's kinds. */
  hasGatewayApi(cluster: string): boolean {
    return hasGatewayApi(this.state.resources[cluster]?.outputs ?? {});
  }

  /** What a Gateway of the cluster can name: resources of its project. */
  googleResources(cluster: string): GoogleResources {
    const project = `projects/${cluster.split("/")[1]}`;
    const { resources } = this.state;
    return {
      has: (id) => id in resources,
      address: (id) => resources[id]?.outputs.address as string | undefined,
      global: (collection, name) => `${project}/global/${collection}/${name}`,
      certificateMap: (name) => `${project}/locations/global/certificateMaps/${name}`,
    };
  }

  /** True when the registry holds the image, named by digest or by tag. */
  hasImage(image: string): boolean {
    const [tagged = "", digest] = image.split("@");
    const [, name, tag = "latest"] = /^(.*?)(?::([^:/]+))?$/.exec(tagged) ?? [];
    if (digest !== undefined) return `${name}@${digest}` in this.state.images;
    return Object.entries(this.state.images).some(
      ([key, { tags }]) => key.startsWith(`${name}@`) && tags.includes(tag),
    );
  }
}

/** Google names a zone or region by itself or by its URL. */
function lastPart(value: unknown): string {
  return String(value).split("/").at(-1) ?? "";
}
