import { nodePrograms } from "../../../sandbox/nodes/programs";
import { missingForNodes } from "../../../sandbox/nodes/needs";
import { mochaGlobalSetup as controlPlane } from "../../support/sandboxHooks";

/** Once before all tests with real pods: builds and unpacks what nodes run. */
export async function mochaGlobalSetup(): Promise<void> {
  await controlPlane();
  if (missingForNodes().length === 0) await nodePrograms((line) => console.error(line));
}
