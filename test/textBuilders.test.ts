import fc from "fast-check";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { elasticsearchConfig } from "../components/elasticsearchConfig";
import { kubeconfig } from "../components/kit/kubeconfig";
import { asEnvironment, loklakSettings } from "../components/loklakSettings";
import { loklakSettings as allowedSettings } from "../config/loklakSettings";
import { authPluginText } from "../sandbox/cluster/authPlugin";
import { kubeconfigText } from "../sandbox/cluster/credentials";
import { EngineFolder } from "../sandbox/engine/folder";
import { SandboxFolder } from "../sandbox/folder";
import { shellWord } from "../sandbox/shellWord";
import { anyText, holds } from "./support/property";

/** What a file, an argument or a variable can hold: UTF-8 without a null character. */
const systemText = anyText.map((text) => Buffer.from(text).toString().replaceAll("\0", ""));
const readers = ["1.1", "1.2"] as const;

describe("a text reads as what it was made of", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "loklak-texts-"));
  after(() => rmSync(folder, { recursive: true }));

  type Config = { clusters: [{ name: string; cluster: { server: string } }]; "current-context": string };
  const readKubeconfig = (text: string, version: (typeof readers)[number]): [string, string] => {
    const { clusters, "current-context": context } = parse(text, { version }) as Config;
    assert.equal(clusters.length, 1);
    assert.equal(clusters[0].name, context);
    return [context, clusters[0].cluster.server];
  };

  it("kubeconfig, of any names", () =>
    holds(fc.tuple(anyText, anyText), ([name, endpoint]) =>
      assert.deepEqual(readKubeconfig(kubeconfig(name, endpoint), "1.1"), [name, `https://${endpoint}`]),
    ));

  it("kubeconfig, of a cluster's name to every reader of YAML", () => {
    const names = fc.oneof(
      fc.stringMatching(/^[a-z]([-a-z0-9]{0,9}[a-z0-9])?$/),
      fc.constantFrom("on", "no", "y"),
    );
    holds(names, (name) => {
      for (const version of readers)
        assert.equal(readKubeconfig(kubeconfig(name, "gke.example"), version)[0], name);
    });
  });

  it("elasticsearch.yml", () =>
    holds(fc.record({ nodes: fc.constant(3), discoveryHost: anyText }), (args) => {
      const read = parse(elasticsearchConfig(args), { version: "1.1" }) as Record<string, unknown>;
      assert.deepEqual(read["discovery.zen.ping.unicast.hosts"], [args.discoveryHost]);
      assert.equal(read["script.inline"], false);
    }));

  it("loklak's settings, each a variable of its own", () => {
    const key = fc.oneof(
      fc.stringMatching(/^[A-Za-z]\w{0,5}([._]\w{1,5}){0,2}$/),
      fc.constantFrom("a.b", "a_b"),
    );
    holds(fc.dictionary(key, anyText), (settings) => {
      if (!allowedSettings.safeParse(settings).success) return;
      const variables = asEnvironment(settings);
      assert.equal(Object.keys(variables).length, Object.keys(settings).length);
      for (const [name, value] of Object.entries(settings))
        assert.equal(variables[name.replaceAll(".", "_")], value);
      for (const name of Object.keys(variables)) assert.match(name, /^[A-Za-z]\w*$/);
    });
    const addresses = fc.array(fc.stringMatching(/^[a-z.-]+:\d+$/), { minLength: 1 });
    holds(addresses, (elasticsearch) => {
      const read = loklakSettings({ elasticsearch, writeDumps: true });
      assert.deepEqual(read["elasticsearch_transport_addresses"]?.split(","), elasticsearch);
    });
  });

  it("a kubeconfig of the sandbox's own", () =>
    holds(fc.tuple(anyText, anyText), ([server, token]) => {
      const text = kubeconfigText({ server, ca: token }, { token });
      const { users } = parse(text) as { users: [{ user: { token: string } }] };
      assert.equal(readKubeconfig(text, "1.2")[1], server);
      assert.equal(users[0].user.token, token);
    }));

  it("a word of the shell", () =>
    holds(
      fc.array(systemText, { minLength: 1, maxLength: 50 }),
      (words) => {
        const script = `printf '%s\\0' ${words.map(shellWord).join(" ")}`;
        const read = execFileSync("sh", ["-c", script], { encoding: "utf8" });
        assert.deepEqual(read.split("\0").slice(0, -1), words);
      },
      20,
    ));

  it("the token that the stand-in for Google's credential plugin prints", () =>
    holds(
      systemText,
      (token) => {
        const read = execFileSync("sh", ["-c", authPluginText(token)], { encoding: "utf8" });
        assert.equal((JSON.parse(read) as { status: { token: string } }).status.token, token);
      },
      20,
    ));

  it("the engine's launcher, in a folder of any name", () =>
    holds(
      systemText.map((text) => `x${text.replaceAll("/", "").slice(0, 60)}`),
      (name) => {
        const sandbox = new SandboxFolder(join(folder, name));
        const engine = new EngineFolder(sandbox);
        mkdirSync(engine.work("any"), { recursive: true });
        const pulumi = join(sandbox.path, "pulumi of a test");
        writeFileSync(pulumi, '#!/bin/sh\nprintf "%s" "$0 $*"\n');
        chmodSync(pulumi, 0o755);
        engine.prepare(pulumi, "any");
        const launcher = join(engine.installation, "bin", "pulumi");
        assert.equal(execFileSync(launcher, ["up", "$x"], { encoding: "utf8" }), `${pulumi} up $x`);
        assert.match(readFileSync(engine.pid, "utf8"), /^\d+\n$/);
      },
      20,
    ));
});
