import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SandboxFolder } from "../folder";
import { compareVersions } from "../goModule";
import { run } from "../run";

const validity = ["-days", "3650"];
const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** All that openssl is told; the machine's own configuration is not read. */
const configuration = `
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
subjectAltName = \${ENV::SERVER_NAMES}
extendedKeyUsage = serverAuth, clientAuth
`;

const neededVersion = "1.1.1";
const opensslAdvice = `openssl ${neededVersion} or newer is needed to make the sandbox's certificates`;

/** Makes the sandbox's own certificate authority, unless it is there; a missing or too old openssl is an error. */
export async function ensureAuthority(folder: SandboxFolder): Promise<void> {
  if (existsSync(folder.caCertificate)) return;
  const version = (await openssl(["version"])).trim();
  if (compareVersions(version, neededVersion) < 0) throw new Error(`${version} is too old: ${opensslAdvice}`);
  const unfinished = `${folder.certificates}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const config = join(unfinished, "openssl.cnf");
  await writeFile(config, configuration);
  const files = ["-keyout", join(unfinished, "ca.key"), "-out", join(unfinished, "ca.crt")];
  const subject = ["-subj", "/CN=loklak sandbox stand-in authority", "-extensions", "authority"];
  await openssl(["req", "-x509", "-config", config, ...newKey, ...files, ...validity, ...subject]);
  await rename(unfinished, folder.certificates);
}

/** Makes a key and a certificate for a server at the addresses, or of the names, which may also show it as a client. */
export async function signServer(
  folder: SandboxFolder,
  { addresses, names = [], ...files }: { addresses: string[]; names?: string[] } & KeyFiles,
): Promise<void> {
  const all = [...addresses.map((address) => `IP:${address}`), ...names.map((name) => `DNS:${name}`)];
  await sign(folder, { subject: `/CN=${addresses[0]}`, names: all.join(","), ...files });
}

/** Makes a key and a certificate by which the API server and kubelets know a user as a member of a group. */
export async function signClient(
  folder: SandboxFolder,
  { user, group, ...files }: { user: string; group?: string } & KeyFiles,
): Promise<void> {
  const subject = `/CN=${user}${group === undefined ? "" : `/O=${group}`}`;
  await sign(folder, { subject, names: unused, ...files });
}

interface KeyFiles {
  key: string;
  certificate: string;
}

async function sign(
  folder: SandboxFolder,
  { subject, names, key, certificate }: { subject: string; names: string } & KeyFiles,
): Promise<void> {
  const config = `${certificate}.cnf`;
  await writeFile(config, configuration);
  const request = `${certificate}.request`;
  const made = ["-keyout", key, "-out", request, "-subj", subject];
  await openssl(["req", "-new", "-config", config, ...newKey, ...made], names);
  const signer = [
    "-CA",
    folder.caCertificate,
    "-CAkey",
    join(folder.certificates, "ca.key"),
    "-set_serial",
    // A file that counts would not stand two at once.
    `0x${randomBytes(16).toString("hex")}`,
  ];
  const extensions = ["-extfile", config, "-extensions", "server"];
  await openssl(
    ["x509", "-req", "-in", request, "-out", certificate, ...validity, ...signer, ...extensions],
    names,
  );
  await Promise.all([rm(request), rm(config)]);
}

/** A name that no client asks for. */
const unused = "IP:127.0.0.1";

/** Every run needs the names, since openssl resolves the whole configuration. */
async function openssl(args: string[], names = unused): Promise<string> {
  try {
    return (await run("openssl", args, { env: { PATH: process.env.PATH, SERVER_NAMES: names } })).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new Error(`openssl is not on PATH: ${opensslAdvice}`);
  }
}
