import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SandboxFolder } from "../folder";

/** Writes the stand-in for Google's credential plugin: it gives the sandbox's token to whoever runs kubectl here. */
export async function writeAuthPlugin(folder: SandboxFolder, token: string): Promise<void> {
  const plugin = join(folder.bin, "gke-gcloud-auth-plugin");
  await mkdir(folder.bin, { recursive: true });
  await writeFile(`${plugin}.new`, authPluginText(token), { mode: 0o700 });
  await rename(`${plugin}.new`, plugin);
}

/** The plugin, as a shell script. */
export function authPluginText(token: string): string {
  return `#!/bin/sh
case "$*" in
"") ;;
--help | -h)
  echo "Stand-in for gke-gcloud-auth-plugin: prints an ExecCredential with the sandbox's token; asks no Google Cloud."
  exit 0
  ;;
*)
  echo "gke-gcloud-auth-plugin (the sandbox's stand-in): unknown arguments: $*" >&2
  exit 1
  ;;
esac
cat <<'END'
{
  "apiVersion": "client.authentication.k8s.io/v1beta1",
  "kind": "ExecCredential",
  "spec": { "interactive": false },
  "status": { "token": "${token}" }
}
END
`;
}
