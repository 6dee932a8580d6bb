import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildTool } from "../../sandbox/toolBuild";
import { skipWithoutDatabase } from "../support/lacking";
import { builtTools, govulncheck } from "./support/govulncheck";
import { complaints, type Vulnerability } from "./support/vulnerabilities";

describe("govulncheck", () => {
  it("knows no module with a hole, in the tools that are built, that is not allowed", async function () {
    const database = process.env.GOVULNDB ?? "https://vuln.go.dev";
    const found: Vulnerability[] = [];
    for (const tool of builtTools()) {
      const holes = await govulncheck(tool, database);
      if (holes === undefined)
        return skipWithoutDatabase(this, `Go vulnerability database (${database}, set by GOVULNDB)`);
      found.push(...holes);
    }
    assert.deepEqual(complaints(found, "GO-"), []);
  });

  it("finds what a database knows of the very version of a module, and says when none answers", async () => {
    const folder = mkdtempSync(join(tmpdir(), "loklak-vulnerabilities-"));
    const modified = "2026-01-01T00:00:00Z";
    const entry = (id: string, fixed: string) => ({
      id,
      modified,
      summary: "made up",
      affected: [
        {
          package: { name: "golang.org/x/mod", ecosystem: "Go" },
          ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed }] }],
          ecosystem_specific: { imports: [{ path: "golang.org/x/mod/semver", symbols: ["IsValid"] }] },
        },
      ],
    });
    const ids = ["GO-2026-0001", "GO-2026-0002"];
    const files = {
      "index/db.json": { modified },
      "index/modules.json": [{ path: "golang.org/x/mod", vulns: ids.map((id) => ({ id, modified })) }],
      "ID/GO-2026-0001.json": entry("GO-2026-0001", "99.0.0"),
      "ID/GO-2026-0002.json": entry("GO-2026-0002", "0.1.0"),
    };
    try {
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), JSON.stringify(content));
      }
      const itself = await buildTool("govulncheck", console.error);
      const found = await govulncheck(itself, pathToFileURL(folder).href);
      assert.deepEqual(
        found?.map(({ id }) => id),
        ["GO-2026-0001"],
      );
      assert.equal(await govulncheck(itself, "http://127.0.0.1:9"), undefined);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
