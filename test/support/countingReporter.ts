import { writeFileSync } from "node:fs";
import { reporters, Runner } from "mocha";

/** The spec reporter, which also writes how many tests passed and failed to the file that TEST_COUNTS names. */
export default class CountingReporter extends reporters.Spec {
  constructor(runner: Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      // A test that is switched off proves nothing, so it counts as failed.
      const counts = { passed: passes, failed: failures + pending };
      writeFileSync(process.env.TEST_COUNTS ?? "/dev/null", JSON.stringify(counts));
    });
  }
}
