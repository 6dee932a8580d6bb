import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeDescription } from "../sandbox/cluster/clusterDescription";
import { SandboxFolder } from "../sandbox/folder";
import { missingForNodes, requireNodes } from "../sandbox/nodes/needs";
import { chooseRealism } from "../sandbox/realism";

describe("how real a sandbox is", () => {
  let folder: SandboxFolder;
  beforeEach(() => (folder = new SandboxFolder(mkdtempSync(join(tmpdir(), "loklak-realism-")))));
  afterEach(() => rmSync(folder.path, { recursive: true }));

  const cluster = (nodeNetwork?: number) => {
    const id = "projects/p/locations/l/clusters/c";
    writeDescription(folder.cluster(id), { id, address: "127.1.2.3", nodeNetwork });
  };

  it("is simulated until told otherwise", () => {
    assert.deepEqual(chooseRealism(folder, {}), { images: "simulated", pods: "simulated" });
  });

  it("does not change below a cluster that is there", () => {
    cluster();
    assert.throws(
      () => chooseRealism(folder, { pods: "real" }),
      /--pods real: the pods of projects\/p\/locations\/l\/clusters\/c are simulated.*destroy --exclude-protected.*--dir/,
    );
    rmSync(folder.clusters, { recursive: true });
    cluster(7);
    assert.throws(() => chooseRealism(folder, { pods: "simulated" }), /the pods of .* are real/);
  });

  it("has no real pods of simulated images", () => {
    assert.throws(
      () => chooseRealism(folder, { pods: "real", images: "simulated" }),
      /--images simulated: real pods need real images/,
    );
  });

  it("is remembered, and names what a machine lacks for it", function () {
    const lacks = missingForNodes();
    if (lacks.length > 0) {
      assert.throws(() => chooseRealism(folder, { pods: "real" }), /real pods need .*missing here/);
      assert.deepEqual(chooseRealism(folder, {}), { images: "simulated", pods: "simulated" });
      return;
    }
    assert.deepEqual(chooseRealism(folder, { pods: "real" }), { images: "real", pods: "real" });
    assert.deepEqual(chooseRealism(folder, {}), { images: "real", pods: "real" });
  });

  it("names commands that are not on PATH, and places where a node's files cannot be", () => {
    const { PATH } = process.env;
    process.env.PATH = "/nowhere";
    try {
      assert.throws(() => requireNodes(folder), /real pods need .*losetup.*on PATH.*missing here/);
    } finally {
      process.env.PATH = PATH;
    }
    if (missingForNodes().length > 0) return;
    assert.throws(
      () => requireNodes(new SandboxFolder("/var/lib/ci/sandbox")),
      /its own \/var\/lib; choose another --dir/,
    );
    for (const path of ["/a,b", "/a\\b"])
      assert.throws(() => requireNodes(new SandboxFolder(path)), /comma or backslash.*choose another --dir/);
    assert.doesNotThrow(() => requireNodes(new SandboxFolder("/var/library")));
  });

  it("that cannot be read is an error that names the file", () => {
    writeFileSync(folder.realism, "{}");
    assert.throws(() => chooseRealism(folder, {}), /realism\.json/);
  });
});
