import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { checkout } from "../../sandbox/folder";
import { readEvents } from "../../sandbox/engine/eventLog";
import { steps, TestSandbox } from "../support/sandbox";

describe("images in a preview", () => {
  const sandbox = new TestSandbox();
  const copy = mkdtempSync(join(tmpdir(), "loklak-checkout-"));
  before(async () => {
    const left = ["node_modules", ".git", ".sandbox"];
    cpSync(checkout, copy, { recursive: true, filter: (path) => !left.includes(basename(path)) });
    symlinkSync(join(checkout, "node_modules"), join(copy, "node_modules"));
    mkdirSync(join(copy, ".sandbox"));
    symlinkSync(join(checkout, ".sandbox", "tools"), join(copy, ".sandbox", "tools"));
    await sandbox.succeed("up");
  });
  after(async () => {
    await sandbox.erase();
    rmSync(copy, { recursive: true });
  });

  /** What a preview from the other checkout would change, by name. */
  async function changed(): Promise<string[]> {
    const log = join(copy, "events");
    const preview = ["preview", "--dir", sandbox.folder.path, "--event-log", log];
    const args = ["--import", "tsx", join(copy, "sandbox", "cli.ts"), ...preview];
    await promisify(execFile)(process.execPath, args, { cwd: copy });
    const events = readEvents(log);
    rmSync(log);
    return [...new Set(steps({ events }).map((step) => step.replace(/^\S+ /, "")))].sort();
  }

  it("do not change in another folder, made under another umask", async () => {
    for (const image of ["elasticsearch", "loklak", "door"])
      for (const name of readdirSync(join(copy, "images", image))) {
        const file = join(copy, "images", image, name);
        chmodSync(file, statSync(file).mode & 0o700);
      }
    assert.deepEqual(await changed(), []);
  });

  it("change with a file that is copied into them, and with them only what runs them", async () => {
    appendFileSync(join(copy, "images", "loklak", "ready.sh"), "# changed\n");
    assert.deepEqual(await changed(), ["dump-writer", "loklak-api", "loklak-image", "loklak-image-1"]);
    cpSync(join(checkout, "images", "loklak", "ready.sh"), join(copy, "images", "loklak", "ready.sh"));
  });

  it("change with their Dockerfile", async () => {
    appendFileSync(join(copy, "images", "elasticsearch", "Dockerfile"), "# changed\n");
    assert.deepEqual(await changed(), ["elasticsearch", "elasticsearch-image"]);
    cpSync(
      join(checkout, "images", "elasticsearch", "Dockerfile"),
      join(copy, "images", "elasticsearch", "Dockerfile"),
    );
  });

  it("change with an argument, such as what they are built on", async () => {
    const base = (name: string, digit: number) => `${name}: "${name}@sha256:${`${digit}`.repeat(64)}"`;
    appendFileSync(
      join(copy, "Pulumi.dev.yaml"),
      `  loklak:baseImages: { ${base("maven", 0)}, ${base("java", 1)}, ${base("nginx", 2)} }\n`,
    );
    const all = [
      "door",
      "door-image",
      "dump-writer",
      "elasticsearch",
      "elasticsearch-image",
      "loklak-api",
      "loklak-image",
      "loklak-image-1",
    ];
    assert.deepEqual(await changed(), all);
  });
});
