import { addresses } from "./addresses";
import { attacks } from "./attacks";
import { type Change, set } from "./change";
import { clusterEdits } from "./cluster";
import { disks } from "./disks";
import { domains } from "./domains";
import type { Edit } from "./edit";
import { identities } from "./identities";
import { images } from "./images";
import { keyEdits } from "./keys";
import { networkEdits } from "./network";
import { places } from "./places";
import { providerEdits } from "./providers";
import { refactorings } from "./refactorings";
import { sizes } from "./sizes";
import { snapshots } from "./snapshots";
import { trafficEdits } from "./traffic";
import { volumes } from "./volumes";
import { workloads } from "./workloads";

/** What each stack has besides its file: prod a domain with its records. */
export const bases: Record<Edit["stack"], Change[]> = {
  dev: [],
  prod: [set("domain", { name: "loklak.example.org", managedZone: "example-org" })],
};

export const edits: Edit[] = [
  ...sizes,
  ...places,
  ...disks,
  ...snapshots,
  ...keyEdits,
  ...addresses,
  ...networkEdits,
  ...clusterEdits,
  ...providerEdits,
  ...identities,
  ...domains,
  ...images,
  ...workloads,
  ...trafficEdits,
  ...volumes,
  ...refactorings,
  ...attacks,
];
