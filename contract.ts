import * as pulumi from "@pulumi/pulumi";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { ConfigurationError } from "./config/problems";
import { ownValues } from "./config/values";
import { contractVersion, outputs, StackOutputs } from "./outputs";

const error =
  "must be { stack: <organization>/<project>/<stack> } or { file: <what pulumi stack output --json printed> }";

/** Where a program finds the outputs of the stack that it deploys onto. */
export const contractSource = z.union(
  [
    z.strictObject({
      /** `<organization>/<project>/<stack>`, in the backend that this program's own stack is in. */
      stack: z.string().regex(/^[^/\s]+\/[^/\s]+\/[^/\s]+$/, { error }),
    }),
    z.strictObject({
      /** What `pulumi stack output --json` printed, relative to the program: for those without the stack's passphrase or key. */
      file: z.string().min(1, { error }),
    }),
  ],
  { error },
);
export type ContractSource = z.infer<typeof contractSource>;

/**
 * What the key `platform` of the program's own configuration says.
 * @throws ConfigurationError when it says neither.
 */
export function configuredSource(): ContractSource {
  const namespace = pulumi.getProject();
  const { platform: value } = ownValues(pulumi.runtime.allConfig(), namespace);
  const { data } = contractSource.safeParse(value);
  if (data !== undefined) return data;
  throw new ConfigurationError(pulumi.getStack(), [{ path: ["platform"], value, allowed: error }], namespace);
}

/** A stack whose outputs cannot be used, in one message; the engine prints it without a stack trace. */
export class ContractError extends pulumi.RunError {
  constructor(from: string, problems: string[], advice: string) {
    super(`${from} cannot be deployed onto, nothing was changed: ${problems.join("\n  ")}\n${advice}`);
    // Pulumi inspects the error once more for a trace, and Node 20 takes 20 s to colour the SDK's stack lines.
    this.stack = "";
  }
}

/**
 * The outputs of a stack of this repository's program, checked.
 * @throws ContractError when there is no such stack or file, it has no outputs, or they are not those of this contract.
 */
export async function readContract(source: ContractSource): Promise<StackOutputs> {
  if ("file" in source) return parseContract(`the file ${source.file}`, readOutputsFile(source.file));
  await askForOutputs(source.stack);
  const reference = new pulumi.StackReference(source.stack);
  const values = (await promiseOf(reference.outputs)) as Record<string, unknown>;
  return parseContract(`stack ${source.stack}`, values);
}

/** {@link readContract} for given values; `from` says in an error where they come from. */
export function parseContract(from: string, values: Record<string, unknown>): StackOutputs {
  if (Object.keys(values).length === 0)
    throw new ContractError(from, ["it has no outputs: it is not deployed yet, or was destroyed"], deploy);
  const { contractVersion: version = "none", stack } = values;
  const where = typeof stack === "string" && !from.endsWith(stack) ? `${from}, of stack ${stack},` : from;
  const parsed = outputs.safeParse(values);
  const problems = (parsed.error?.issues ?? []).map(
    ({ path, message }) =>
      `output ${path.join(".")}: ${at(values, path) === undefined ? "is missing" : message}`,
  );
  const versions = `its contract is ${JSON.stringify(version)}, this program is made for "${contractVersion}"`;
  if (!isReadable(version) || !parsed.success)
    throw new ContractError(where, [versions, ...problems], isOlder(version) ? older : newer);
  return parsed.data;
}

const deploy = "Deploy it first: `pulumi up` in its project.";
const older =
  "Deploy that stack with a newer version of its program, or take an older version of this one's package.";
const newer = "Take the version of this program's package that the stack was deployed with, or a newer one.";

const versionOf = (text: unknown) => (/^(\d+)\.(\d+)$/.exec(String(text)) ?? []).slice(1).map(Number);

/** Of this version or a later one that only adds to it. */
function isReadable(version: unknown): boolean {
  const [major, minor = 0] = versionOf(version);
  const [ownMajor, ownMinor = 0] = versionOf(contractVersion);
  return major === ownMajor && minor >= ownMinor;
}

function isOlder(version: unknown): boolean {
  const [major = 0] = versionOf(version);
  return major <= (versionOf(contractVersion)[0] ?? 0);
}

/** The engine ends a program that refers to a stack which cannot be read; to this question its answer can be told. */
async function askForOutputs(name: string): Promise<void> {
  await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name }).catch((error: Error) => {
    const reason = error.message.replace(/^.*returned an error: /s, "");
    if (/^unknown stack/.test(reason))
      throw new ContractError(
        `stack ${name}`,
        ["there is no such stack in the backend that this program's own stack is in"],
        "`pulumi stack ls --all` lists those that there are; of a stack elsewhere give { file } in place of { stack }.",
      );
    throw new ContractError(
      `stack ${name}`,
      [reason],
      "Without its passphrase or key: have `pulumi stack output --json -s " +
        `${name} > <file>\` run by somebody who has it, and give { file } in place of { stack }.`,
    );
  });
}

function readOutputsFile(file: string): Record<string, unknown> {
  const advice = "Write it with: pulumi stack output --json -s <organization>/<project>/<stack> > <file>";
  const fail = (reason: string): never => {
    throw new ContractError(`the file ${file}`, [reason], advice);
  };
  if (!existsSync(file)) fail(`it does not exist (${resolve(file)})`);
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return fail("it is not what `pulumi stack output --json` prints");
  }
}

function at(value: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
}

function promiseOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((done) => output.apply(done));
}
