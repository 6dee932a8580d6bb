import { invalid } from "../errors";
import { digest, numericId } from "../generated";
import { idOf } from "../ids";
import type { Reference, ResourceType } from "../resourceType";
import { accountId, member, projectId, role } from "../rules/formats";
import { cryptoKeyType } from "../keyUse";
import type { State } from "../store";
import { text } from "../values";
import { refuseUnknownPool } from "./workloadIdentity";

const accountType = "gcp:serviceaccount/account:Account";
const customRoleType = "gcp:projects/iAMCustomRole:IAMCustomRole";

export const account: ResourceType = {
  formats: { accountId },
  check(inputs, report) {
    for (const [property, longest] of [
      ["displayName", 100],
      ["description", 256],
    ] as const)
      // prettier-ignore
      if ((text(inputs, property)?.length ?? 0) > longest)
        report(property, `longer than ${longest} characters`);
  },
  outputs: ({ id, place }, previous) => {
    const email = id.slice(id.lastIndexOf("/") + 1);
    return {
      email,
      member: `serviceAccount:${email}`,
      name: `projects/${place.project ?? ""}/serviceAccounts/${email}`,
      uniqueId: previous?.uniqueId ?? uniqueId(),
    };
  },
};

function uniqueId(): string {
  return `1${numericId(20)}`;
}

/** A grant: Google adds the member to the role of whatever is granted. */
function grant(references: Reference[]): ResourceType {
  return {
    formats: { role, member, project: projectId },
    references,
    shared: true,
    refuse({ inputs, place }, state) {
      const granted = text(inputs, "member") ?? "";
      const [, email] = /^serviceAccount:(.+)$/.exec(granted) ?? [];
      refuseUnknownAccount(email, place.project, state);
      refuseUnknownPool(granted, state);
      refuseUnknownRole(text(inputs, "role") ?? "", place.project, state);
    },
    outputs: ({ id }) => ({ etag: `BwY${digest(id, 8)}=` }),
  };
}

export const projectMember = grant([]);

export const cryptoKeyMember: ResourceType = {
  ...grant([{ property: "cryptoKeyId", to: cryptoKeyType }]),
  check(inputs, report) {
    const key = text(inputs, "cryptoKeyId");
    if (
      key !== undefined &&
      !/^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/.test(key)
    )
      report(
        "cryptoKeyId",
        `${JSON.stringify(key)} is not the id of a key, the only form the stand-in takes`,
      );
  },
};

export const repositoryMember = grant([
  { property: "repository", to: "gcp:artifactregistry/repository:Repository" },
]);

export const bucketMember = grant([{ property: "bucket", to: "gcp:storage/bucket:Bucket" }]);

export const accountMember: ResourceType = {
  ...grant([{ property: "serviceAccountId", to: accountType }]),
  check(inputs, report) {
    const account = text(inputs, "serviceAccountId");
    if (account !== undefined && !/^projects\/[^/]+\/serviceAccounts\/[^/@]+@[^/]+$/.test(account))
      report(
        "serviceAccountId",
        `${JSON.stringify(account)} is not projects/<project>/serviceAccounts/<email>`,
      );
  },
};

/** Throws Google's answer when a role of the project's own does not exist. */
function refuseUnknownRole(name: string, project: string | undefined, state: State): void {
  if (name.startsWith(`projects/${project}/`) && state.resources[name]?.type !== customRoleType)
    throw invalid(`Role ${name} does not exist in the resource's hierarchy.`);
}

/** Throws Google's answer when a service account of the project does not exist; accounts of others are taken to exist. */
export function refuseUnknownAccount(
  email: string | undefined,
  project: string | undefined,
  state: State,
): void {
  const [, name, owner] = /^([^@]+)@([^.]+)\.iam\.gserviceaccount\.com$/.exec(email ?? "") ?? [];
  if (name === undefined || owner !== project) return;
  if (state.resources[idOf(accountType, { accountId: name }, { project })] === undefined)
    throw invalid(`Service account ${email} does not exist.`);
}
