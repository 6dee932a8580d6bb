import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../bootstrap/config";
import { clusterReading, deployerRoles, previewerRoles, type ProjectRole } from "../bootstrap/roles";
import { services } from "../bootstrap/services";
import { tokenRules } from "../bootstrap/tokens";
import { checkout } from "../sandbox/folder";
import { projectIn } from "../sandbox/loklak";
import { exchange, jobs } from "./support/githubJobs";
import { configOf } from "./support/golden";

const folder = join(checkout, "bootstrap");
const values = configOf("loklak", projectIn(folder));
const config = parseConfig("loklak", values);

describe("the configuration of bootstrap/", () => {
  const repository = { name: "loklak/loklak-gke", id: 1, ownerId: 1, defaultBranch: "development" };
  const [dev] = config.deployers;
  const refused: [what: string, key: string, value: unknown, ...lines: string[]][] = [
    [
      "no region",
      "region",
      undefined,
      "bootstrap:region: is missing, must be a Google Cloud region such as us-central1",
    ],
    [
      "a zone",
      "region",
      "us-central1-a",
      'bootstrap:region: "us-central1-a" must be a Google Cloud region such as us-central1',
    ],
    [
      "a repository without an owner",
      "repository",
      { ...repository, name: "loklak" },
      'bootstrap:repository.name: "loklak" must be <owner>/<repository> on GitHub',
    ],
    [
      "a name in place of a number, and an unknown key",
      "repository",
      { ...repository, id: "loklak", forks: true },
      'bootstrap:repository.id: "loklak" must be a whole number from 1 to 9007199254740991',
      "bootstrap:repository.forks: true is not known, known are name, id, ownerId, defaultBranch",
    ],
    ...['a" || true', "refs heads", "a..b", "/a", "a/"].map((branch): [string, string, unknown, string] => [
      `the branch ${branch}`,
      "deployers",
      [{ ...dev, branch }],
      `bootstrap:deployers[0].branch: ${JSON.stringify(branch)} must be the name of a branch such as development`,
    ]),
    [
      "an environment that no account can be called by",
      "deployers",
      [{ ...dev, environment: "Production" }],
      'bootstrap:deployers[0].environment: "Production" must have at most 21 characters a-z, 0-9, - and start with a letter',
    ],
    [
      "a workflow elsewhere",
      "deployers",
      [{ ...dev, workflow: "../deploy.yml" }],
      'bootstrap:deployers[0].workflow: "../deploy.yml" must be the name of a file such as deploy-dev.yml',
    ],
    ["no deployer", "deployers", [], "bootstrap:deployers: [] must name 1 to 3 environments"],
    [
      "an environment twice",
      "deployers",
      [dev, dev],
      `bootstrap:deployers: ${JSON.stringify([dev, dev])} must name each environment once`,
    ],
  ];
  for (const [what, key, value, ...lines] of refused)
    it(`refuses ${what}`, () => {
      const { [`bootstrap:${key}`]: _, ...others } = values;
      const changed =
        value === undefined
          ? others
          : { ...values, [`bootstrap:${key}`]: typeof value === "string" ? value : JSON.stringify(value) };
      assert.throws(() => parseConfig("loklak", changed), {
        message: `The configuration of stack 'loklak' is not usable, nothing was changed:\n${lines.map((line) => `  ${line}`).join("\n")}`,
      });
    });
});

describe("the tokens of GitHub's jobs", () => {
  const rules = tokenRules(config);

  it("are judged by these rules", () => {
    const push = (branch: string, workflow: string, environment: string) =>
      `assertion.event_name == "push" && assertion.ref == "refs/heads/${branch}" && assertion.workflow_ref == "loklak/loklak-gke/.github/workflows/${workflow}@refs/heads/${branch}" && assertion.environment == "${environment}"`;
    const dev = push("development", "deploy-dev.yml", "dev");
    const prod = push("master", "deploy-prod.yml", "prod");
    assert.deepEqual(rules, {
      attributeCondition: `assertion.repository_id == "1" && assertion.repository_owner_id == "1" && ((assertion.event_name == "pull_request") || (assertion.event_name in ["schedule", "workflow_dispatch"] && assertion.ref == "refs/heads/development") || (${dev}) || (${prod}))`,
      attributeMapping: {
        "google.subject": `"repository/" + assertion.repository_id + "/run/" + assertion.run_id`,
        "attribute.repository_id": "assertion.repository_id",
        "attribute.repository_owner_id": "assertion.repository_owner_id",
        "attribute.identity": `(${dev}) ? "deployer-dev" : (${prod}) ? "deployer-prod" : "previewer"`,
      },
    });
  });

  for (const [what, claims, identity] of jobs)
    it(`${identity === undefined ? "refuse" : `take for ${identity}`} ${what}`, () => {
      const attributes = exchange(rules, claims);
      assert.equal(attributes?.["attribute.identity"], identity);
      if (attributes) assert.equal(attributes["google.subject"], "repository/1/run/17043217764");
    });

  it("fit in what Google takes: 127 bytes of a subject, 2048 characters of a mapping, 4096 of a condition", () => {
    const branch = "b".repeat(100);
    const longest = tokenRules({
      repository: {
        name: `${"o".repeat(39)}/${"r".repeat(100)}`,
        id: Number.MAX_SAFE_INTEGER,
        ownerId: Number.MAX_SAFE_INTEGER,
        defaultBranch: branch,
      },
      deployers: Array.from({ length: 3 }, () => ({
        environment: "e".repeat(21),
        branch,
        workflow: `${"w".repeat(95)}.yaml`,
      })),
    });
    assert.ok(longest.attributeCondition.length <= 4096);
    for (const expression of Object.values(longest.attributeMapping)) assert.ok(expression.length <= 2048);
    const largest = `${Number.MAX_SAFE_INTEGER}`;
    const [, claims] = jobs[2]!;
    const attributes = exchange(longest, {
      ...claims,
      repository_id: largest,
      repository_owner_id: largest,
      run_id: largest.repeat(3),
    });
    assert.ok(Buffer.byteLength(attributes!["google.subject"]!) <= 127);
  });
});

describe("the roles and APIs of bootstrap/", () => {
  const made = typesIn("index.ts", "components", "examples");
  const covered = (reasons: string[], type: string) =>
    reasons.some((reason) => reason === type || (reason.endsWith("/") && type.startsWith(reason)));

  for (const [who, roles] of [
    ["the deployer", deployerRoles("pulumi")],
    ["the previewer", previewerRoles],
  ] as [string, ProjectRole[]][]) {
    it(`are those that ${who} needs for every type of Google's that the programs make`, () => {
      const reasons = roles.flatMap((role) => role.for);
      assert.deepEqual(
        made.filter((type) => !covered(reasons, type)),
        [],
      );
    });

    it(`have each a reason in ${who}'s work, which is there`, () => {
      for (const role of roles)
        for (const reason of role.for.filter((each) => each.startsWith("gcp:")))
          assert.ok(
            made.some((type) => covered([reason], type)),
            `${role.role}: ${reason}`,
          );
    });
  }

  it("limit what the deployer grants, and keep it off the key of the state", () => {
    const conditions = deployerRoles("pulumi").flatMap(({ role, condition }) =>
      condition ? [[role, condition.expression]] : [],
    );
    assert.deepEqual(conditions, [
      [
        "roles/resourcemanager.projectIamAdmin",
        'api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly(["roles/container.defaultNodeServiceAccount"])',
      ],
      [
        "roles/cloudkms.admin",
        '!resource.name.endsWith("/keyRings/pulumi") && resource.name.extract("/keyRings/{ring}/") != "pulumi"',
      ],
    ]);
  });

  it("let the previewer change nothing", () => {
    for (const { role } of previewerRoles)
      assert.match(role, /\.(viewer|reader|serviceAccountViewer|securityReviewer)$/);
    for (const permission of clusterReading) assert.match(permission, /\.(get|connect)$/);
  });

  it("are on for every type that is made, bootstrap's own too, and no other is", () => {
    const all = [...made, ...typesIn("bootstrap"), "gcp:organizations/getProject"];
    assert.deepEqual(
      all.filter((type) => !covered(Object.values(services).flat(), type)),
      [],
    );
    for (const [service, reasons] of Object.entries(services))
      for (const reason of reasons)
        assert.ok(
          all.some((type) => covered([reason], type)),
          `${service}: ${reason}`,
        );
  });
});

/** The types of Google's resources that the sources in these places make. */
function typesIn(...places: string[]): string[] {
  const files = places.flatMap((place) =>
    place.endsWith(".ts")
      ? [place]
      : readdirSync(join(checkout, place), { recursive: true, encoding: "utf8" })
          .filter((file) => file.endsWith(".ts") && !file.includes("node_modules"))
          .map((file) => join(place, file)),
  );
  const sources = files.map((file) => readFileSync(join(checkout, file), "utf8"));
  const names = sources.flatMap((source) => [...source.matchAll(/new gcp\.(\w+)\.(\w+)\(/g)]);
  return [
    ...new Set(
      names.map(([, module, name = ""]) => `gcp:${module}/${name[0]!.toLowerCase()}${name.slice(1)}:${name}`),
    ),
  ];
}
