import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { promisify } from "node:util";
import { parse } from "yaml";
import { z } from "zod";

const exec = z.strictObject({
  apiVersion: z.enum(["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"]),
  command: z.string(),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  installHint: z.string().optional(),
  interactiveMode: z.enum(["Never", "IfAvailable", "Always"]).optional(),
  provideClusterInfo: z.boolean().optional(),
});

const kubeconfig = z.object({
  "current-context": z.string(),
  contexts: z.array(
    z.object({ name: z.string(), context: z.object({ cluster: z.string(), user: z.string() }) }),
  ),
  clusters: z.array(
    z.object({
      name: z.string(),
      cluster: z.strictObject({
        server: z.url({ protocol: /^https$/ }),
        "certificate-authority-data": z.string().optional(),
      }),
    }),
  ),
  users: z.array(
    z.object({
      name: z.string(),
      user: z
        .strictObject({ token: z.string().optional(), exec: exec.optional() })
        .refine(
          ({ token, exec }) => (token === undefined) !== (exec === undefined),
          "needs either token or exec",
        ),
    }),
  ),
});

const execCredential = z.object({
  status: z.object({ token: z.string(), expirationTimestamp: z.string().optional() }),
});

export interface KubeconfigOptions {
  /** A file of certificate authorities to be trusted besides the system's, as SSL_CERT_FILE is by Go programs. */
  caFile?: string;
  /** The environment of an exec credential's command; default the process's own. */
  env?: NodeJS.ProcessEnv;
}

/** Where an API server is and how to be let in, from the text of a kubeconfig (its current context). */
export class Kubeconfig {
  readonly server: URL;
  /** The certificate authorities to trust, PEM. */
  readonly ca: string[];
  private readonly user: z.infer<typeof kubeconfig>["users"][number]["user"];
  private readonly env: NodeJS.ProcessEnv;
  private cached?: { token: string; expires: number };

  /** Throws an error that names each key that is wrong or not supported. */
  constructor(text: string, options: KubeconfigOptions = {}) {
    const parsed = kubeconfig.safeParse(parse(text));
    if (!parsed.success) throw new Error(`the kubeconfig cannot be used:\n${z.prettifyError(parsed.error)}`);
    const config = parsed.data;
    const { context } = named(config.contexts, "context", config["current-context"]);
    const { cluster } = named(config.clusters, "cluster", context.cluster);
    this.user = named(config.users, "user", context.user).user;
    this.env = options.env ?? process.env;
    this.server = new URL(cluster.server);
    const data = cluster["certificate-authority-data"];
    if (data !== undefined) this.ca = [Buffer.from(data, "base64").toString()];
    else if (options.caFile !== undefined)
      this.ca = [...rootCertificates, readFileSync(options.caFile, "utf8")];
    else this.ca = [...rootCertificates];
  }

  /** The bearer token; an exec credential's is kept until it expires. */
  async token(): Promise<string> {
    const { token, exec } = this.user;
    if (exec === undefined) return token ?? "";
    if (this.cached === undefined || this.cached.expires <= Date.now())
      this.cached = await this.execute(exec);
    return this.cached.token;
  }

  /** Makes the next {@link token} run the exec command again; false when the kubeconfig has a fixed token. */
  forgetToken(): boolean {
    this.cached = undefined;
    return this.user.exec !== undefined;
  }

  private async execute(credential: z.infer<typeof exec>) {
    const { command, args, env, apiVersion, installHint, provideClusterInfo } = credential;
    const cluster = provideClusterInfo ? { cluster: { server: this.server.origin } } : {};
    const info = { apiVersion, kind: "ExecCredential", spec: { interactive: false, ...cluster } };
    const own = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
    try {
      const { stdout } = await promisify(execFile)(command, args ?? [], {
        env: { ...this.env, ...own, KUBERNETES_EXEC_INFO: JSON.stringify(info) },
      });
      const { token, expirationTimestamp } = execCredential.parse(JSON.parse(stdout)).status;
      const expires = expirationTimestamp === undefined ? Infinity : Date.parse(expirationTimestamp);
      return { token, expires };
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
      const reason = missing ? `it is not on PATH. ${installHint ?? ""}` : (error as Error).message;
      throw new Error(
        `no credential from the command ${command} that the kubeconfig names: ${reason.trim()}`,
      );
    }
  }
}

function named<T extends { name: string }>(list: T[], what: string, name: string): T {
  const found = list.find((item) => item.name === name);
  if (found === undefined)
    throw new Error(`the kubeconfig cannot be used: it has no ${what} ${JSON.stringify(name)}`);
  return found;
}
