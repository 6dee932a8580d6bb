/**
 * What the change does to the files that judge it. Each of them can hide a loss: the table and its reader (verdict/), the stand-ins that
 * say what is replaced (sandbox/, tools/), what refuses or approves a loss (policy/, approvals.yaml), and what runs the verdict
 * (.github/, ci/, the packages and how they are compiled). Their documentation, which nothing reads, is left out.
 */
export function judgesIn(changed: string[]): string[] {
  return changed
    .filter(
      (file) => judges.some((judge) => file === judge || file.startsWith(judge)) && !file.endsWith(".md"),
    )
    .map((file) => `${file} is changed`);
}

const judges = [
  "verdict/",
  "policy/",
  "sandbox/",
  "tools/",
  "approvals.yaml",
  ".github/",
  "ci/",
  ".npmrc",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];
