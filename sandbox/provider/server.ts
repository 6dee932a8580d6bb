import * as grpc from "@grpc/grpc-js";
import * as providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { EngineLog } from "./engineLog";
import { type CreationLog, handlers, type Session } from "./handlers";
import type { Provider } from "./provider";

/** A running provider: give `port` to the engine in PULUMI_DEBUG_PROVIDERS. */
export interface ServedProvider {
  port: number;
  close(): void;
}

/** As large as the engine itself sends and takes. */
const maximumMessageBytes = 400 * 1024 * 1024;

/**
 * Serves a provider over gRPC on loopback, as the given version of its package. `make` is called once for each
 * connection the engine opens.
 */
export async function serveProvider(
  make: () => Provider,
  version: string,
  creations?: CreationLog,
): Promise<ServedProvider> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": maximumMessageBytes,
    "grpc.max_send_message_length": maximumMessageBytes,
  });
  const sessions = new Map<string, Session>();
  const session = (peer: string): Session => {
    const known = sessions.get(peer) ?? {
      provider: make(),
      log: new EngineLog(),
      canceller: new AbortController(),
    };
    sessions.set(peer, known);
    return known;
  };
  server.addService(providerGrpc.ResourceProviderService, handlers(session, version, creations));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const close = (): void => {
    server.forceShutdown();
    for (const { log } of sessions.values()) log.close();
  };
  return { port, close };
}
