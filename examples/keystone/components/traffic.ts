import { selectorLabels } from "loklak-gke/kit/labels";
import { Peer, tcp, Traffic } from "loklak-gke/kit/traffic";

export const app = "keystone";
export const ports = { keystone: 5000, database: 3306 };

/** Of the same namespace. */
const part = (component: string): Peer => ({ podSelector: { matchLabels: selectorLabels(app, component) } });
const toDatabase: Traffic["egress"] = [{ to: [part("database")], ports: tcp(ports.database) }];

export const databaseTraffic: Traffic = {
  ingress: [{ from: ["api", "bootstrap", "contract"].map(part), ports: tcp(ports.database) }],
  egress: [],
};

export const apiTraffic: Traffic = {
  // Whoever asks one of the two addresses, also from inside, with whatever address.
  ingress: [{ ports: tcp(ports.keystone) }],
  egress: toDatabase,
};

export const jobTraffic: Traffic = { ingress: [], egress: toDatabase };
