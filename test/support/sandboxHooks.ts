import { controlPlaneTools, ensureTools } from "../../sandbox/tools";

/** Once before all sandbox tests: builds the tools, which takes minutes on a fresh machine. */
export async function mochaGlobalSetup(): Promise<void> {
  await ensureTools(["pulumi", "kubectl", ...controlPlaneTools]);
}
