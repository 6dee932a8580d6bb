import { once } from "node:events";
import { type Agent, type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { createConnection, type Socket } from "node:net";

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Request {
  port: number;
  path?: string;
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string;
  /** The client's address on loopback. Default: 127.0.0.9. */
  from?: string;
  agent?: Agent;
}

/** One request to the end of its answer; an answer that breaks off is an error. */
export async function ask({ port, path = "/", from = "127.0.0.9", body, ...rest }: Request): Promise<Reply> {
  const options = { host: "127.0.0.1", port, path, localAddress: from, agent: false as const, ...rest };
  const sent = request(options).end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  let text = "";
  for await (const part of response) text += String(part);
  return { status: response.statusCode ?? 0, headers: response.headers, body: text };
}

/** A connection that says what it is told, byte for byte. */
export class RawClient {
  /** All that came back. */
  text = "";
  private readonly end: Promise<void>;

  private constructor(private readonly socket: Socket) {
    this.end = new Promise((resolve) => socket.on("close", () => resolve()));
    socket.on("data", (data: Buffer) => (this.text += data.toString("latin1")));
    // A server that refuses a request may reset the connection behind its answer.
    socket.on("error", () => undefined);
  }

  static async connect(port: number, from = "127.0.0.9"): Promise<RawClient> {
    const socket = createConnection({ port, host: "127.0.0.1", localAddress: from });
    const client = new RawClient(socket);
    await once(socket, "connect");
    return client;
  }

  say(text: string): void {
    this.socket.write(text, "latin1");
  }

  /** Until the server closed the connection. */
  async closed(): Promise<string> {
    await this.end;
    return this.text;
  }

  get isOpen(): boolean {
    return !this.socket.closed && !this.socket.readableEnded;
  }

  leave(): void {
    this.socket.destroy();
  }
}

/** Says a text on a connection of its own and hears the answer, which must end the connection. */
export async function say(port: number, text: string, from?: string): Promise<string> {
  const client = await RawClient.connect(port, from);
  client.say(text);
  return client.closed();
}

/** The statuses of the answers in a text that a server sent. */
export function statuses(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}

/** A GET request that ends its connection, as text; the path and the headers stand in it as they are. */
export function get(path: string, ...headers: string[]): string {
  return [`GET ${path} HTTP/1.1`, "Host: loklak.test", "Connection: close", ...headers, "", ""].join("\r\n");
}
