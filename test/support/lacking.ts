const title = "not tested on this machine, which lacks";

/** In place of a set's tests: one that is skipped, and says what this machine lacks for them. */
export function skipForLackOf(missing: string[]): void {
  it(`${title} ${missing.join(", ")}`);
}

/** The same for a test that finds out when it runs. */
export function skipHere(context: Mocha.Context, missing: string[]): void {
  if (context.test) context.test.title = `${title} ${missing.join(", ")}`;
  context.skip();
}

/** True for a test that was skipped for what this machine lacks, not switched off. */
export function isForLack(test: { title: string }): boolean {
  return test.title.startsWith(title);
}
