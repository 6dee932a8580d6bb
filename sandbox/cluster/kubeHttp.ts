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
  /** False: 429 and 503 are errors at once. */
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
const attempts = 5;

/** Sends requests to one API server over connections that are kept open, with the kubeconfig's credential. */
export class KubeHttp {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly kubeconfig: Kubeconfig) {}

  /** The parsed answer; waits out 429 and 503 as the server asks, a few times. */
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
    const answer = await this.send(call);
    const status = answer.statusCode ?? 0;
    if (status < 300) return answer;
    const body = await read(answer);
    if (status === 401 && attempt === 1 && this.kubeconfig.forgetToken())
      return this.stream(call, attempt + 1);
    if ((status === 429 || status === 503) && call.retry !== false && attempt < attempts) {
      await sleep(1000 * Number(answer.headers["retry-after"] ?? 1), undefined, { signal: call.signal });
      return this.stream(call, attempt + 1);
    }
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
        if (again && outgoing.reusedSocket && error.code === "ECONNRESET") resolve(this.send(call, false));
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
