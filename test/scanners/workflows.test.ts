import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../../sandbox/folder";
import { actionlint, type Scan, zizmor } from "./support/workflowScanners";

const broken = `
on: pull_request_target
jobs:
  job:
    runs-on: ubuntu-24.04
    needs: nothing
    steps:
      - uses: actions/checkout@v4
      - run: echo \${{ github.event.pull_request.title }}
`;

const scanners: Record<string, [scan: Scan, complaint: RegExp]> = {
  actionlint: [actionlint, /job "nothing" which does not exist/],
  zizmor: [zizmor, /template-injection/],
};

for (const [name, [scan, complaint]] of Object.entries(scanners))
  describe(name, () => {
    it("finds nothing in the workflows", async () => {
      assert.equal(await scan(join(checkout, ".github")), "");
    });

    it("finds what is wrong in one", async () => {
      const folder = mkdtempSync(join(tmpdir(), "loklak-workflows-"));
      try {
        mkdirSync(join(folder, ".github", "workflows"), { recursive: true });
        writeFileSync(join(folder, ".github", "workflows", "broken.yml"), broken);
        assert.match(await scan(join(folder, ".github")), complaint);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
