import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stackNames } from "../../sandbox/engine/settings";
import { checkout } from "../../sandbox/folder";
import { contractFile, contractProblem, type ContractSchema, contractSchema } from "./contractSchema";
import { expectedFolder, goldenText } from "./golden";

/** Publishes the contract; one whose version does not tell of its changes is an error. */
function writeContract(): void {
  const next = contractSchema();
  const problem =
    existsSync(contractFile) &&
    contractProblem(JSON.parse(readFileSync(contractFile, "utf8")) as ContractSchema, next);
  if (problem) throw new Error(problem);
  writeFileSync(contractFile, `${JSON.stringify(next, null, 2)}\n`);
  console.log("contract.schema.json");
}

/** Renders every stack that has a `Pulumi.<stack>.yaml` into its golden dump; a dump without a stack goes. */
async function main(): Promise<void> {
  writeContract();
  const texts = new Map<string, string>();
  for (const stack of stackNames(checkout)) texts.set(`${stack}.json`, await goldenText(stack));
  mkdirSync(expectedFolder, { recursive: true });
  for (const file of readdirSync(expectedFolder)) if (!texts.has(file)) rmSync(join(expectedFolder, file));
  for (const [file, text] of texts) {
    writeFileSync(join(expectedFolder, file), text);
    console.log(`test/expected/${file}`);
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
