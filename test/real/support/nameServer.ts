import { decode, encode } from "dns-packet";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";

/** A DNS server on loopback that knows the addresses of some names, and says of others that they do not exist. */
export class NameServer {
  private readonly names = new Map<string, string[]>();

  private constructor(private readonly socket: Socket) {}

  static async start(): Promise<NameServer> {
    const server = new NameServer(createSocket("udp4"));
    server.socket.on("message", (message, { port, address }) => {
      server.socket.send(server.answer(message), port, address);
    });
    server.socket.bind(0, "127.0.0.1");
    await once(server.socket, "listening");
    return server;
  }

  get address(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  set(name: string, addresses: string[]): void {
    this.names.set(name, addresses);
  }

  stop(): void {
    this.socket.close();
  }

  private answer(message: Buffer): Buffer {
    const { id, questions = [] } = decode(message);
    const name = questions[0]?.name ?? "";
    const addresses = this.names.get(name) ?? [];
    const refused = this.names.has(name) ? 0 : 3;
    return encode({
      id,
      type: "response",
      flags: refused,
      questions,
      answers: addresses.map((data) => ({ type: "A", name, ttl: 30, data })),
    });
  }
}
