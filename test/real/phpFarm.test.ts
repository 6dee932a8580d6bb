import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join, relative } from "node:path";
import { debianProblem } from "../../sandbox/debian";
import { eventually } from "../support/eventually";
import { skipForLackOf } from "../support/lacking";
import { PhpFarm, type Replica } from "./support/phpFarm";

const missing = [debianProblem(), process.getuid?.() === 0 ? undefined : "root"].filter(
  (lack) => lack !== undefined,
);

/** A site all of whose parts say one word, and a script that is written while it runs. */
function site(word: string): Record<string, string> {
  const told = (file: string) => `echo (require ${file}), "\\n";`;
  return {
    "public/index.php": `<?php
      echo "${word}\\n";
      usleep(random_int(0, 20000));
      ${told("__DIR__ . '/../lib/word.php'")}
      usleep(random_int(0, 20000));
      ${told("$_SERVER['DOCUMENT_ROOT'] . '/../lib/word.php'")}`,
    "public/page.html": `${word}\n`.repeat(50_000),
    "public/style.css": "body {}",
    "lib/word.php": `<?php return "${word}";`,
  };
}

const words = (text: string): string[] => [...new Set(text.trim().split("\n"))];

/** A request as it is written, which fetch would tidy up. */
function raw(url: string, path: string): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) =>
    request({ host: hostname, port, path, agent: false }, (response) => {
      let body = "";
      response.on("data", (data: Buffer) => (body += data.toString()));
      response.on("end", () => resolve({ status: response.statusCode!, body }));
    })
      .on("error", reject)
      .end(),
  );
}

describe("the PHP farm, real nginx and PHP on one content folder", function () {
  if (missing.length > 0) return skipForLackOf(missing);
  this.timeout(120_000);

  let farm: PhpFarm;
  let replicas: Replica[];
  const everywhere = async (path: string): Promise<string[]> => {
    const answers = await Promise.all(replicas.map(({ url }) => fetch(url + path)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      replicas.map(() => 200),
      path,
    );
    return Promise.all(answers.map(async (answer) => words(await answer.text()).join()));
  };
  before(async () => {
    farm = await PhpFarm.make();
    replicas = await Promise.all([1, 2].map((number) => farm.replica(number)));
  });
  after(() => farm?.erase());

  it("is not ready before anything was published, and alive", async () => {
    for (const { health } of replicas) {
      const statuses = ["/ready", "/nginx", "/php"].map(async (path) => (await fetch(health + path)).status);
      assert.deepEqual(await Promise.all(statuses), [503, 200, 200]);
    }
  });

  it("serves a page and a script of what was published, from both", async () => {
    assert.equal((await farm.publish(site("first"))).code, 0);
    for (const path of ["/", "/index.php", "/page.html"])
      assert.deepEqual(await everywhere(path), ["first", "first"]);
    for (const { health } of replicas) assert.equal(await (await fetch(`${health}/ready`)).text(), "pong");
    const style = await fetch(`${replicas[0]!.url}/style.css`);
    assert.equal(style.headers.get("content-type"), "text/css");
  });

  it("serves a change from both as soon as it is published", async () => {
    assert.equal((await farm.publish(site("second"))).code, 0);
    for (const path of ["/", "/page.html"]) assert.deepEqual(await everywhere(path), ["second", "second"]);
  });

  it("fails no request and shows none half a change, while changes are published", async () => {
    let over = false;
    let requests = 0;
    const seen = new Set<string>();
    const client = async (url: string, path: string): Promise<void> => {
      for (; !over; requests++) {
        const answer = await fetch(url + path);
        const text = await answer.text();
        assert.equal(answer.status, 200, text);
        const [word, ...others] = words(text);
        assert.deepEqual(others, [], `${path} of ${url} says ${word} and ${others.join()}`);
        seen.add(word!);
      }
    };
    const clients = replicas.flatMap(({ url }) =>
      ["/", "/", "/page.html"].map((path) =>
        client(url, path).finally(() => {
          over = true;
        }),
      ),
    );
    const published = (async () => {
      for (let change = 0; change < 12 && !over; change++)
        assert.equal((await farm.publish(site(`change ${change}`))).code, 0);
      over = true;
    })();
    await Promise.all([published, ...clients]);
    assert.ok(seen.has("change 5"));
    console.log(`      ${requests} requests, of ${seen.size} contents`);
  });

  it("goes back to a former content, and to the same bytes", async () => {
    assert.equal((await farm.publish(site("second"))).code, 0);
    for (const path of ["/", "/page.html"]) assert.deepEqual(await everywhere(path), ["second", "second"]);
  });

  it("deletes what was replaced once its time is over, and nothing else", async () => {
    assert.ok(readdirSync(join(farm.content, "releases")).length > 10);
    // Older than minus one minute is all that there is.
    assert.equal((await farm.publish(site("second"), -1)).code, 0);
    assert.equal(readdirSync(join(farm.content, "releases")).length, 1);
    assert.deepEqual(await everywhere("/"), ["second", "second"]);
  });

  it("refuses a content that leads out of itself or has nothing public", async () => {
    const { code, output } = await farm.publish({ "index.php": "" });
    assert.equal(code, 1);
    assert.match(output, /^the site must have a folder public/);
    assert.deepEqual(await everywhere("/"), ["second", "second"]);
  });

  it("never serves PHP's source, hidden files or anything outside of public", async () => {
    const secret = "<?php /* secret */ echo 'run';";
    const hidden = [".env", ".git/config", "sub/.htaccess", "index.php~", "index.php.bak", "old.PHP"];
    const more = ["a.phtml", "a.phar", "a.inc", "a.php5", "a.phps"];
    const files = [...hidden, ...more].map((name): [string, string] => [`public/${name}`, secret]);
    const code = { "public/run.php": secret, "public/sub/index.php": secret, "lib/lib.php": secret };
    const image = { "public/image.jpg": "<?php echo 'run';" };
    assert.equal((await farm.publish({ ...code, ...image, ...Object.fromEntries(files) })).code, 0);

    const { url } = replicas[0]!;
    for (const path of ["/run.php", "/sub/", "/sub/index.php"])
      assert.deepEqual(await raw(url, path), { status: 200, body: "run" }, path);
    const refused = [
      ...[...hidden, ...more].map((name) => `/${name}`),
      ...["/lib/lib.php", "/../lib/lib.php", "/%2e%2e/lib/lib.php", "/sub/..%2f..%2flib/lib.php"],
      ...["/image.jpg/x.php", "/run.php/x", "/run.php/", "/RUN.PHP", "/run%2ephp%00.jpg", "/%2eenv", "/none"],
    ];
    for (const path of refused) {
      const { status, body } = await raw(url, path);
      assert.ok(status === 404 || status === 400, `${path}: ${status}`);
      assert.doesNotMatch(body, /secret|^run/, path);
    }
    assert.deepEqual(await raw(url, "/image.jpg"), { status: 200, body: "<?php echo 'run';" });
  });

  it("keeps an upload out of the content, and does not run it", async () => {
    const upload = `<?php
      $file = $_FILES["file"];
      $kept = is_uploaded_file($file["tmp_name"]) ? file_get_contents($file["tmp_name"]) : "none";
      $moved = @move_uploaded_file($file["tmp_name"], __DIR__ . "/evil.php");
      $written = @file_put_contents(__DIR__ . "/evil.php", "<?php echo 'run';");
      echo json_encode([$kept, $moved, $written]);`;
    assert.equal((await farm.publish({ "public/upload.php": upload })).code, 0);
    const { url } = replicas[0]!;
    const form = new FormData();
    form.append("file", new Blob(["<?php echo 'run';"]), "evil.php");
    const answer = await fetch(`${url}/upload.php`, { method: "POST", body: form });
    assert.deepEqual(await answer.json(), ["<?php echo 'run';", false, false]);
    assert.equal((await raw(url, "/evil.php")).status, 404);
    const large = await fetch(`${url}/upload.php`, { method: "POST", body: "x".repeat(9 * 2 ** 20) });
    assert.equal(large.status, 413);
  });

  it("serves the example's own content", async () => {
    const folder = join(__dirname, "../../examples/php-farm/content/site");
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const own = files.map((file) => [relative(folder, file), readFileSync(file, "utf8")]);
    const { code, output } = await farm.publish(Object.fromEntries(own) as Record<string, string>);
    assert.equal(code, 0);
    const [, digest = "none"] = /^published (\w+)$/m.exec(output) ?? [];
    for (const { url } of replicas) {
      const answer = await fetch(url);
      assert.equal(answer.status, 200);
      assert.ok((await answer.text()).includes(`release <code>${digest}</code>`));
    }
  });

  it("tells who asks nothing of what failed, and its own log all", async () => {
    const broken = { "public/index.php": "<?php echo 'before'; missing();" };
    assert.equal((await farm.publish(broken)).code, 0);
    const { url, web } = replicas[0]!;
    assert.deepEqual(await raw(url, "/"), { status: 500, body: "before" });
    assert.match(web.output, /Call to undefined function missing\(\)/);
    const { headers } = await fetch(`${url}/`);
    assert.deepEqual([headers.get("server"), headers.get("x-powered-by")], ["nginx", null]);
    const lines = web.output.split("\n").filter((line) => line.startsWith("{"));
    assert.equal((JSON.parse(lines.at(-1)!) as { status: number }).status, 500);
  });

  it("answers 502 and no source while PHP is gone", async () => {
    const { url, health, php } = replicas[1]!;
    await php.kill();
    await eventually(async () => assert.equal((await raw(url, "/index.php")).status, 502));
    assert.doesNotMatch((await raw(url, "/index.php")).body, /php/);
    assert.equal((await fetch(`${health}/ready`)).status, 502);
    assert.equal((await fetch(`${health}/nginx`)).status, 200);
  });

  it("leaves what it serves as it was published", () => {
    assert.ok(!existsSync(join(farm.content, "current/public/evil.php")));
    assert.equal(
      readFileSync(join(farm.content, "current/public/index.php"), "utf8"),
      "<?php echo 'before'; missing();",
    );
  });
});
