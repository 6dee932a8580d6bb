import { existsSync } from "node:fs";
import { copyFile, mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { loadPackageDefinition, type GrpcObject, type ServiceClientConstructor } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { checkout, toolsFolder } from "../../folder";
import { GoModule } from "../../goModule";

/** The interfaces between kubelet and driver, in the versions that kubelet is built with. */
const sources = [
  { module: "github.com/container-storage-interface/spec", source: "csi.proto", as: "csi" },
  {
    module: "k8s.io/kubelet",
    source: "pkg/apis/pluginregistration/v1/api.proto",
    as: "pluginregistration",
  },
];

function kubernetes(): GoModule {
  return new GoModule(join(checkout, "tools", "kubernetes"));
}

function files() {
  return sources.map(({ module, source, as }) => ({
    module,
    source,
    file: join(toolsFolder, `${as}-${kubernetes().version(module)}.proto`),
  }));
}

/** Copies the definitions of the interfaces out of the pinned Go modules into `.sandbox/tools`. */
export async function ensureProtocols(): Promise<void> {
  for (const { module, source, file } of files()) {
    if (existsSync(file)) continue;
    await mkdir(toolsFolder, { recursive: true });
    await kubernetes().go(["mod", "download", module]);
    const unfinished = `${file}.${process.pid}`;
    await copyFile(join(await kubernetes().source(module), source), unfinished);
    await rename(unfinished, file);
  }
}

/** A service of the interfaces by its full name, such as `csi.v1.Node`; int64 is a number, an enum its name. */
export function service(name: string): ServiceClientConstructor {
  const definitions = files().map(({ file }) => file);
  const loaded = loadPackageDefinition(
    loadSync(definitions, { longs: Number, enums: String, defaults: true, oneofs: true }),
  );
  let found = loaded as GrpcObject[string];
  for (const part of name.split(".")) found = (found as GrpcObject)[part]!;
  return found as ServiceClientConstructor;
}
