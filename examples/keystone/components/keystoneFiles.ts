import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { labels } from "loklak-gke/kit/labels";
import { GeneratedSecrets } from "./generatedSecrets";
import { databaseConfig, gunicornConfig, keystoneConfig } from "./keystoneConfig";
import { app, ports } from "./traffic";

export interface KeystoneFilesArgs {
  namespace: pulumi.Input<string>;
  databaseHost: string;
  secrets: GeneratedSecrets;
  tokenSeconds: number;
}

/** What Keystone's pods read. Each change is a new ConfigMap or Secret, so that it renews the pods. */
export class KeystoneFiles extends pulumi.ComponentResource {
  /** All of it as one folder. */
  readonly volume: { name: string; projected: kubernetes.types.input.core.v1.ProjectedVolumeSource };

  constructor(name: string, args: KeystoneFilesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("keystone:kubernetes:KeystoneFiles", name, args, opts);
    const child = { parent: this };
    const metadata = { namespace: args.namespace, labels: labels(app, "configuration") };
    const { fernetKeys, credentialKey, databasePassword } = args.secrets;
    const numbers = Object.keys(fernetKeys);

    const config = new kubernetes.core.v1.ConfigMap(
      name,
      {
        metadata,
        data: {
          "keystone.conf": keystoneConfig({ fernetKeys: numbers.length, tokenSeconds: args.tokenSeconds }),
          "gunicorn.conf.py": gunicornConfig(ports.keystone),
        },
      },
      child,
    );
    const secret = new kubernetes.core.v1.Secret(
      name,
      {
        metadata,
        stringData: {
          "database.conf": databasePassword.apply((password) =>
            databaseConfig({ host: args.databaseHost, password }),
          ),
          "credential-key-0": credentialKey,
          ...Object.fromEntries(numbers.map((number) => [`fernet-key-${number}`, fernetKeys[number]!])),
        },
      },
      child,
    );
    const keyFile = (kind: string, number: string) => ({
      key: `${kind}-key-${number}`,
      path: `${kind}-keys/${number}`,
    });
    const items = [
      { key: "database.conf", path: "database.conf" },
      keyFile("credential", "0"),
      ...numbers.map((number) => keyFile("fernet", number)),
    ];
    this.volume = {
      name: "config",
      projected: {
        defaultMode: 0o440,
        sources: [
          { configMap: { name: config.metadata.name } },
          { secret: { name: secret.metadata.name, items } },
        ],
      },
    };
    this.registerOutputs();
  }
}
