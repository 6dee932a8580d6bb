import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

export interface Received {
  method: string;
  /** As it came, with its query. */
  url: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

export type Answer = (request: Received, response: ServerResponse) => void;

/** A small HTTP server in the place of one of loklak's. It remembers what it got. */
export class Upstream {
  readonly received: Received[] = [];
  /** Default: status 200 and its own address. */
  answer: Answer = (_, response) => response.end(this.address);
  private readonly server: Server;

  private constructor(
    readonly address: string,
    readonly port: number,
  ) {
    this.server = createServer((request, response) => void this.take(request, response));
  }

  static async start(address: string, port: number): Promise<Upstream> {
    const upstream = new Upstream(address, port);
    upstream.server.listen(port, address);
    await once(upstream.server, "listening");
    return upstream;
  }

  /** Ends with all its connections, like a process that is killed. */
  kill(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const part of request) body += String(part);
    const headers = Object.fromEntries(
      Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values.join(" | ")]),
    );
    const received = { method: request.method ?? "", url: request.url ?? "", headers, body };
    this.received.push(received);
    this.answer(received, response);
  }
}
