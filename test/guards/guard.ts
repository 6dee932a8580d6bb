/** A line or two of the program that keep data, address, keys or secrets, and the test that notices when they are not there. */
export interface Guard {
  /** What it does. */
  name: string;
  file: string;
  /** Its text, which the file has exactly once. */
  text: string;
  /** What is there in its place when it is taken out; default nothing. */
  without?: string;
  /** A file of test/sandbox, without `.test.ts`. */
  test: string;
  /** The test that fails; it runs after those of the same file that it relies on, and nothing else runs. */
  title: string;
  after?: string[];
}

/** The text of the guard's file without the guard; one that has it not exactly once is an error. */
export function withoutGuard({ name, file, text, without = "" }: Guard, intact: string): string {
  const [before, after, ...more] = intact.split(text);
  if (after === undefined || more.length > 0)
    throw new Error(`${file} must have this exactly once, for the guard "${name}": ${text}`);
  return `${before}${without}${after}`;
}
