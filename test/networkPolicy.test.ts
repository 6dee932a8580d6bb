import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { networkPolicyEnvironment } from "../sandbox/nodes/networkPolicy";
import { run } from "../sandbox/run";

describe("the enforcer of network policies", () => {
  it("finds iptables by the names of an installation in packages that were only unpacked", async () => {
    const root = mkdtempSync(join(tmpdir(), "loklak-packages-"));
    try {
      const programs = join(root, "usr/sbin");
      mkdirSync(programs, { recursive: true });
      writeFileSync(join(programs, "xtables-nft-multi"), '#!/bin/sh\nbasename "$0"\n', { mode: 0o755 });
      await networkPolicyEnvironment(root);
      const { XTABLES_LIBDIR } = await networkPolicyEnvironment(root);
      assert.ok(XTABLES_LIBDIR.startsWith(`${root}/`));
      for (const name of ["iptables", "iptables-save", "iptables-restore"])
        assert.equal((await run(join(programs, name), [])).stdout, `${name}\n`);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
