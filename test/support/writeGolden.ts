import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stackNames } from "../../sandbox/engine/settings";
import { checkout } from "../../sandbox/folder";
import { expectedFolder, goldenText } from "./golden";

/** Renders every stack that has a `Pulumi.<stack>.yaml` into its golden dump; a dump without a stack goes. */
async function main(): Promise<void> {
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
