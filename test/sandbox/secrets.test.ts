import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { KubeObject } from "../../sandbox/cluster/kubeClient";
import { EngineFolder } from "../../sandbox/engine/folder";
import { devCluster, LoklakSandbox } from "../support/loklakSandbox";
import { type Ended, steps } from "../support/sandbox";

const host = "us-central1-docker.pkg.dev";

/** What nobody may read, by where it comes from. */
const secrets = {
  setting: "word-of-the-settings",
  changedSetting: "changed-word-of-the-settings",
  registry: "word-of-the-registry",
  google: "word-of-google",
  passphrase: "word-of-the-passphrase",
};

interface Secret extends KubeObject {
  data: Record<string, string>;
}

describe("secrets", () => {
  const sandbox = new LoklakSandbox();
  const docker = mkdtempSync(join(tmpdir(), "loklak-docker-"));
  const engine = new EngineFolder(sandbox.folder);
  const runs: Ended[] = [];
  before(() => {
    const auth = Buffer.from(`oauth2accesstoken:${secrets.registry}`).toString("base64");
    writeFileSync(join(docker, "config.json"), JSON.stringify({ auths: { [host]: { auth } } }));
    sandbox.setenv("DOCKER_CONFIG", docker);
    sandbox.setenv("GOOGLE_OAUTH_ACCESS_TOKEN", secrets.google);
    sandbox.setenv("PULUMI_CONFIG_PASSPHRASE", secrets.passphrase);
    configure(secrets.setting);
  });
  after(async () => {
    await sandbox.erase();
    rmSync(docker, { recursive: true });
  });

  const configure = (token: string) =>
    sandbox.configure("loklak:loklak", { settings: { "twitter4j.oauth": token } });
  const run = async (...command: [string, ...string[]]) => {
    const ended = await sandbox.succeed(...command);
    runs.push(ended);
    return ended;
  };

  it("reach the servers that need them, and only as secrets", async () => {
    await run("up");
    configure(secrets.changedSetting);
    await run("preview");
    assert.ok(steps(await run("up")).includes("replace loklak-api"));
    const { items } = await sandbox.kubernetes(devCluster).list<Secret>("v1", "Secret", { namespace: "web" });
    const word = Buffer.from(secrets.changedSetting).toString("base64");
    assert.deepEqual(
      items.map(({ data }) => data),
      [{ twitter4j_oauth: word }, { twitter4j_oauth: word }],
    );
    const maps = await sandbox.kubernetes(devCluster).list("v1", "ConfigMap");
    assert.ok(!JSON.stringify(maps).includes(secrets.changedSetting));
  });

  it("stand in no output, no log and no state", async () => {
    for (const command of ["outputs", "export", "refresh"] as const) await run(command);
    const texts = new Map(runs.flatMap(({ stdout, stderr, events }) => messages(stdout + stderr, events)));
    for (const file of filesIn(sandbox.folder.path)) texts.set(file, readFileSync(file, "latin1"));
    assert.ok(texts.has(engine.checkpoint("loklak", "dev")));
    const token = readFileSync(sandbox.folder.token, "utf8").trim();
    const seen = Object.entries({ ...secrets, token }).flatMap(([name, secret]) => {
      const forms = [secret, Buffer.from(secret).toString("base64")];
      const found = [...texts].filter(([, text]) => forms.some((form) => text.includes(form)));
      return found.map(([file]) => [name, file]).filter(([, file]) => !isPlaceOf(name, file!));
    });
    assert.deepEqual(seen, []);
  });

  /** Where a secret has to be: the API server's own store, the configuration as it was given, and logins. */
  function isPlaceOf(name: string, file: string): boolean {
    const { folder } = sandbox;
    const cluster = folder.cluster(devCluster);
    if (name === "token")
      return (
        [folder.token, cluster.tokens, join(folder.bin, "gke-gcloud-auth-plugin")].includes(file) ||
        (dirname(file) === cluster.path && file.endsWith("kubeconfig"))
      );
    // The sandbox takes configuration in clear alone; Pulumi keeps it, as it was given, with each past run.
    const given = [engine.settings("loklak", "dev"), engine.history("loklak", "dev")];
    const places = [cluster.etcdData, ...given];
    return /setting/i.test(name) && places.some((place) => !relative(place, file).startsWith(".."));
  }
});

/** What a run told, by itself: each line, and each event but the one that repeats the configuration as it was given. */
function messages(printed: string, events: EngineEvent[]): [string, string][] {
  const told = events.filter(({ preludeEvent }) => preludeEvent === undefined);
  return [...printed.split("\n"), ...told.map((event) => JSON.stringify(event))].map((text) => [text, text]);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
