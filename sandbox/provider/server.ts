import * as grpc from "@grpc/grpc-js";
import * as providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as proto from "@pulumi/pulumi/proto/provider_pb.js";
import * as pluginProto from "@pulumi/pulumi/proto/plugin_pb.js";
import * as emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { EngineLog } from "./engineLog";
import { asServiceError } from "./errors";
import { withoutSecrets } from "./secrets";
import { CheckResult, DiffKind, DiffResult, Properties, Provider, ResourceContext } from "./provider";

/** A running provider: give `port` to the engine in PULUMI_DEBUG_PROVIDERS. */
export interface ServedProvider {
  port: number;
  close(): void;
}

/** Serves a provider over gRPC on loopback; `make` is called once for each connection the engine opens. */
export async function serveProvider(make: () => Provider): Promise<ServedProvider> {
  const server = new grpc.Server();
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
  server.addService(providerGrpc.ResourceProviderService, handlers(session));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, close: () => server.forceShutdown() };
}

/** What belongs to one engine connection. */
interface Session {
  provider: Provider;
  log: EngineLog;
  canceller: AbortController;
}

function handlers(session: (peer: string) => Session): grpc.UntypedServiceImplementation {
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
    getPluginInfo: unary(async () => new pluginProto.PluginInfo().setVersion("")),
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
      const created = await current.provider.create(properties(request.getProperties()), {
        ...context(request, current),
        preview: request.getPreview(),
        timeoutSeconds: request.getTimeout(),
      });
      return new proto.CreateResponse().setId(created.id).setProperties(struct(created.outputs));
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

function properties(message: Struct | undefined): Properties {
  return withoutSecrets(message?.toJavaScript() ?? {}) as Properties;
}

function struct(value: Properties): Struct {
  const definite = JSON.parse(JSON.stringify(value)) as Parameters<typeof Struct.fromJavaScript>[0];
  return Struct.fromJavaScript(definite);
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

function checkResponse({ inputs, failures }: CheckResult): proto.CheckResponse {
  return new proto.CheckResponse()
    .setInputs(struct(inputs))
    .setFailuresList(
      failures.map(({ property, reason }) =>
        new proto.CheckFailure().setProperty(property).setReason(reason),
      ),
    );
}

const diffKinds: Record<DiffKind, proto.PropertyDiff.Kind> = {
  add: proto.PropertyDiff.Kind.ADD,
  "add-replace": proto.PropertyDiff.Kind.ADD_REPLACE,
  delete: proto.PropertyDiff.Kind.DELETE,
  "delete-replace": proto.PropertyDiff.Kind.DELETE_REPLACE,
  update: proto.PropertyDiff.Kind.UPDATE,
  "update-replace": proto.PropertyDiff.Kind.UPDATE_REPLACE,
};

function diffResponse({ changes, deleteBeforeReplace }: DiffResult): proto.DiffResponse {
  const paths = Object.entries(changes);
  const response = new proto.DiffResponse()
    .setChanges(
      paths.length > 0 ? proto.DiffResponse.DiffChanges.DIFF_SOME : proto.DiffResponse.DiffChanges.DIFF_NONE,
    )
    .setDiffsList(topLevel(paths.map(([path]) => path)))
    .setReplacesList(topLevel(paths.filter(([, kind]) => kind.endsWith("-replace")).map(([path]) => path)))
    .setDeletebeforereplace(deleteBeforeReplace ?? false)
    .setHasdetaileddiff(true);
  for (const [path, kind] of paths) {
    response
      .getDetaileddiffMap()
      .set(path, new proto.PropertyDiff().setKind(diffKinds[kind]).setInputdiff(true));
  }
  return response;
}

function topLevel(paths: string[]): string[] {
  return [...new Set(paths.map((path) => path.split(/[.[]/)[0] ?? path))];
}
