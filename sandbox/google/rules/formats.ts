import type { Report } from "../resourceType";

/** A form of text that Google demands. */
export interface Format {
  pattern: RegExp;
  says: string;
}

/** RFC 1035, as Compute Engine demands it of every name. */
export const computeName: Format = {
  pattern: /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
  says: "1 to 63 lowercase letters, digits and hyphens, starting with a letter and not ending with a hyphen",
};

/** Of clusters and node pools. */
export const containerName: Format = {
  pattern: /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/,
  says: "1 to 40 lowercase letters, digits and hyphens, starting with a letter and not ending with a hyphen",
};

export const keyName: Format = {
  pattern: /^[a-zA-Z0-9_-]{1,63}$/,
  says: "1 to 63 letters, digits, underscores and hyphens",
};

export const accountId: Format = {
  pattern: /^[a-z][-a-z0-9]{4,28}[a-z0-9]$/,
  says: "6 to 30 lowercase letters, digits and hyphens, starting with a letter and not ending with a hyphen",
};

export const projectId: Format = {
  pattern: /^([a-z0-9.-]+:)?[a-z][-a-z0-9]{4,28}[a-z0-9]$/,
  says: "a project id: 6 to 30 lowercase letters, digits and hyphens",
};

export const role: Format = {
  pattern: /^(roles|(projects|organizations)\/[^/]+\/roles)\/[A-Za-z0-9_.]+$/,
  says: "a role such as roles/viewer or projects/<project>/roles/<role>",
};

export const member: Format = {
  pattern:
    /^(allUsers|allAuthenticatedUsers|(deleted:)?(user|serviceAccount|group|domain|principal|principalSet):.+)$/,
  says: "a member such as user:…, serviceAccount:…, group:…, domain:…, principal:…, allUsers",
};

export const seconds: Format = { pattern: /^\d+(\.\d{1,9})?s$/, says: "seconds, such as 86400s" };

export const duration: Format = {
  pattern: /^\d+(\.\d{1,9})?[smhd]$/,
  says: "a duration such as 3600s, 60m, 12h or 30d",
};

export const hour: Format = { pattern: /^([01]\d|2[0-3]):00$/, says: "a full hour of UTC, such as 04:00" };

/** Of domain names, at most 253 characters. */
const labels = String.raw`(?=.{1,253}$)([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?`;

export const domain: Format = {
  pattern: new RegExp(`^${labels}$`),
  says: "a domain such as www.example.com, in lowercase and without a dot at its end",
};

export const hostname: Format = {
  pattern: new RegExp(String.raw`^(\*\.)?${labels}$`),
  says: "a domain such as www.example.com or *.example.com, in lowercase and without a dot at its end",
};

export const labelKey: Format = {
  pattern: /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u,
  says: "a label's key: at most 63 lowercase letters, digits, underscores and hyphens, starting with a letter",
};

export const labelValue: Format = {
  pattern: /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u,
  says: "a label's value: at most 63 lowercase letters, digits, underscores and hyphens",
};

export function demand(path: string, value: string, format: Format, report: Report): void {
  if (!format.pattern.test(value)) report(path, `${JSON.stringify(value)} is not ${format.says}`);
}

export function demandOneOf(path: string, value: string, allowed: readonly string[], report: Report): void {
  if (!allowed.includes(value))
    report(path, `${JSON.stringify(value)} is not allowed; allowed: ${allowed.join(", ")}`);
}

export function demandRange(path: string, value: number, low: number, high: number, report: Report): void {
  if (value < low || value > high) report(path, `${value} is not allowed; allowed: ${low} to ${high}`);
}
