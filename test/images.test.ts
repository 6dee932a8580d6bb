import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";

interface Golden {
  resources: Record<string, { inputs: { build: { args: object } } }>;
}

const read = (path: string): string => readFileSync(path, "utf8");
const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? "");

for (const image of ["elasticsearch", "loklak", "door"]) {
  describe(`images/${image}`, () => {
    const folder = `images/${image}`;
    const dockerfile = read(`${folder}/Dockerfile`);
    const runtimeStage = dockerfile.split(/^FROM /m).at(-1) ?? "";

    it("sends the engine exactly the files it copies, and the folder holds no others", () => {
      const [first, ...allowed] = read(`${folder}/.dockerignore`).trim().split("\n");
      const copied = matches(dockerfile, /^COPY (?!--from)(?:--\S+ )*(.+) \S+$/gm).flatMap((files) =>
        files.split(" "),
      );
      assert.equal(first, "*");
      assert.deepEqual(allowed.map((line) => line.replace(/^!/, "")).sort(), copied.sort());
      assert.deepEqual(readdirSync(folder).sort(), [".dockerignore", "Dockerfile", ...copied].sort());
    });

    it("is told by the program exactly the arguments that have no default", () => {
      const required = new Set(matches(dockerfile, /^ARG (\w+)$/gm));
      const { resources } = JSON.parse(read("test/expected/dev.json")) as Golden;
      const built = resources[`${image}-image docker:index/image:Image ${image}-image`];
      assert.deepEqual(Object.keys(built?.inputs.build.args ?? {}), [...required].sort());
    });

    it("runs as a user with a fixed number, with its server, or a script that becomes it, as first process", () => {
      assert.deepEqual(matches(runtimeStage, /^USER (.*)$/gm), ["10001:10001"]);
      const [entrypoint] = matches(runtimeStage, /^ENTRYPOINT (.*)$/gm);
      assert.match((JSON.parse(entrypoint ?? "") as string[])[0] ?? "", /^(java|bin\/elasticsearch|nginx)$/);
      assert.doesNotMatch(runtimeStage, /^CMD/m);
    });
  });
}

describe("images/loklak/pom.xml", () => {
  const pom = read("images/loklak/pom.xml");

  it("pins every dependency and plugin to one released version", () => {
    const versions = matches(pom, /<(?:version|\w+\.version)>([^<]*)</g);
    assert.deepEqual(
      versions.filter(
        (version) => !/^(\d[\w.-]*|\$\{\w+\.version\})$/.test(version) || /SNAPSHOT/.test(version),
      ),
      [],
    );
    for (const [part] of pom.matchAll(/<(dependency|plugin)>.*?<\/\1>/gs)) assert.match(part, /<version>/);
  });
});
