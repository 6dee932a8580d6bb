import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareVersions, GoModule, requireGo } from "../sandbox/goModule";
import { pinnedVersion } from "../sandbox/toolBuild";
import { toolPins, type Tool } from "../sandbox/toolPins";
import { ensureTools } from "../sandbox/tools";

describe("tools", () => {
  let folder!: string;
  const { PATH } = process.env;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "loklak-tools-"))));
  afterEach(() => {
    process.env.PATH = PATH;
    rmSync(folder, { recursive: true });
  });
  const command = (name: string, prints: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\necho '${prints}'\n`);
    chmodSync(join(folder, name), 0o755);
    process.env.PATH = `${folder}:/usr/bin:/bin`;
  };

  it("have their versions from go.mod", () => {
    for (const tool of Object.keys(toolPins) as Tool[])
      assert.match(pinnedVersion(tool), /^v\d+\.\d+\.\d+$/, tool);
  });

  it("are compared by version", () => {
    assert.ok(compareVersions("go1.26.8", "1.26.0") > 0);
    assert.ok(compareVersions("v3.9.0", "v3.10.0") < 0);
    assert.equal(compareVersions("go1.26", "1.26.0"), 0);
    assert.equal(compareVersions("v3.255.0-dev", "3.255.0"), 0);
  });

  it("need a module that pins them", () => {
    writeFileSync(
      join(folder, "go.mod"),
      "module m\n\ngo 1.26\n\nrequire example.com/a v1.2.3 // indirect\n",
    );
    writeFileSync(join(folder, "go.sum"), "");
    const goModule = new GoModule(folder);
    assert.equal(goModule.goVersion, "1.26");
    assert.equal(goModule.version("example.com/a"), "v1.2.3");
    assert.throws(() => goModule.version("example.com/b"), /go\.mod has no example\.com\/b/);
  });

  it("are built again when a pin or a program of the module's own changes", () => {
    const files = { "go.mod": "module m\n", "go.sum": "", "main.go": "package main\n" };
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
    for (const file of Object.keys(files)) {
      const before = new GoModule(folder).pins;
      writeFileSync(join(folder, file), "changed");
      assert.notEqual(new GoModule(folder).pins, before, file);
    }
  });

  it("say which Go is missing or too old, and for what", async () => {
    process.env.PATH = folder;
    await assert.rejects(
      requireGo("1.26.0", "etcd v3"),
      /go is not on PATH: Go 1\.26\.0 or newer is needed to build etcd v3/,
    );
    command("go", "go1.21.1");
    await assert.rejects(
      requireGo("1.26.0", "etcd v3"),
      /go1\.21\.1 is too old: Go 1\.26\.0 or newer is needed/,
    );
    command("go", "go1.27.0");
    await requireGo("1.26.0", "etcd v3");
  });

  it("are taken from PATH when they are new enough", async () => {
    command("kubectl", "");
    command("pulumi", pinnedVersion("pulumi"));
    const { kubectl, pulumi } = await ensureTools(["kubectl", "pulumi"]);
    assert.deepEqual([kubectl, pulumi], [join(folder, "kubectl"), join(folder, "pulumi")]);
  });
});
