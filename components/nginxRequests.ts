import { closedPaths } from "./closedPaths";
import { block, map } from "./nginxText";

/** What may stand in a path as itself; not `;`, behind which Jetty sees parameters that are no part of the path. */
const plain = "[-A-Za-z0-9_~!$&'()*+,=:@]";
/** What must be escaped to stand in a path, without % / \ ; . ? and control characters. */
const escaped = "%(?:2[0-46-9A-Ca-c]|3[AC-Eac-e]|40|5[BDEbde]|60|7[B-Db-d]|[89A-Fa-f][0-9A-Fa-f])";
/** Neither empty nor hidden, so not `.` or `..` either. */
const segment = `(?:${plain}|${escaped})(?:${plain}|${escaped}|\\.)*`;
/** Paths that can be written in no other way: nginx and Jetty see the same one, and the closed ones stay closed. */
const path = `^/(?:${segment}(?:/${segment})*/?)?(?:\\?|$)`;
/** A DNS name or an address, as nginx leaves it: lower case, without the port. */
const host = "^(?:[a-z0-9][-a-z0-9.]{0,252}|\\[[0-9a-f:.]+\\])$";

/** Variables that are 1 for requests to refuse. */
export function requestVariables(adminRanges: string[]): string[] {
  return [
    ...map("$request_uri", "$odd_path", { default: 1, [`"~${path}"`]: 0 }),
    ...map("$host", "$odd_host", { default: 1, [`"~${host}"`]: 0 }),
    ...map("$request_method", "$unknown_method", { default: 1, GET: 0, HEAD: 0, POST: 0, OPTIONS: 0 }),
    ...map("$request_method", "$writing_method", { default: 1, GET: 0, HEAD: 0 }),
    ...block("geo $not_admin", "default 1;", ...adminRanges.map((range) => `${range} 0;`)),
    ...map("$uri", "$closed", {
      default: 0,
      ...Object.fromEntries(closedPaths.map((closed) => [closed, "$not_admin"])),
    }),
  ];
}

/** Refuses them, in a location that the public reaches. */
export function refusals(method: "$unknown_method" | "$writing_method"): string[] {
  return [
    "if ($odd_peer) { return 403; }",
    "if ($odd_path) { return 400; }",
    "if ($odd_host) { return 400; }",
    `if (${method}) { return 405; }`,
    "if ($closed) { return 403; }",
  ];
}
