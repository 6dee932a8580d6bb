import { join } from "node:path";
import type { SandboxFolder } from "../folder";
import { replaceFile } from "../replaceFile";
import { shellWord } from "../shellWord";

/** Writes the stand-in for Google's credential plugin: it gives the sandbox's token to whoever runs kubectl here. */
export function writeAuthPlugin(folder: SandboxFolder, token: string): void {
  replaceFile(join(folder.bin, "gke-gcloud-auth-plugin"), authPluginText(token), 0o700);
}

/** The plugin, as a shell script. */
export function authPluginText(token: string): string {
  const credential = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    kind: "ExecCredential",
    spec: { interactive: false },
    status: { token },
  };
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
printf '%s\\n' ${shellWord(JSON.stringify(credential))}
`;
}
