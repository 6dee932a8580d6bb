import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { Kubeconfig } from "./kubeconfig";

export interface KubeRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  contentType?: string;
  /** False: every answer other than success is an error at once. */
  retry?: boolean;
  signal?: AbortSignal;
}

/** An answer of the API server other than success; the message is the server's own. */
export class KubeError extends Error {
  constructor(
    /** The HTTP status. */
    readonly status: number,
    /** The machine-readable reason, such as `NotFound`, `Conflict` or `Invalid`; empty when the server gave none. */
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

const answerSeconds = 60;
/** As many as Kubernetes' own client for Go makes. */
const attempts = 11;

/** Sends requests to one API server over connections that are kept open, with the kubeconfig's credential. */
export class KubeHttp {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly kubeconfig: Kubeconfig) {}

  /**
   * The parsed answer. As Kubernetes' own client does, tries again what the server asks to be tried later, and a GET whose
   * connection was reset.
   */
  async json(call: KubeRequest): Promise<unknown> {
    return JSON.parse(await this.text(call));
  }

  async text(call: KubeRequest): Promise<string> {
    const timeout = AbortSignal.timeout(answerSeconds * 1000);
    const signal = call.signal === undefined ? timeout : AbortSignal.any([call.signal, timeout]);
    try {
      return await read(await this.stream({ ...call, signal }));
    } catch (error) {
      if (!timeout.aborted) throw error;
      throw new Error(`no answer from the API server ${this.kubeconfig.server.origin} in ${answerSeconds} s`);
    }
  }

  /** The answer's lines as they come in, without a limit of time. */
  async *lines(call: KubeRequest): AsyncGenerator<string> {
    const answer = await this.stream(call);
    answer.setEncoding("utf8");
    let begun = "";
    for await (const chunk of answer) {
      const lines = (begun + (chunk as string)).split("\n");
      begun = lines.pop() ?? "";
      yield* lines;
    }
  }

  private async stream(call: KubeRequest, attempt = 1): Promise<IncomingMessage> {
    const mayRepeat = call.retry !== false && attempt < attempts;
    const repeat = async (seconds: number) => {
      await sleep(1000 * seconds, undefined, { signal: call.signal });
      return this.stream(call, attempt + 1);
    };
    let answer: IncomingMessage;
    try {
      answer = await this.send(call);
    } catch (error) {
      // Anything else may have been done before its answer was lost.
      if (call.method === "GET" && mayRepeat && isReset((error as Error).cause)) return repeat(1);
      throw error;
    }
    const status = answer.statusCode ?? 0;
    if (status < 300) return answer;
    const body = await read(answer);
    if (status === 401 && attempt === 1 && this.kubeconfig.forgetToken()) return repeat(0);
    const { "retry-after": seconds } = answer.headers;
    const isBusy = (status === 429 || status >= 500) && seconds !== undefined;
    if (isBusy && mayRepeat) return repeat(Number(seconds));
    throw failure(status, body);
  }

  private async send(call: KubeRequest, again = true): Promise<IncomingMessage> {
    const url = new URL(call.path, this.kubeconfig.server);
    for (const [key, value] of Object.entries(call.query ?? {}))
      if (value !== undefined) url.searchParams.set(key, String(value));
    const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
    const headers: Record<string, string | number> = {
      authorization: `Bearer ${await this.kubeconfig.token()}`,
      accept: "application/json",
    };
    if (body !== undefined) {
      headers["content-type"] = call.contentType ?? "application/json";
      headers["content-length"] = body.length;
    }
    const { ca } = this.kubeconfig;
    const options = { method: call.method, agent: this.agent, ca, headers, signal: call.signal };
    return new Promise((resolve, reject) => {
      const outgoing = request(url, options, resolve);
      outgoing.on("error", (error: NodeJS.ErrnoException) => {
        // The server may close a kept connection in the moment it is used again.
        if (again && outgoing.reusedSocket && isReset(error)) resolve(this.send(call, false));
        else if (call.signal?.aborted) reject(call.signal.reason as Error);
        else
          reject(
            new Error(`no answer from the API server ${url.origin}: ${error.message}`, { cause: error }),
          );
      });
      outgoing.end(body);
    });
  }
}

function isReset(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === "ECONNRESET";
}

async function read(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function failure(status: number, body: string): KubeError {
  try {
    const { message, reason } = JSON.parse(body) as { message?: string; reason?: string };
    return new KubeError(status, reason ?? "", message ?? body);
  } catch {
    return new KubeError(status, "", `HTTP status ${status}: ${body.trim()}`);
  }
}
