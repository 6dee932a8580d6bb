import { execFileSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { blockOf } from "../verdict/escape";
import { settingsOf } from "./images";

const checkout = join(__dirname, "..");

/** What every plan is held to. */
export const policyPacks = [join(checkout, "policy")];

/**
 * Runs something on a stack of this checkout, in the backend that PULUMI_BACKEND_URL names; its output is shown and becomes
 * the summary of the job. Errors, and the problems that it returns, end the process with status 1.
 */
export async function onStack(
  stackName: string | undefined,
  run: (stack: Stack, onOutput: (text: string) => void) => Promise<string[]>,
): Promise<void> {
  const said: string[] = [];
  const show = (text: string): void => {
    process.stdout.write(text);
    said.push(text);
  };
  try {
    if (stackName === undefined) throw new Error("the stack's name is missing");
    const stack = await LocalWorkspace.selectStack({ stackName, workDir: checkout });
    await openRegistry(stack);
    const problems = await run(stack, show);
    for (const problem of problems) show(`${problem}\n`);
    process.exitCode = problems.length === 0 ? 0 : 1;
  } catch (error) {
    show(`error: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
  const { GITHUB_STEP_SUMMARY } = process.env;
  if (GITHUB_STEP_SUMMARY) appendFileSync(GITHUB_STEP_SUMMARY, summary(stackName ?? "", said.join("")));
}

/** To the registry, the docker provider is whom gcloud is: as nobody it pushes nothing, and a refresh takes what it pushed for gone. */
async function openRegistry(stack: Stack): Promise<void> {
  const { region } = await settingsOf(stack);
  execFileSync("gcloud", ["auth", "configure-docker", `${region}-docker.pkg.dev`, "--quiet"]);
}

/** The end of a long text, in a block that nothing in it can close; GitHub takes 1 MiB. */
export function summary(title: string, text: string): string {
  const shown = text.slice(-longest);
  return `## ${title}\n\n${text.length > longest ? "The end of it:\n\n" : ""}${blockOf([shown], "diff")}`;
}

/** Characters, of at most four bytes. */
const longest = 200_000;
