import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renamed } from "../verdict/leftStacks";

describe("a project that is renamed", () => {
  const folder = () => mkdtempSync(join(tmpdir(), "loklak-left-stacks-"));
  const [base, tree] = [folder(), folder()];
  after(() => [base, tree].forEach((path) => rmSync(path, { recursive: true })));
  const judge = (name: string) => {
    writeFileSync(join(base, "Pulumi.yaml"), "name: loklak\nruntime: nodejs\n");
    writeFileSync(join(tree, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\n`);
    return renamed("dev", base, tree);
  };

  it("leaves its stacks behind, data too", () => {
    assert.deepEqual(
      judge("search").map(({ category, severity, type, name }) => [category, severity, `${type} ${name}`]),
      [["data", "loss", "pulumi:pulumi:Stack loklak-dev"]],
    );
  });

  it("has nothing at stake under the same name", () => assert.deepEqual(judge("loklak"), []));
});
