import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { skipWithoutDatabase } from "../support/lacking";
import { npmAudit } from "./support/npmAudit";
import { complaints } from "./support/vulnerabilities";

const advisory = {
  id: 1,
  url: "https://github.com/advisories/GHSA-aaaa-bbbb-cccc",
  title: "made up",
  severity: "low",
  vulnerable_versions: "*",
};

describe("npm audit", () => {
  it("knows no package with a hole that is not allowed", async function () {
    const found = await npmAudit();
    if (found === undefined) return skipWithoutDatabase(this, "package registry that answers npm audit");
    assert.deepEqual(complaints(found, "GHSA-"), []);
  });

  it("finds what a registry knows, and says when none answers", async () => {
    const answers = (advisories: object | undefined) => {
      const server = createServer((request, response) => {
        const known = request.method === "POST" && advisories !== undefined;
        response.writeHead(known ? 200 : 404).end(JSON.stringify(known ? advisories : {}));
      });
      return new Promise<Awaited<ReturnType<typeof npmAudit>>>((resolve) =>
        server.listen(0, "127.0.0.1", () => {
          const { port } = server.address() as AddressInfo;
          void npmAudit(`http://127.0.0.1:${port}/`).then((found) => server.close(() => resolve(found)));
        }),
      );
    };
    assert.deepEqual(await answers({ zod: [advisory] }), [
      { id: "GHSA-aaaa-bbbb-cccc", what: "zod *: made up" },
    ]);
    assert.deepEqual(await answers({}), []);
    assert.equal(await answers(undefined), undefined);
  });
});
