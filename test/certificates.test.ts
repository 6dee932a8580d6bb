import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { X509Certificate } from "node:crypto";
import { ensureAuthority, signServer } from "../sandbox/cluster/certificates";
import { SandboxFolder } from "../sandbox/folder";

describe("the sandbox's certificates", () => {
  let folder!: SandboxFolder;
  const { PATH } = process.env;
  beforeEach(() => (folder = new SandboxFolder(mkdtempSync(join(tmpdir(), "loklak-certificates-")))));
  afterEach(() => {
    process.env.PATH = PATH;
    rmSync(folder.path, { recursive: true });
  });

  it("are signed by an authority that is made once, for an address alone", async () => {
    await ensureAuthority(folder);
    const authority = readFileSync(folder.caCertificate);
    await ensureAuthority(folder);
    assert.deepEqual(readFileSync(folder.caCertificate), authority);
    const files = { key: join(folder.path, "key"), certificate: join(folder.path, "certificate") };
    await signServer(folder, { addresses: ["127.1.2.3"], ...files });
    const certificate = new X509Certificate(readFileSync(files.certificate));
    assert.ok(certificate.verify(new X509Certificate(authority).publicKey));
    assert.equal(certificate.subjectAltName, "IP Address:127.1.2.3");
  });

  it("need an openssl that is new enough", async () => {
    process.env.PATH = folder.path;
    await assert.rejects(
      ensureAuthority(folder),
      /openssl is not on PATH: openssl 1\.1\.1 or newer is needed/,
    );
    writeFileSync(join(folder.path, "openssl"), "#!/bin/sh\necho OpenSSL 1.0.2k\n");
    chmodSync(join(folder.path, "openssl"), 0o755);
    await assert.rejects(
      ensureAuthority(folder),
      /OpenSSL 1\.0\.2k is too old: openssl 1\.1\.1 or newer is needed/,
    );
  });
});
