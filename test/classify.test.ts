import assert from "node:assert/strict";
import { classify } from "../verdict/classify";
import type { Plan, State, Step } from "../verdict/plan";
import type { Finding, PropertyChange } from "../verdict/types";

const disk = "gcp:compute/disk:Disk";
const deployment = "kubernetes:apps/v1:Deployment";
const statefulSet = "kubernetes:apps/v1:StatefulSet";
const service = "kubernetes:core/v1:Service";

function state(inputs: object = {}, options: Partial<State> = {}): State {
  return { inputs: { ...inputs }, outputs: {}, protect: false, retainOnDelete: false, ...options };
}

function step(type: string, operation: Step["operation"], more: Partial<Step> = {}): Step {
  const [name, urn] = ["it", `urn:pulumi:prod::loklak::${type}::it`];
  return { type, operation, name, urn, deleteBeforeReplace: false, changes: [], ...more };
}

function change(path: string, old?: unknown, now?: unknown, replaces = false): PropertyChange {
  return {
    path,
    ...(old !== undefined && { old: JSON.stringify(old) }),
    ...(now !== undefined && { new: JSON.stringify(now) }),
    replaces,
  };
}

function plan(...steps: Step[]): Plan {
  return { steps, refusals: [], outputs: [] };
}

/** As `loss data`. */
const short = ({ severity, category }: Finding) => `${severity} ${category}`;
const findings = (...steps: Step[]) => classify(plan(...steps)).map(short);

/** An update of one property. */
function updated(
  type: string,
  path: string,
  old?: unknown,
  now?: unknown,
  states: [object, object] = [{}, {}],
) {
  return classify(
    plan(
      step(type, "update", {
        old: state(states[0]),
        new: state(states[1]),
        changes: [change(path, old, now)],
      }),
    ),
  );
}

describe("classify", () => {
  it("finds nothing in a plan without steps", () => {
    assert.deepEqual(findings(), []);
  });

  it("never passes a type that the table does not know", () => {
    const type = "gcp:spanner/instance:Instance";
    assert.deepEqual(findings(step(type, "create", { new: state() })), ["look data"]);
    assert.deepEqual(findings(step(type, "update", { old: state(), new: state() })), ["look data"]);
    assert.deepEqual(updated(type, "labels.a", "1", "2").map(short), ["look data"]);
    assert.deepEqual(findings(step(type, "replace", { old: state(), new: state() })), ["loss data"]);
    assert.deepEqual(findings(step(type, "delete", { old: state() })), ["loss data"]);
    assert.deepEqual(findings(step(type, "import", { new: state() })), ["look data"]);
    assert.deepEqual(findings(step(type, "forget", { old: state() })), ["look data"]);
  });

  it("orders by category, and by the plan within one", () => {
    const made = classify(
      plan(
        step("gcp:compute/firewall:Firewall", "create", { name: "first", new: state() }),
        step(disk, "delete", { name: "second", old: state() }),
        step("gcp:projects/iAMMember:IAMMember", "create", { name: "third", new: state() }),
      ),
    );
    assert.deepEqual(
      made.map(({ name, category }) => `${category} ${name}`),
      ["data second", "access first", "access third"],
    );
  });

  describe("one step may mean several things", () => {
    const pool = "gcp:container/nodePool:NodePool";
    const bigger = change("nodeConfig.machineType", "e2-standard-4", "e2-standard-8");

    it("in place", () => {
      const [availability, size] = classify(
        plan(step(pool, "update", { old: state(), new: state(), changes: [bigger] })),
      );
      assert.equal(short(availability!), "look availability");
      assert.equal(short(size!), "look size");
      assert.deepEqual(size!.changes, [bigger]);
    });

    it("in a replacement, which its causes stand behind", () => {
      const cause = { ...bigger, replaces: true };
      const label = change("nodeConfig.resourceLabels.team", undefined, "search");
      const made = classify(
        plan(step(pool, "replace", { old: state(), new: state(), changes: [cause, label] })),
      );
      assert.deepEqual(made.map(short), ["look availability", "look size"]);
      assert.deepEqual(made[0]!.changes, [cause]);
    });

    it("but the same of several properties is one", () => {
      const [first, second] = [change("labels.a", "1", "2"), change("labels.b", undefined, "1")];
      const made = classify(
        plan(step(disk, "update", { old: state(), new: state(), changes: [first, second] })),
      );
      assert.deepEqual(made.map(short), ["nothing rest"]);
      assert.deepEqual(made[0]!.changes, [first, second]);
    });
  });

  describe("a property", () => {
    it("that no line names is its type's default", () => {
      assert.deepEqual(updated(disk, "architecture", "X86_64", "ARM64").map(short), ["look data"]);
    });

    it("that is named below an object which comes or goes as a whole is found in it", () => {
      const type = "gcp:container/nodePool:NodePool";
      assert.deepEqual(updated(type, "nodeConfig", { resourceLabels: { a: "1" } }, {}).map(short), [
        "nothing rest",
      ]);
      assert.deepEqual(updated(type, "nodeConfig", undefined, { machineType: "e2-standard-8" }).map(short), [
        "look availability",
        "look size",
      ]);
    });

    it("that is a secret is a change, also when both values look alike", () => {
      const hidden = { key: "[secret]" };
      assert.deepEqual(
        updated("gcp:container/nodePool:NodePool", "nodeConfig", hidden, hidden).map(short)[0],
        "look availability",
      );
    });

    it("that the engine cannot tell yet is its type's default, too", () => {
      assert.deepEqual(findings(step(service, "update", { old: state(), new: state() })), [
        "look availability",
      ]);
    });

    it("that is unknown may be any that is named below it", () => {
      const made = classify(
        plan(
          step("gcp:container/nodePool:NodePool", "update", {
            old: state(),
            new: state(),
            changes: [{ path: "nodeConfig", new: "[known after up]", replaces: false }],
          }),
        ),
      );
      assert.ok(made.map(short).includes("look access"));
      assert.ok(made.map(short).includes("look size"));
    });
  });

  describe("a data disk", () => {
    const kept = { protect: true, retainOnDelete: true };

    it("that grows is a matter of size", () => {
      assert.deepEqual(updated(disk, "size", 200, 300).map(short), ["look size"]);
    });

    it("that is replaced is lost, also when it is kept in the cloud, and its protection is told", () => {
      const made = classify(
        plan(
          step(disk, "replace", {
            old: state({}, kept),
            new: state({}, kept),
            changes: [change("size", 200, 100, true)],
          }),
        ),
      );
      assert.deepEqual(made.map(short), ["loss data", "look size"]);
      assert.match(made[0]!.meaning, /it is protected: the engine refuses/);
    });

    it("that is deleted is lost", () => {
      assert.deepEqual(findings(step(disk, "delete", { old: state() })), ["loss data"]);
    });

    const called = (options: Partial<State>) => state({ name: "d" }, options);

    it("that leaves the stack but not the cloud is to be looked at", () => {
      const once = { retainOnDelete: true };
      assert.deepEqual(findings(step(disk, "delete", { old: called(once) })), ["look data"]);
      assert.deepEqual(findings(step(disk, "forget", { old: called(once) })), ["look data"]);
      const abandoned = state({ name: "d", deletionPolicy: "ABANDON" });
      assert.deepEqual(findings(step(disk, "delete", { old: abandoned })), ["look data"]);
    });

    it("that leaves the stack while the program protects it is lost to the stack", () => {
      assert.deepEqual(findings(step(disk, "forget", { old: called(kept) })), ["loss data"]);
    });

    it("that leaves the stack for an empty one of its name is lost to it", () => {
      const made = findings(
        step(disk, "create", { new: called({}) }),
        step(disk, "forget", { old: called({ retainOnDelete: true }) }),
      );
      assert.deepEqual(made, ["loss data", "look size"]);
    });

    for (const option of ["protect", "retainOnDelete"] as const)
      it(`that loses ${option} is to be looked at`, () => {
        const [made, more] = classify(
          plan(
            step(disk, "update", {
              old: state({}, kept),
              new: state({}, { ...kept, [option]: false }),
              changes: [change(`(${option})`, true, false)],
            }),
          ),
        );
        assert.equal(more, undefined);
        assert.equal(short(made!), "look data");
        assert.equal(made!.changes.length, 1);
      });

    it("that gets protect is not", () => {
      const made = findings(
        step(disk, "update", {
          old: state(),
          new: state({}, kept),
          changes: [change("(protect)", false, true)],
        }),
      );
      assert.deepEqual(made, []);
    });

    it("that is taken over is to be looked at", () => {
      assert.deepEqual(findings(step(disk, "import", { new: state() })), ["look data"]);
    });
  });

  describe("snapshots", () => {
    const path = "snapshotSchedulePolicy.retentionPolicy.maxRetentionDays";
    const type = "gcp:compute/resourcePolicy:ResourcePolicy";

    it("that are kept shorter are to be looked at, longer not", () => {
      assert.deepEqual(updated(type, path, 14, 7).map(short), ["look data"]);
      assert.deepEqual(updated(type, path, 14, 30).map(short), ["nothing data"]);
    });
  });

  describe("a volume", () => {
    const volume = "kubernetes:core/v1:PersistentVolume";
    const claim = "kubernetes:core/v1:PersistentVolumeClaim";
    const saying = (persistentVolumeReclaimPolicy: string) =>
      state({ metadata: { name: "v" }, spec: { persistentVolumeReclaimPolicy } });

    for (const operation of ["delete", "replace"] as const)
      it(`that is gone (${operation}) takes its disk along only when it says so`, () => {
        const gone = (old: State) => findings(step(volume, operation, { old, new: old }));
        assert.deepEqual(gone(saying("Delete")), ["loss data", "look availability"]);
        assert.deepEqual(gone(saying("Retain")), ["look data", "look availability"]);
      });

    it("that was made for a claim goes with the claim, another one as it says itself", () => {
      const bound = state({ spec: { volumeName: "v" } });
      assert.deepEqual(findings(step(claim, "delete", { old: state({ spec: {} }) })), [
        "loss data",
        "look availability",
      ]);
      assert.deepEqual(findings(step(claim, "delete", { old: bound })), ["look data", "look availability"]);
      assert.deepEqual(
        findings(
          step(volume, "update", {
            old: saying("Retain"),
            new: saying("Delete"),
            changes: [change("spec.persistentVolumeReclaimPolicy", "Retain", "Delete")],
          }),
          step(claim, "delete", { old: bound }),
        ),
        ["look data", "loss data", "look availability"],
      );
    });
  });

  describe("pods of a Deployment", () => {
    const rolls = (spec: object) =>
      updated(deployment, "spec.template.spec.containers[0].image", "a", "b", [{ spec }, { spec }])[0]!
        .meaning;
    const rolling = (replicas: number, rollingUpdate?: object) => ({
      replicas,
      strategy: { type: "RollingUpdate", rollingUpdate },
    });

    it("keep serving when none may be missing", () => {
      assert.match(rolls(rolling(2, { maxSurge: 1, maxUnavailable: 0 })), /1 at a time.* keeps serving/);
      assert.match(rolls(rolling(1, { maxSurge: 1, maxUnavailable: 0 })), /keeps serving/);
    });

    it("keep serving in part when some may be missing, by number or share", () => {
      assert.match(rolls(rolling(4, { maxUnavailable: "50%" })), /2 missing at a time: 2 keep serving/);
      assert.match(rolls(rolling(4)), /1 missing at a time: 3 keep serving/);
      assert.match(rolls({}), /keeps serving/);
    });

    it("stop serving when all may be missing, or are ended first", () => {
      assert.match(rolls(rolling(1, { maxUnavailable: 1 })), /nothing serves meanwhile/);
      assert.match(rolls(rolling(1, { maxSurge: 0, maxUnavailable: 0 })), /nothing serves meanwhile/);
      assert.match(rolls({ replicas: 3, strategy: { type: "Recreate" } }), /nothing serves meanwhile/);
    });

    it("are only counted anew when only their number changes", () => {
      const scaled = (now: number) =>
        updated(deployment, "spec.replicas", 3, now, [
          { spec: { replicas: 3 } },
          { spec: { replicas: now } },
        ]);
      assert.deepEqual(scaled(4).map(short), ["look size"]);
      assert.deepEqual(scaled(2).map(short), ["look availability", "look size"]);
      assert.match(scaled(0)[0]!.meaning, /serves no more/);
    });

    it("are not counted when their number is known only later", () => {
      const unknown = { spec: { replicas: "[known after up]" } };
      const states: [object, object] = [{ spec: { replicas: 3 } }, unknown];
      assert.deepEqual(updated(statefulSet, "spec.replicas", 3, undefined, states).map(short), [
        "look availability",
      ]);
      assert.match(
        updated(deployment, "spec.template.spec.dnsPolicy", "a", "b", states)[0]!.meaning,
        /cannot be said/,
      );
    });

    it("that ask for more are renewed, and of another size", () => {
      const path = "spec.template.spec.containers[0].resources.limits.memory";
      assert.deepEqual(updated(deployment, path, "1Gi", "2Gi").map(short), [
        "look availability",
        "look size",
      ]);
    });
  });

  describe("pods of a StatefulSet", () => {
    const rolls = (spec: object) =>
      updated(statefulSet, "spec.template.spec.containers[0].image", "a", "b", [{ spec }, { spec }])[0]!
        .meaning;

    it("are renewed one at a time from the last", () => {
      assert.match(rolls({ replicas: 3 }), /one at a time, from number 2 down to 0.*2 keep serving/);
    });

    it("do not serve meanwhile when there is one", () => {
      assert.match(rolls({ replicas: 1 }), /does not serve meanwhile/);
    });

    it("wait for somebody when it says so", () => {
      assert.match(rolls({ replicas: 3, updateStrategy: { type: "OnDelete" } }), /somebody deletes it/);
    });

    it("take their claims along when it says so", () => {
      const old = (policy?: object) =>
        state({ spec: { replicas: 2, persistentVolumeClaimRetentionPolicy: policy } });
      const gone = (policy?: object) => findings(step(statefulSet, "delete", { old: old(policy) }));
      assert.deepEqual(gone({ whenDeleted: "Delete" }), ["loss data", "look availability", "look size"]);
      assert.deepEqual(gone(), ["look availability", "look size"]);
    });
  });

  describe("a Service", () => {
    const ip = (loadBalancerIP?: string) => ({ spec: { type: "LoadBalancer", loadBalancerIP } });

    it("with another address loses the last one", () => {
      assert.deepEqual(updated(service, "spec.loadBalancerIP", "203.0.113.1", "203.0.113.2").map(short), [
        "loss address",
      ]);
    });

    it("without an address of its own keeps the last one for now", () => {
      assert.deepEqual(updated(service, "spec.loadBalancerIP", "203.0.113.1").map(short), ["look address"]);
    });

    it("of another type has an address at stake only where a load balancer comes or goes", () => {
      const turned = (old: string, now: string) =>
        updated(service, "spec.type", old, now, [{ spec: { type: old } }, { spec: { type: now } }]).map(
          short,
        );
      assert.deepEqual(turned("ClusterIP", "NodePort"), ["look access"]);
      assert.deepEqual(turned("ClusterIP", "LoadBalancer"), ["look address", "look access"]);
      assert.deepEqual(turned("LoadBalancer", "ClusterIP"), ["loss address", "look access"]);
    });

    it("that goes keeps an address only where it is reserved", () => {
      const gone = (spec: object) => findings(step(service, "delete", { old: state(spec) }));
      assert.deepEqual(gone(ip("203.0.113.1")), ["look address", "look availability"]);
      assert.deepEqual(gone(ip()), ["loss address", "look availability"]);
      assert.deepEqual(gone({ spec: {} }), ["look availability"]);
    });

    it("opens something only where the outside reaches it", () => {
      const comes = (spec: object) => findings(step(service, "create", { new: state(spec) }));
      assert.deepEqual(comes({ spec: {} }), ["nothing rest"]);
      assert.deepEqual(comes({ spec: { type: "NodePort" } }), ["look access"]);
      assert.deepEqual(comes({ spec: { externalIPs: ["203.0.113.9"] } }), ["look access"]);
      assert.deepEqual(comes(ip("203.0.113.1")), ["look address", "look access"]);
    });

    it("keeps an address that is lost in a replacement", () => {
      const made = findings(
        step(service, "replace", {
          old: state(ip("203.0.113.1")),
          new: state(ip("203.0.113.2")),
          changes: [
            change("metadata.name", "a", "b", true),
            change("spec.loadBalancerIP", "203.0.113.1", "203.0.113.2"),
          ],
        }),
      );
      assert.deepEqual(made, ["look address", "loss address", "look availability"]);
    });
  });

  describe("the door's nginx.conf", () => {
    const config = "kubernetes:core/v1:ConfigMap";
    const reading = (text: string) => state({ data: { "nginx.conf": text } });
    const changed = (old: string, now: string) =>
      classify(
        plan(
          step(config, "replace", {
            old: reading(old),
            new: reading(now),
            // As the engine shows what differs of a text.
            changes: [{ path: 'data["nginx.conf"]', new: "line 2: …", replaces: true }],
          }),
        ),
      );

    it("is a matter of access, and its lines say of what", () => {
      const [access] = changed(
        "a;\ngeo $not_admin {\n  default 1;\n}",
        "a;\ngeo $not_admin {\n  default 1;\n  192.0.2.0/24 0;\n}",
      );
      assert.equal(short(access!), "look access");
      assert.match(access!.meaning, /address ranges that are trusted$/);
      assert.match(changed("limit_conn clients 5;", "limit_conn clients 9;")[0]!.meaning, /limits/);
    });

    it("is not when only comments change", () => {
      assert.deepEqual(changed("# a\nb;", "# c\nb;").map(short), ["nothing rest"]);
    });

    it("of another file is not, either", () => {
      const made = findings(
        step(config, "replace", {
          old: state(),
          new: state(),
          changes: [change("data.PORT_HTTP", "1", "2", true)],
        }),
      );
      assert.deepEqual(made, ["nothing rest"]);
    });
  });

  describe("the stack's outputs", () => {
    const told = (...outputs: PropertyChange[]) =>
      classify({ ...plan(), outputs }).map((finding) => `${short(finding)} ${finding.name}`);

    it("that go are missed by other stacks", () => {
      assert.deepEqual(told(change("dumpsUrl", "http://a/")), ["look availability outputs"]);
    });

    it("that are an address are one", () => {
      assert.deepEqual(told(change("ipAddress", "203.0.113.1", "203.0.113.2")), ["look address outputs"]);
      const unknown = { ...change("ipAddress", "203.0.113.1"), new: "[known after up]" };
      assert.deepEqual(told(unknown), ["nothing rest outputs"]);
    });

    it("that come, or change, are nothing", () => {
      assert.deepEqual(told(change("other", undefined, 1), change("images.loklak", "a", "b")), [
        "nothing rest outputs",
      ]);
    });
  });
});
