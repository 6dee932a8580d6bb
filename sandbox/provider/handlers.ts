import * as grpc from "@grpc/grpc-js";
import * as pluginProto from "@pulumi/pulumi/proto/plugin_pb.js";
import * as proto from "@pulumi/pulumi/proto/provider_pb.js";
import * as emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import type { EngineLog } from "./engineLog";
import { asServiceError } from "./errors";
import { InitializationError, type Provider, type ResourceContext } from "./provider";
import { checkResponse, diffResponse, properties, struct } from "./wire";

/** What belongs to one engine connection. */
export interface Session {
  provider: Provider;
  log: EngineLog;
  canceller: AbortController;
}

/** Hears of every creation before it is tried, and when it made nothing. */
export interface CreationLog {
  begun(urn: string): void;
  failed(urn: string): void;
}

/** The engine's calls, each answered by the provider of its connection; `peer` names the connection. */
export function handlers(
  session: (peer: string) => Session,
  version: string,
  creations?: CreationLog,
): grpc.UntypedServiceImplementation {
  const unary =
    <Request, Response>(handle: (request: Request, session: Session) => Promise<Response>) =>
    (call: grpc.ServerUnaryCall<Request, Response>, callback: grpc.sendUnaryData<Response>): void => {
      const current = session(call.getPeer());
      handle(call.request, current).then(
        (response) => callback(null, response),
        (error: unknown) => callback(asServiceError(error)),
      );
    };
  return {
    handshake: unary(async (request: proto.ProviderHandshakeRequest, { log }) => {
      log.connect(request.getEngineAddress());
      return new proto.ProviderHandshakeResponse().setAcceptOutputs(false);
    }),
    attach: unary(async (request: pluginProto.PluginAttach, { log }) => {
      log.connect(request.getAddress());
      return new emptyPb.Empty();
    }),
    getPluginInfo: unary(async () => new pluginProto.PluginInfo().setVersion(version)),
    cancel: unary(async (_: emptyPb.Empty, { canceller }) => {
      canceller.abort();
      return new emptyPb.Empty();
    }),
    configure: unary(async (request: proto.ConfigureRequest, { provider }) => {
      await provider.configure(properties(request.getArgs()));
      return new proto.ConfigureResponse().setSupportspreview(true);
    }),
    checkConfig: unary(async (request: proto.CheckRequest, { provider }) =>
      checkResponse(await provider.checkConfig(properties(request.getNews()))),
    ),
    diffConfig: unary(async (request: proto.DiffRequest, current) =>
      diffResponse(
        await current.provider.diffConfig(
          properties(request.getOldInputs()),
          properties(request.getNews()),
          context(request, current),
        ),
      ),
    ),
    invoke: unary(async (request: proto.InvokeRequest, { provider }) =>
      new proto.InvokeResponse().setReturn(
        struct(await provider.invoke(request.getTok(), properties(request.getArgs()))),
      ),
    ),
    check: unary(async (request: proto.CheckRequest, current) =>
      checkResponse(
        await current.provider.check(properties(request.getOlds()), properties(request.getNews()), {
          ...context(request, current),
          randomSeed: request.getRandomseed_asU8(),
        }),
      ),
    ),
    diff: unary(async (request: proto.DiffRequest, current) =>
      diffResponse(
        await current.provider.diff(
          request.getId(),
          properties(request.getOldInputs()),
          properties(request.getOlds()),
          properties(request.getNews()),
          { ...context(request, current), ignoreChanges: request.getIgnorechangesList() },
        ),
      ),
    ),
    create: unary(async (request: proto.CreateRequest, current) => {
      const urn = request.getUrn();
      const preview = request.getPreview();
      if (!preview) creations?.begun(urn);
      try {
        const created = await current.provider.create(properties(request.getProperties()), {
          ...context(request, current),
          preview,
          timeoutSeconds: request.getTimeout(),
        });
        return new proto.CreateResponse().setId(created.id).setProperties(struct(created.outputs));
      } catch (error) {
        if (!preview && !(error instanceof InitializationError)) creations?.failed(urn);
        throw error;
      }
    }),
    read: unary(async (request: proto.ReadRequest, current) => {
      const found = await current.provider.read(
        request.getId(),
        properties(request.getInputs()),
        properties(request.getProperties()),
        context(request, current),
      );
      if (!found) return new proto.ReadResponse().setId("");
      return new proto.ReadResponse()
        .setId(found.id)
        .setInputs(struct(found.inputs))
        .setProperties(struct(found.outputs));
    }),
    update: unary(async (request: proto.UpdateRequest, current) => {
      const outputs = await current.provider.update(
        request.getId(),
        properties(request.getOldInputs()),
        properties(request.getOlds()),
        properties(request.getNews()),
        {
          ...context(request, current),
          preview: request.getPreview(),
          timeoutSeconds: request.getTimeout(),
          ignoreChanges: request.getIgnorechangesList(),
        },
      );
      return new proto.UpdateResponse().setProperties(struct(outputs));
    }),
    delete: unary(async (request: proto.DeleteRequest, current) => {
      await current.provider.delete(
        request.getId(),
        properties(request.getOldInputs()),
        properties(request.getProperties()),
        { ...context(request, current), preview: false, timeoutSeconds: request.getTimeout() },
      );
      return new emptyPb.Empty();
    }),
  };
}

function context(request: { getUrn(): string }, { log, canceller }: Session): ResourceContext {
  const urn = request.getUrn();
  const [, , qualifiedType = "", name = ""] = urn.split("::");
  return {
    urn,
    type: qualifiedType.split("$").at(-1) ?? "",
    name,
    log: (severity, message) => log.write(severity, message, urn),
    signal: canceller.signal,
  };
}
