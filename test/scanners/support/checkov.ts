import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import type { Recorded } from "../../support/record";
import { pythonTool } from "../../support/pythonTool";
import { terraformPlan } from "./terraformPlan";

const check = z.object({
  check_id: z.string(),
  check_name: z.string(),
  resource: z.string(),
  file_path: z.string(),
});
const report = z.object({
  results: z.object({
    passed_checks: z.array(check),
    failed_checks: z.array(check),
    skipped_checks: z.array(check),
    parsing_errors: z.array(z.string()),
  }),
});

/** One check of checkov's on one resource. */
export interface Finding {
  stack: string;
  /** Such as `CKV_K8S_8`. */
  check: string;
  name: string;
  /** As checkov names it: `google_container_cluster.cluster`, `Deployment.web.loklak-api`. */
  resource: string;
}

/** What checkov says of the Kubernetes objects and the Google resources of these stacks, without asking anybody. */
export function scan(stacks: Record<string, Recorded[]>): { passed: Finding[]; failed: Finding[] } {
  const python = pythonTool("checkov");
  const folder = mkdtempSync(join(tmpdir(), "loklak-checkov-"));
  try {
    for (const [stack, resources] of Object.entries(stacks)) write(join(folder, stack), resources);
    const what = ["--directory", folder, "--framework", "kubernetes", "terraform_plan"];
    const how = ["--skip-download", "--soft-fail", "--compact", "--output", "json"];
    const output = execFileSync("python3", ["-m", "checkov.main", ...what, ...how], {
      env: { ...process.env, PYTHONPATH: python, LOG_LEVEL: "ERROR" },
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    const reports = z.array(report).parse(JSON.parse(output));
    const unread = reports.flatMap(({ results }) => [...results.parsing_errors, ...results.skipped_checks]);
    if (unread.length > 0) throw new Error(`checkov left out ${JSON.stringify(unread)}`);
    return {
      passed: reports.flatMap(({ results }) => results.passed_checks.map(finding)),
      failed: reports.flatMap(({ results }) => results.failed_checks.map(finding)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(folder: string, resources: Recorded[]): void {
  mkdirSync(folder);
  const objects = resources.filter(({ type }) => type.startsWith("kubernetes:")).map(kubernetesObject);
  writeFileSync(join(folder, "objects.yaml"), objects.map((each) => stringify(each)).join("---\n"));
  writeFileSync(join(folder, "plan.json"), JSON.stringify(terraformPlan(resources), null, 1));
}

/** The provider names an object that has no name. */
function kubernetesObject({ name, inputs }: Recorded): object {
  return { ...inputs, metadata: { name, ...(inputs.metadata as object) } };
}

function finding({ check_id, check_name, resource, file_path }: z.infer<typeof check>): Finding {
  return { stack: file_path.split("/")[1] ?? "", check: check_id, name: check_name, resource };
}
