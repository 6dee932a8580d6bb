import { diskDriver } from "../../cluster/csi";
import { SandboxFolder } from "../../folder";
import { NodeDisks } from "./disks";
import { newFileSystem } from "./fileSystems";
import { identity } from "./identity";
import { NodeService } from "./nodeService";
import { serve } from "./serve";

const kubelet = "/var/lib/kubelet";
const endpoint = `${kubelet}/plugins/${diskDriver}/csi.sock`;
const registrationSocket = `${kubelet}/plugins_registry/${diskDriver}-reg.sock`;

/** Tells kubelet of the driver, as node-driver-registrar does; a kubelet that does not take it ends the driver. */
const registration = {
  async getInfo() {
    return { type: "CSIPlugin", name: diskDriver, endpoint, supportedVersions: ["1.0.0"] };
  },
  async notifyRegistrationStatus({ pluginRegistered, error }: { pluginRegistered: boolean; error: string }) {
    if (pluginRegistered) return {};
    console.error(`kubelet did not register ${diskDriver}: ${error}`);
    process.exit(1);
  },
};

/** The stand-in for Google's driver on one node: `main.ts <sandbox folder> <node> <zone>`, in the node's namespaces. */
async function main(path: string, name: string, zone: string): Promise<void> {
  const node = new NodeService({ name, zone }, new NodeDisks(new SandboxFolder(path), name));
  await serve(endpoint, [
    { name: "csi.v1.Identity", answers: identity },
    { name: "csi.v1.Node", answers: node },
  ]);
  await serve(registrationSocket, [{ name: "pluginregistration.Registration", answers: registration }]);
  console.log(`stand-in for ${diskDriver} on ${name} in ${zone}; a blank disk gets ${newFileSystem()}`);
}

const [path, name, zone] = process.argv.slice(2);
if (path === undefined || name === undefined || zone === undefined)
  throw new Error("usage: main.ts <sandbox folder> <node> <zone>");
void main(path, name, zone);
