import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { projectName, stackSettings } from "../sandbox/engine/settings";

describe("a stack's settings in the sandbox", () => {
  let project: string;
  beforeEach(() => (project = mkdtempSync(join(tmpdir(), "project-"))));
  afterEach(() => rmSync(project, { recursive: true }));

  const settings = (text: string, config: Record<string, unknown> = {}) => {
    writeFileSync(join(project, "Pulumi.dev.yaml"), text);
    return stackSettings({ folder: project, config }, "dev", "v1:salt");
  };

  it("keep the configuration as it is written and carry the sandbox's own salt", () => {
    const text = "config:\n  # ids\n  loklak:id: 0123\n  loklak:zones:\n    - a\n    - on\n";
    assert.equal(settings(text), `${text}encryptionsalt: v1:salt\n`);
    assert.equal(settings(`secretsprovider: gcpkms://k\nencryptionsalt: v1:other\n${text}`), settings(text));
    assert.equal(settings(""), "encryptionsalt: v1:salt\n");
  });

  it("have what the sandbox adds, unless the stack sets it", () => {
    const added = { "loklak:base": { java: "j" } };
    const line = '  loklak:base: {"java":"j"}\n';
    const salt = "encryptionsalt: v1:salt\n";
    assert.equal(settings("config:\n  a:b: c\n", added), `config:\n${line}  a:b: c\n${salt}`);
    assert.equal(
      settings("config: # ours\n\n    # what\n    a:b: c\n", added),
      `config: # ours\n  ${line}\n    # what\n    a:b: c\n${salt}`,
    );
    assert.equal(settings("config: null\n", added), `config:\n${line}${salt}`);
    assert.equal(settings("config:", added), `config:\n${line}${salt}`);
    assert.equal(settings("", added), `config:\n${line}${salt}`);
    assert.equal(settings("config:\n  loklak:base: own\n", added), `config:\n  loklak:base: own\n${salt}`);
  });

  it("have a stand-in for each encrypted value where that is asked for, another for another one", () => {
    const standIns = (text: string) => {
      writeFileSync(join(project, "Pulumi.dev.yaml"), text);
      const files = { folder: project, config: {}, encrypted: "stand-in" as const };
      return parse(stackSettings(files, "dev", "v1:salt")) as { config: Record<string, unknown> };
    };
    const text =
      "config:\n  a:b:\n    secure: v1:x\n  a:c:\n    d:\n      - e: { secure: y }\n        f: 1\n  a:g: 007\n";
    const { config } = standIns(text);
    const value = /^stand-in for the encrypted value [0-9a-f]{16}$/;
    assert.match(config["a:b"] as string, value);
    const [inner] = (config["a:c"] as { d: { e: string; f: number }[] }).d;
    assert.match(inner!.e, value);
    assert.equal(inner!.f, 1);
    assert.notEqual(inner!.e, config["a:b"]);
    assert.equal(standIns(text.replace("v1:x", "y")).config["a:b"], inner!.e);
  });

  const refused: [string, string, RegExp][] = [
    ["broken YAML", "config:\n  a: [1\n", /Pulumi\.dev\.yaml is not valid YAML: .* line 3/],
    ["no keys", "- a\n", /Pulumi\.dev\.yaml must hold keys and values/],
    ["keys on one line", "{ config: {} }", /Pulumi\.dev\.yaml must hold keys and values, one a line/],
    ["a config that is no map", "config: 5\n", /Pulumi\.dev\.yaml: config must hold keys and values/],
    ["an encrypted value", "config:\n  a:b:\n    secure: v1:x\n", /: a:b is encrypted for the real stack/],
    ["an inner one", "config:\n  a:b:\n    c:\n      - d: { secure: x }\n", /: a:b\.c\.d is encrypted/],
    ["an ESC environment", "environment:\n  - prod\n", /Pulumi\.dev\.yaml: environment: /],
  ];
  for (const [what, text, message] of refused)
    it(`refuse ${what}`, () => {
      assert.throws(() => settings(text), message);
    });

  it("name the stacks that there are when one is unknown", () => {
    writeFileSync(join(project, "Pulumi.prod.yaml"), "");
    writeFileSync(join(project, "Pulumi.yaml"), "name: x\n");
    settings("");
    const message = 'unknown stack "../dev": there is no Pulumi.../dev.yaml; the stacks are dev, prod';
    assert.throws(() => stackSettings({ folder: project, config: {} }, "../dev", undefined), { message });
    assert.equal(projectName(project), "x");
  });
});
