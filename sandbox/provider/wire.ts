import * as proto from "@pulumi/pulumi/proto/provider_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { CheckResult, DiffKind, DiffResult, Properties } from "./provider";
import { withoutSecrets } from "./secrets";

/** A message's properties, secrets in clear. */
export function properties(message: Struct | undefined): Properties {
  return withoutSecrets(message?.toJavaScript() ?? {}) as Properties;
}

/** Properties as a message; undefined ones are left out. */
export function struct(value: Properties): Struct {
  const definite = JSON.parse(JSON.stringify(value)) as Parameters<typeof Struct.fromJavaScript>[0];
  return Struct.fromJavaScript(definite);
}

export function checkResponse({ inputs, failures }: CheckResult): proto.CheckResponse {
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

export function diffResponse({ changes, deleteBeforeReplace }: DiffResult): proto.DiffResponse {
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
