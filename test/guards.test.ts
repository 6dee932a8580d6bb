import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { withoutGuard } from "./guards/guard";
import { guards } from "./guards/guards";

describe("guards of data, address, keys and secrets", () => {
  for (const guard of guards)
    it(`${guard.name}: can be taken out, and the tests are there`, () => {
      const intact = readFileSync(guard.file, "utf8");
      assert.notEqual(withoutGuard(guard, intact), intact);
      const test = readFileSync(`test/sandbox/${guard.test}.test.ts`, "utf8");
      for (const title of [...(guard.after ?? []), guard.title])
        assert.ok(test.includes(`"${title}"`), `${guard.test} has no test "${title}"`);
    });
});
