import assert from "node:assert/strict";
import { condition, type Fields, judge, object, owner, revision } from "./support/kubernetesObjects";

const pod = (name: string, status: Fields, uid = "uid-s") => object("v1:Pod", name, { status }, owner(uid));
const scheduledAndInitialized = [condition("PodScheduled", "True"), condition("Initialized", "True")];

describe("Kubernetes stand-in: when a pod is ready", () => {
  const judged = (...conditions: object[]) => judge(pod("p", { conditions }));

  it("waits for it to be scheduled, initialized and ready, and says why it is not", () => {
    const unschedulable = judged(
      condition("PodScheduled", "False", "Unschedulable", "0/2 nodes are available"),
    );
    assert.deepEqual(unschedulable, {
      ready: false,
      progress: 'Waiting for Pod "n/p" to be scheduled',
      problems: ["0/2 nodes are available"],
    });
    const waiting = condition("Initialized", "False", "ContainersNotInitialized", "init containers wait");
    assert.match(judged(condition("PodScheduled", "True"), waiting).progress, /to be initialized/);
    const unready = condition("Ready", "False", "ContainersNotReady", "no ConfigMap settings");
    assert.deepEqual(judged(...scheduledAndInitialized, unready).problems, [
      "[Pod n/p]: no ConfigMap settings",
    ]);
    assert.equal(judged(...scheduledAndInitialized, condition("Ready", "True")).ready, true);
  });

  it("tells what each container says", () => {
    const containerStatuses = [
      { name: "a", ready: false, state: { waiting: { reason: "ErrImagePull", message: "no such digest" } } },
      { name: "b", ready: false, state: { waiting: { reason: "ContainerCreating" } } },
      { name: "c", ready: false, state: { terminated: { reason: "Error", exitCode: 3 } } },
    ];
    const conditions = [...scheduledAndInitialized, condition("Ready", "False")];
    const { problems } = judge(pod("p", { conditions, containerStatuses }));
    assert.deepEqual(problems, [
      '[Pod n/p]: [ErrImagePull] no such digest\ncontainer "c" completed with exit code 3',
    ]);
  });

  it("takes one that ran to its end as ready", () => {
    assert.equal(judge(pod("p", { phase: "Succeeded", conditions: scheduledAndInitialized })).ready, true);
  });
});

describe("Kubernetes stand-in: when a Deployment is ready", () => {
  const available = condition("Available", "True");
  const rolledOut = condition("Progressing", "True", "NewReplicaSetAvailable");
  const deployment = (status: Fields, number = "1", spec: Fields = {}) =>
    object(
      "apps/v1:Deployment",
      "d",
      { spec, status: { observedGeneration: 1, ...status } },
      revision(number),
    );
  const replicaSet = (number: string, ready: number, wanted = 2) =>
    object(
      "apps/v1:ReplicaSet",
      `rs-${number}`,
      { spec: { replicas: wanted }, status: { readyReplicas: ready } },
      { ...owner("uid-d"), ...revision(number) },
    );

  it("needs all pods of the newest ReplicaSet", () => {
    const conditions = [available, rolledOut];
    assert.equal(judge(deployment({ conditions }), [replicaSet("1", 2)]).ready, true);
    const less = judge(deployment({ conditions }), [replicaSet("1", 1)]);
    assert.equal(less.ready, false);
    assert.equal(less.progress, "Waiting for app ReplicaSet to be available (1/2 Pods available)");
    assert.equal(judge(deployment({ conditions }, "2"), [replicaSet("1", 2)]).ready, false);
    assert.equal(
      judge(deployment({ conditions }, "2"), [replicaSet("1", 0), replicaSet("2", 2)]).ready,
      true,
    );
    assert.equal(judge(deployment({ conditions }), [replicaSet("1", 0, 0)]).ready, true);
  });

  it("needs a rollout to be over, and trusts no status of an earlier generation", () => {
    const halfway = { conditions: [available, condition("Progressing", "True", "ReplicaSetUpdated")] };
    assert.equal(judge(deployment(halfway, "2"), [replicaSet("2", 2)]).ready, false);
    assert.equal(judge(deployment(halfway, "1"), [replicaSet("1", 2)]).ready, true);
    const stale = { observedGeneration: 0, conditions: [available, rolledOut] };
    assert.equal(judge(deployment(stale), [replicaSet("1", 2)]).ready, false);
  });

  it("needs its claims to be bound", () => {
    const spec = { template: { spec: { volumes: [{ persistentVolumeClaim: { claimName: "data" } }] } } };
    const claim = (phase: string) => object("v1:PersistentVolumeClaim", "data", { status: { phase } });
    const of = (phase: string) =>
      judge(deployment({ conditions: [available, rolledOut] }, "1", spec), [
        replicaSet("1", 2),
        claim(phase),
      ]);
    assert.deepEqual(of("Pending").problems, ['Failed to bind PersistentVolumeClaim(s): "data"']);
    assert.equal(of("Bound").ready, true);
  });

  it("says which pod keeps it from being ready", () => {
    const unready = pod(
      "d-x",
      { conditions: [...scheduledAndInitialized, condition("Ready", "False", "Unready", "no Secret s")] },
      "uid-rs-1",
    );
    const failing = condition(
      "Available",
      "False",
      "MinimumReplicasUnavailable",
      "Deployment does not have minimum availability.",
    );
    assert.deepEqual(
      judge(deployment({ conditions: [failing] }), [replicaSet("1", 0), unready, pod("other", {}, "uid-z")])
        .problems,
      [
        "[MinimumReplicasUnavailable] Deployment does not have minimum availability.",
        "Minimum number of live Pods was not attained",
        "[Pod n/d-x]: no Secret s",
      ],
    );
  });
});

describe("Kubernetes stand-in: when a StatefulSet is ready", () => {
  const statefulSet = (status: Fields, metadata: Fields = {}, spec: Fields = {}) =>
    object(
      "apps/v1:StatefulSet",
      "s",
      {
        spec: { replicas: 3, ...spec },
        status: { observedGeneration: 1, currentRevision: "a", updateRevision: "a", ...status },
      },
      metadata,
    );
  const all = { replicas: 3, readyReplicas: 3, currentReplicas: 3 };

  it("needs all pods to be there and ready", () => {
    assert.equal(judge(statefulSet(all)).ready, true);
    for (const field of Object.keys(all))
      assert.equal(judge(statefulSet({ ...all, [field]: 2 })).ready, false);
    assert.equal(judge(statefulSet({ ...all, observedGeneration: 1 }, { generation: 2 })).ready, false);
    assert.equal(
      judge(statefulSet({ ...all, readyReplicas: 1 })).progress,
      "[1/2] Waiting for StatefulSet to create Pods (1/3 Pods ready)",
    );
  });

  it("needs an update to have reached all pods, and counts only new ones meanwhile", () => {
    const rolling = {
      ...all,
      currentReplicas: 2,
      updateRevision: "b",
      updatedReplicas: 1,
      observedGeneration: 2,
    };
    const verdict = judge(statefulSet(rolling, { generation: 2 }));
    assert.equal(verdict.progress, "[1/3] Waiting for StatefulSet update to roll out (1/3 Pods ready)");
    assert.deepEqual(verdict.problems, [
      "1 out of 3 replicas succeeded readiness checks",
      'StatefulSet controller failed to advance from revision "a" to revision "b"',
    ]);
    const byHand = { updateStrategy: { type: "OnDelete" } };
    assert.equal(judge(statefulSet(rolling, { generation: 2 }, byHand)).ready, true);
  });

  it("says which pod keeps it from being ready", () => {
    const unready = pod("s-0", {
      conditions: [condition("PodScheduled", "False", "Unschedulable", "no node in its zone")],
    });
    assert.deepEqual(judge(statefulSet({}), [unready]).problems, [
      "0 out of 3 replicas succeeded readiness checks",
      "no node in its zone",
    ]);
  });
});

describe("Kubernetes stand-in: when a Job is ready", () => {
  it("a job has succeeded; one that has failed is not waited for", () => {
    const job = (...conditions: object[]) =>
      judge(object("batch/v1:Job", "j", { status: { startTime: "t", conditions } }));
    assert.equal(job(condition("Complete", "True")).ready, true);
    const failed = job(condition("Failed", "True", "BackoffLimitExceeded", "too often"));
    assert.equal(failed.failed, true);
    assert.deepEqual(failed.problems, ["[BackoffLimitExceeded] too often"]);
  });
});
