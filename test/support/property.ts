import fc from "fast-check";

/** Checks a property on many inputs; a failure names the seed and the smallest input that it was found for. */
export function holds<T>(inputs: fc.Arbitrary<T>, property: (input: T) => void, numRuns = 500): void {
  fc.assert(fc.property(inputs, property), { numRuns });
}

/** What means something to YAML, properties files, shells, JSON, terminals or paths. */
export const fragments = [
  ..."\n \r \0 \t \x1b[2J \u0085 \u2028 \ud800 ' \" ` $ ; & | < > ( ) { } [ ] * ? ! # % ~ \\ ^ =".split(" "),
  ...[" ", "$(id)", "${HOME}", ": ", " #", "\n- x", "\n...\n", "--x", "../", "//", "@", "\nEND\n"],
];

/** Any text, often with such a fragment somewhere in it. */
export const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom(...fragments)), { maxLength: 6 })
    .map((parts) => parts.join("")),
  fc.constantFrom(
    "yes",
    "no",
    "null",
    "~",
    "017",
    "0o17",
    "0x1f",
    "1_000",
    "12:30:45",
    "1e3",
    "<<",
    "=",
    "",
    " \n",
  ),
);
