import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../sandbox/folder";
import { Page } from "./support/runbooks/page";
import { table } from "./support/runbooks/table";

describe("runbooks", () => {
  it("are all run by a test in the sandbox", () => {
    const folder = join(checkout, "test", "sandbox");
    const tests = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
    const run = tests.flatMap((text) => [...text.matchAll(/new Page\("([^"]+)"/g)].map(([, page]) => page));
    const pages = readdirSync(join(checkout, "docs")).filter((file) => file.endsWith(".md"));
    assert.deepEqual(run.sort(), pages.sort());
  });
});

describe("a runbook's page", () => {
  const folder = mkdtempSync(join(tmpdir(), "loklak-pages-"));
  after(() => rmSync(folder, { recursive: true }));
  function page(text: string, values: Record<string, string> = {}): Page {
    const file = join(folder, "page.md");
    writeFileSync(file, text);
    return new Page(file, values);
  }

  it("gives the commands of its blocks by heading, filled in, and those that go on as one", () => {
    const text = "# Title\n```sh\npulumi up -s <stack>\n```\nprose\n## Next\n```sh\na \\\n  b\n\nc\n```\n";
    const read = page(text, { stack: "dev" });
    assert.deepEqual(read.take("Title"), ["pulumi up -s dev"]);
    assert.throws(() => read.assertTaken(), /not run: Next/);
    assert.deepEqual(read.take("Next"), ["a b", "c"]);
    assert.throws(() => read.take("Next"), /no commands are left under "Next"/);
    read.assertTaken();
  });

  for (const [title, text, values, why] of [
    ["without a command", "# Title\n`pulumi up` is told about\n", {}, /no command$/],
    ["with a command in prose", "```sh\na\n```\n    kubectl get pods\n", {}, /outside a block of sh/],
    [
      "with a command in another block",
      "```sh\na\n```\n```bash\nA=b pulumi up\n```\n",
      {},
      /outside a block/,
    ],
    ["with an unknown placeholder", "```sh\na <stack>\n```\n", {}, /nothing stands for <stack>/],
    ["without a placeholder that is told", "```sh\na\n```\n", { stack: "dev" }, /no <stack>/],
  ] as const)
    it(`${title} is refused`, () => assert.throws(() => page(text, values), why));
});

describe("the stand-in for gcloud's lists", () => {
  const disks = [
    { name: "b", zone: "zones/z", size: 2 },
    { name: "a", zone: "zones/y", size: 1 },
    { name: "other", region: "regions/x", size: 3 },
  ];

  it("filters, sorts and cuts as the pages ask for", () => {
    const format = "table(name, zone.basename())";
    assert.equal(table(disks, { filter: "name~^[ab]$", format }), "a  y\nb  z");
    const places = "table(location(), size)";
    assert.equal(table(disks, { filter: "name~.", format: places, "sort-by": "size" }), "y  1\nz  2\nx  3");
  });

  it("refuses what it does not know, and lists that are empty", () => {
    const format = "table(name)";
    assert.throws(() => table(disks, { filter: "name=a", format }), /--filter name=a/);
    assert.throws(() => table(disks, { filter: "name~a", format: "json" }), /--format json/);
    assert.throws(() => table(disks, { filter: "nam~a", format }), /there is no nam/);
    assert.throws(() => table(disks, { filter: "name~x", format }), /nothing matches name~x/);
  });
});
