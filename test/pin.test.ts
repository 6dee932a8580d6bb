import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const digest = `sha256:${"ab".repeat(32)}`;

describe("npm run pin", () => {
  const folder = mkdtempSync(join(tmpdir(), "pin-"));
  const file = join(folder, "bases.json");
  after(() => rmSync(folder, { recursive: true }));

  /** Runs it with a stand-in for docker that answers each image's inspection with these digests. */
  const pin = (docker: string, bases: object, path = [folder, "/usr/bin", "/bin"].join(delimiter)) => {
    writeFileSync(join(folder, "docker"), `#!/bin/sh\n${docker}\n`);
    chmodSync(join(folder, "docker"), 0o755);
    writeFileSync(file, JSON.stringify(bases));
    return spawnSync(process.execPath, ["--import", "tsx", "images/pin.ts", file], {
      encoding: "utf8",
      env: { ...process.env, PATH: path },
    });
  };

  it("writes what the tag stands for now, by the image's own registry, in place of an older digest", () => {
    const docker = `[ "$1" = pull ] || printf 'mirror.example/java@sha256:00\\nhub.example:5000/a/java@${digest}\\n'`;
    const { status, stdout } = pin(docker, { java: "hub.example:5000/a/java:8-jre@sha256:11" });
    assert.equal(status, 0);
    const pinned = `hub.example:5000/a/java:8-jre@${digest}`;
    assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), { java: pinned });
    assert.equal(stdout, `java: ${pinned}\n`);
  });

  it("writes nothing when one of the images cannot be pulled", () => {
    const docker = `case "$*" in *gone*) echo "no such image" >&2; exit 1;; pull*) ;; *) echo "java@${digest}";; esac`;
    const bases = { java: "java:8", maven: "gone:1" };
    const { status, stderr } = pin(docker, bases);
    assert.equal(status, 1);
    assert.match(stderr, /gone:1/);
    assert.match(stderr, /no such image/);
    assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), bases);
  });

  it("writes nothing when an image was built here, since no registry knows its digest", () => {
    const { status, stderr } = pin(`echo ""`, { java: "java:8" });
    assert.equal(status, 1);
    assert.match(stderr, /error: nothing was pinned: java:8 has no digest of its registry/);
  });

  it("says when docker is not there", () => {
    const { status, stderr } = pin("", { java: "java:8" }, "/nonexistent");
    assert.equal(status, 1);
    assert.match(
      stderr,
      /error: nothing was pinned: docker is not installed\nImages are pulled to pin them: run this where/,
    );
  });
});
