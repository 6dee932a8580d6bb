import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { useGitModes } from "../components/kit/gitModes";

describe("a build context's file modes", () => {
  const folder = mkdtempSync(join(tmpdir(), "modes-"));
  const elsewhere = mkdtempSync(join(tmpdir(), "modes-"));
  after(() => [folder, elsewhere].forEach((path) => rmSync(path, { recursive: true })));
  const write = (name: string, mode: number) => {
    writeFileSync(join(folder, name), "");
    chmodSync(join(folder, name), mode);
  };

  it("are those that git keeps, whatever the umask was", () => {
    mkdirSync(join(folder, "inner"));
    write("plain", 0o600);
    write("script", 0o700);
    write("inner/group", 0o664);
    const outside = join(elsewhere, "outside");
    writeFileSync(outside, "");
    chmodSync(outside, 0o600);
    symlinkSync(outside, join(folder, "link"));
    useGitModes(folder);
    const mode = (name: string) => (statSync(join(folder, name)).mode & 0o777).toString(8);
    assert.deepEqual(["plain", "script", "inner/group", "link"].map(mode), ["644", "755", "644", "600"]);
  });
});
