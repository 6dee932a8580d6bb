import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";

const severities = {
  debug: LogSeverity.DEBUG,
  info: LogSeverity.INFO,
  warning: LogSeverity.WARNING,
  error: LogSeverity.ERROR,
};

/** Sends messages to the engine, which shows them on the resource's line. */
export class EngineLog {
  private client?: EngineClient;

  /** The engine tells its own address in the handshake. */
  connect(address: string): void {
    this.close();
    this.client = new EngineClient(address, grpc.credentials.createInsecure());
  }

  /** Never fails: a message that cannot be delivered is dropped. `info` replaces the line's last message. */
  write(severity: keyof typeof severities, message: string, urn: string): void {
    const request = new LogRequest()
      .setSeverity(severities[severity])
      .setMessage(message)
      .setUrn(urn)
      .setEphemeral(severity === "info");
    this.client?.log(request, () => undefined);
  }

  close(): void {
    this.client?.close();
  }
}
