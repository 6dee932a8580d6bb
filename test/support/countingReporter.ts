import { writeFileSync } from "node:fs";
import { reporters, Runner } from "mocha";
import type { Counts } from "./counts";
import { isForLack } from "./lacking";

/** The spec reporter, which also writes the counts of the tests to the file that TEST_COUNTS names. */
export default class CountingReporter extends reporters.Spec {
  constructor(runner: Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    let skipped = 0;
    runner.on(Runner.constants.EVENT_TEST_PENDING, (test) => {
      if (isForLack(test)) skipped++;
    });
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      // A test that is switched off proves nothing, so it counts as failed.
      const counts: Counts = { passed: passes, failed: failures + pending - skipped, skipped };
      writeFileSync(process.env.TEST_COUNTS ?? "/dev/null", JSON.stringify(counts));
    });
  }
}
