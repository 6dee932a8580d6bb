import { existsSync } from "node:fs";
import { join } from "node:path";
import { stackNames } from "../sandbox/engine/settings";
import { seconds } from "../sandbox/engine/screen";
import { approve, readApprovals } from "./approvals";
import { classify } from "./classify";
import { judgesIn } from "./judges";
import { renamed, withoutFile } from "./leftStacks";
import { changedFiles, commitOf, type Tree, treeOf } from "./trees";
import { severities, type Severity, type StackVerdict, type Verdict } from "./types";
import { VerdictSandbox } from "./verdictSandbox";

export interface Question {
  /** The working tree, which is what is judged. */
  checkout: string;
  /** Branch, tag or commit. */
  base: string;
  /** Default: every stack that the working tree or the base has a file for. */
  stacks?: string[];
  /** Told what goes on, on lines. */
  report: (line: string) => void;
}

/** What the working tree does to the stacks of the base. At its end, also by an error or the signal, nothing of it is left. */
export async function verdictOf(question: Question, signal?: AbortSignal): Promise<Verdict> {
  const { checkout, report } = question;
  const approvals = readApprovals(checkout);
  const commit = commitOf(checkout, question.base);
  const base = treeOf(checkout, commit, report);
  const sandboxes: VerdictSandbox[] = [];
  const erase = () => Promise.all(sandboxes.map((sandbox) => sandbox.erase()));
  try {
    const spent = readApprovals(base.folder);
    const judge = (stack: string) => {
      signal?.throwIfAborted();
      const sandbox = new VerdictSandbox();
      sandboxes.push(sandbox);
      return stackVerdict(stack, question, base, sandbox);
    };
    const work = inPairs(stacksOf(question, base), judge);
    const { verdicts, useless } = approve(await untilAborted(work, signal), approvals, spent);
    const judges = [...judgesIn(changedFiles(checkout, commit)), ...useless];
    const stacks = verdicts.map((verdict) => ({ ...verdict, severity: severityOf(verdict) }));
    const severity = worst([
      ...stacks.map((stack) => stack.severity),
      judges.length > 0 ? "look" : "nothing",
    ]);
    return { base: commit, severity, stacks, judges };
  } finally {
    await erase();
    base.erase();
  }
}

async function stackVerdict(
  stack: string,
  { checkout, report }: Question,
  base: Tree,
  sandbox: VerdictSandbox,
): Promise<StackVerdict> {
  const start = performance.now();
  const tell = (what: string) => report(`${stack.padEnd(8)} ${seconds(performance.now() - start)}  ${what}`);
  const none = { stack, severity: "nothing" as const };
  if (!hasStack(checkout, stack))
    return { ...none, findings: [withoutFile(stack, base.folder)], refusals: [] };
  const isDeployed = hasStack(base.folder, stack);
  if (isDeployed) {
    await sandbox.deploy(base.folder, stack);
    tell(`base ${base.commit.slice(0, 9)} deployed`);
  }
  const plan = await sandbox.preview(checkout, stack);
  await sandbox.erase();
  tell("previewed");
  const moved = isDeployed ? renamed(stack, base.folder, checkout) : [];
  return { ...none, findings: [...moved, ...classify(plan)], refusals: plan.refusals };
}

function stacksOf({ checkout, stacks }: Question, base: Tree): string[] {
  const known = [...new Set([...stackNames(checkout), ...stackNames(base.folder)])].sort();
  const unknown = (stacks ?? []).find((stack) => !known.includes(stack));
  if (unknown !== undefined)
    throw new Error(
      `--stack: there is no Pulumi.${unknown}.yaml, here or in the base; the stacks are ${known.join(", ")}`,
    );
  return stacks ? [...new Set(stacks)] : known;
}

const hasStack = (tree: string, stack: string): boolean => existsSync(join(tree, `Pulumi.${stack}.yaml`));

export function severityOf({ findings, refusals }: Pick<StackVerdict, "findings" | "refusals">): Severity {
  return worst([...findings.map(({ severity }) => severity), refusals.length > 0 ? "look" : "nothing"]);
}

export function worst(all: Severity[]): Severity {
  return severities[Math.max(0, ...all.map((severity) => severities.indexOf(severity)))]!;
}

/** Runs at most two at a time, since each has a control plane of its own; the results in the order of the items. */
async function inPairs<T, R>(items: T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = [...items.entries()];
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) results[next[0]] = await run(next[1]);
  };
  try {
    await Promise.all([worker(), worker()]);
  } finally {
    left.length = 0;
  }
  return results;
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return Promise.race([
    work,
    new Promise<never>((_, reject) =>
      signal.addEventListener("abort", () => reject(new Error("interrupted: nothing is left of it"))),
    ),
  ]);
}
