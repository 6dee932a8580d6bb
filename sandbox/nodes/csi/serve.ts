import { mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { service } from "./protocols";
import { Refusal } from "./refusal";

/** Answers one call of an interface. */
type Answer = (request: never) => Promise<object>;

/** An interface's full name, and what answers its calls; calls that it lacks are answered as unimplemented. */
export interface Served {
  name: string;
  answers: object;
}

/** Serves interfaces at a unix socket, in place of what a killed server left there. */
export async function serve(socket: string, interfaces: Served[]): Promise<Server> {
  const server = new Server();
  for (const { name, answers } of interfaces) {
    const definition = service(name).service;
    server.addService(definition, implementation(Object.values(definition), answers));
  }
  await mkdir(dirname(socket), { recursive: true, mode: 0o750 });
  await rm(socket, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(),
    );
  });
  return server;
}

function implementation(
  methods: { path: string; originalName?: string }[],
  answers: object,
): UntypedServiceImplementation {
  const known = methods.flatMap(({ path, originalName = "" }) => {
    const answer = (answers as Record<string, Answer | undefined>)[originalName]?.bind(answers);
    return answer === undefined ? [] : [[originalName, unary(path, answer)] as const];
  });
  return Object.fromEntries(known);
}

function unary(path: string, answer: Answer) {
  return (call: ServerUnaryCall<object, object>, callback: sendUnaryData<object>): void => {
    answer(call.request as never).then(
      (response) => callback(null, response),
      (error: Error) => {
        console.error(new Date().toISOString(), path, error.message);
        callback({ code: error instanceof Refusal ? error.code : status.INTERNAL, details: error.message });
      },
    );
  };
}
