import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

export interface GeneratedSecretsArgs {
  /** 1 at first; one more makes the key that was staged the one that tokens are made with. */
  fernetGeneration: number;
}

/** What nobody chooses: made once, kept in the state, encrypted there, and the same until it is made anew on purpose. */
export class GeneratedSecrets extends pulumi.ComponentResource {
  /** Of hexadecimal digits. */
  readonly databasePassword: pulumi.Output<string>;
  /** Of hexadecimal digits. */
  readonly adminPassword: pulumi.Output<string>;
  /**
   * By their file names in Keystone's key repository: the highest number makes tokens, 0 is the one that follows it, which all
   * replicas know before the first of them makes a token with it, and the others still open older tokens.
   */
  readonly fernetKeys: Record<string, pulumi.Output<string>>;
  /** Encrypts what Keystone keeps in its database for others, such as EC2 credentials. */
  readonly credentialKey: pulumi.Output<string>;

  constructor(name: string, args: GeneratedSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("keystone:secrets:GeneratedSecrets", name, args, opts);
    const bytes = (secret: string, length: number) =>
      new random.RandomBytes(secret, { length }, { parent: this });
    // 32 bytes in the alphabet of URLs.
    const key = (secret: string, opts: { protect?: boolean } = {}) =>
      new random.RandomBytes(secret, { length: 32 }, { parent: this, ...opts }).base64.apply((text) =>
        text.replaceAll("+", "-").replaceAll("/", "_"),
      );
    const fernetKey = (generation: number) => key(`fernet-key-${generation}`);

    this.databasePassword = bytes("database-password", 24).hex;
    this.adminPassword = bytes("admin-password", 24).hex;
    const current = args.fernetGeneration;
    this.fernetKeys = { 0: fernetKey(current + 1), 1: fernetKey(current - 1), 2: fernetKey(current) };
    // Another one could not read what is in the database.
    this.credentialKey = key("credential-key", { protect: true });
    this.registerOutputs();
  }
}
