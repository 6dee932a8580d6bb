const title = "not tested on this machine, which lacks";

/** In place of a set's tests: one that is skipped, and says what this machine lacks for them. */
export function skipForLackOf(missing: string[]): void {
  it(`${title} ${missing.join(", ")}`);
}

/** The same for a test whose database does not answer; it fails where REQUIRE_VULNERABILITY_DATABASES is true. */
export function skipWithoutDatabase(context: Mocha.Context, database: string): void {
  if (process.env.REQUIRE_VULNERABILITY_DATABASES === "true") throw new Error(`there is no ${database}`);
  if (context.test) context.test.title = `${title} a ${database}`;
  context.skip();
}

/** True for a test that was skipped for what this machine lacks, not switched off. */
export function isForLack(test: { title: string }): boolean {
  return test.title.startsWith(title);
}
