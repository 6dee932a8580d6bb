import { controlPlaneTools, ensureTools } from "../../sandbox/tools";

/** Before the first sandbox test: builds the tools, which takes minutes on a fresh machine. */
export const mochaHooks = {
  async beforeAll(this: Mocha.Context): Promise<void> {
    this.timeout(0);
    await ensureTools(["pulumi", "kubectl", ...controlPlaneTools]);
  },
};
