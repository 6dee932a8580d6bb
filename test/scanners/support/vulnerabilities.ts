/** A known vulnerability in something that the program or the sandbox is made of. */
export interface Vulnerability {
  /** `GHSA-…` of npm's, `GO-…` of Go's database. */
  id: string;
  /** Where it is and what it is. */
  what: string;
}

/** One that stays for now. */
export interface Allowed {
  id: string;
  reason: string;
  /** The last day, such as `2027-01-31`; then somebody has to look again. */
  until: string;
}

export const allowed: Allowed[] = [];

/** What is wrong with these findings; `database` begins the ids of those that were looked for. */
export function complaints(
  found: Vulnerability[],
  database: "GHSA-" | "GO-",
  list: Allowed[] = allowed,
  today = new Date().toISOString().slice(0, 10),
): string[] {
  const known = (id: string): Allowed | undefined =>
    list.find((each) => each.id === id && each.until >= today);
  const idle = list.filter(({ id }) => id.startsWith(database) && !found.some((each) => each.id === id));
  return [
    ...found.filter(({ id }) => !known(id)).map(({ id, what }) => `${id}: ${what}`),
    ...idle.map(({ id }) => `${id} is allowed, and not there any more`),
  ];
}
