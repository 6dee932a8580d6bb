import { text } from "./change";
import type { Edit } from "./edit";

const keys = "components/keys.ts";

/** The stack's own encryption key, without which its disks are unreadable. */
export const keyEdits: Edit[] = [
  {
    name: "another name for the key",
    stack: "prod",
    changes: [text(keys, 'name: "data", keyRing', 'name: "disks", keyRing')],
    severity: "loss",
    found: { data: "loss" },
    may: ["availability", "access"],
    names: ["data-key"],
    refused: true,
    because: "cryptoKey.name replaces the key; the engine refuses, it is protected",
  },
  {
    name: "another name for the key ring",
    stack: "prod",
    changes: [
      text(
        keys,
        "{ name: args.name, location: args.region },",
        "{ name: `${args.name}-keys`, location: args.region },",
      ),
    ],
    severity: "loss",
    found: { data: "loss" },
    may: ["availability", "access"],
    names: ["keys"],
    refused: true,
    because: "keyRing.name replaces the ring, and with it the key",
    soak: true,
  },
  {
    name: "how long a destroyed key can be had back",
    stack: "prod",
    changes: [
      text(keys, "labels: args.labels },", 'labels: args.labels, destroyScheduledDuration: "86400s" },'),
    ],
    severity: "loss",
    found: { data: "loss" },
    may: ["availability", "access"],
    names: ["data-key"],
    refused: true,
    because: "cryptoKey.destroyScheduledDuration replaces the key",
    soak: true,
  },
  {
    name: "a key that is not protected any more",
    stack: "prod",
    changes: [text(keys, "protect: true, retainOnDelete: true", "retainOnDelete: true")],
    severity: "look",
    found: { data: "look" },
    may: ["availability", "access"],
    names: ["data-key", "keys"],
    because: "nothing is deleted yet, but the next change may delete the key",
  },
  {
    name: "a key that turns more often",
    stack: "prod",
    changes: [text(keys, "${90 * 24 * 3600}s", "${30 * 24 * 3600}s")],
    severity: "look",
    found: { data: "look" },
    names: ["data-key"],
    because:
      "cryptoKey.rotationPeriod changes in place; older versions go on decrypting, but it is what data is written with",
  },
  {
    name: "another label of the key",
    stack: "prod",
    changes: [text(keys, "labels: args.labels },", 'labels: { ...args.labels, use: "disks" } },')],
    severity: "nothing",
    because: "cryptoKey.labels change in place",
  },
  {
    name: "users of the key that may only decrypt",
    stack: "prod",
    changes: [text(keys, "roles/cloudkms.cryptoKeyEncrypterDecrypter", "roles/cloudkms.cryptoKeyDecrypter")],
    severity: "look",
    found: { access: "look" },
    may: ["availability", "data"],
    names: ["disks", "registry", "cluster-secrets"],
    refused: true,
    because:
      "cryptoKeyIAMMember.role replaces the grant: a role can be given again, no data goes; the engine refuses",
  },
];
