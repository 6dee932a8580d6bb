import { tcp, Traffic } from "loklak-gke/kit/traffic";
import { ports } from "./paths";

export const app = "php-farm";

/** Nodes mount the content: pods need no way to it. */
export const webTraffic: Traffic = {
  // Whoever asks the public address, also from inside, with whatever address.
  ingress: [{ ports: tcp(ports.http) }],
  egress: [],
};

export const publicationTraffic: Traffic = { ingress: [], egress: [] };
