import fc from "fast-check";
import { closedPaths } from "../../../components/closedPaths";

const hex = (character: string, digits: number): string =>
  character.charCodeAt(0).toString(16).padStart(digits, "0");

/** A character as itself, or as some reader may take for it. */
const character = (one: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(one) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        `%${hex(one, 2)}`,
        `%${hex(one, 2).toUpperCase()}`,
        `%25${hex(one, 2)}`,
        `%u${hex(one, 4)}`,
        `%c1%${(0x80 + (one.charCodeAt(0) & 0x3f)).toString(16)}`,
      ),
    },
  );
const slash = fc.oneof(
  { weight: 6, arbitrary: fc.constant("/") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "//",
      "/./",
      "/x/../",
      "/x/..;/",
      "/;a=b/",
      "/%2e/",
      "/x/%2e%2e/",
      "%2f",
      "\\",
      "/\t/",
      "/x/..%2f",
    ),
  },
);
const end = fc.constantFrom(
  "",
  "",
  ";",
  ";a=b",
  "?",
  "?a",
  "#",
  "#a",
  "/",
  "/.",
  "/..",
  "%00",
  "%20",
  "%3b",
  "%3fa",
  "/x/..",
  ".",
  "\t",
);
const begin = fc.constantFrom(
  "",
  "",
  "",
  "http://loklak.test",
  "http://loklak.test:80",
  "/.",
  "/x/..",
  "/dump/..",
  "/rss/..",
  "/%2e",
  "/;",
);

/** Closed paths in spellings that someone may read as them, and in some that nobody does. */
export const anySpelling = fc
  .constantFrom(...closedPaths)
  .chain((path) =>
    fc
      .tuple(begin, ...[...path].map((one) => (one === "/" ? slash : character(one))), end)
      .map((parts) => parts.join("")),
  );

/** What the most lenient reader of a path may take it for. */
export function mayBeRead(url: string): string {
  let path = url.replace(/^https?:\/\/[^/]*/, "").replace(/[?#].*$/, "");
  for (let time = 0; time < 2; time++)
    path = path
      .replaceAll(/%u00([0-9a-f]{2})|%([0-9a-f]{2})/gi, (_, long: string, short: string) =>
        String.fromCharCode(parseInt(long ?? short, 16)),
      )
      .replaceAll(/;[^/]*/g, "")
      .replaceAll("\\", "/");
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  // Behind a slash at its end a file or servlet has another path, to all readers.
  return `/${[...segments, ...(path.endsWith("/") ? [""] : [])].join("/").replace(/\0.*$/, "")}`;
}
