import { Case, Effect, look, loss, Rule } from "./row";
import { input, newInput } from "./rules";

/** How the pods of a Deployment are renewed (Kubernetes, "Deployments", strategy). */
export const deploymentRolls: Rule = (at) => {
  const replicas = count(newInput(at, "spec", "replicas"), 1);
  if (replicas === undefined) return renewed;
  const strategy = newInput(at, "spec", "strategy", "type") ?? "RollingUpdate";
  if (replicas === 0) return look.availability("the pods' template changes; none of them runs");
  if (strategy !== "RollingUpdate")
    return look.availability(
      `the ${pods(replicas)} end before the first new one starts: nothing serves meanwhile`,
    );
  const surge = share(newInput(at, "spec", "strategy", "rollingUpdate", "maxSurge"), replicas, Math.ceil);
  const asked = share(
    newInput(at, "spec", "strategy", "rollingUpdate", "maxUnavailable"),
    replicas,
    Math.floor,
  );
  if (surge === undefined || asked === undefined) return renewed;
  // Both 0 would be a standstill: the controller takes 1 then (ResolveFenceposts).
  const away = surge === 0 && asked === 0 ? 1 : asked;
  if (away >= replicas)
    return look.availability(
      `the ${pods(replicas)} may all end before a new one is ready: nothing serves meanwhile`,
    );
  return away === 0
    ? look.availability(
        `the ${pods(replicas)} are renewed, ${surge} at a time; each ends when a new one is ready: it keeps serving`,
      )
    : look.availability(
        `the ${pods(replicas)} are renewed, ${away} missing at a time: ${replicas - away} keep serving`,
      );
};

const renewed = look.availability("the pods are renewed; how many at a time cannot be said yet");

/** How the pods of a StatefulSet are renewed (Kubernetes, "StatefulSets", update strategies; also with parallel pod management). */
export const statefulSetRolls: Rule = (at) => {
  const replicas = count(newInput(at, "spec", "replicas"), 1);
  if (newInput(at, "spec", "updateStrategy", "type") === "OnDelete")
    return look.availability("the pods' template changes; a pod is renewed only when somebody deletes it");
  if (replicas === undefined) return renewed;
  if (replicas === 0) return look.availability("the pods' template changes; none of them runs");
  if (replicas === 1)
    return look.availability(
      "its only pod ends before the new one starts: it does not serve meanwhile; its volumes keep what is on them",
    );
  const partition = count(newInput(at, "spec", "updateStrategy", "rollingUpdate", "partition"), 0) ?? 0;
  return look.availability(
    `the pods are renewed one at a time, from number ${replicas - 1} down to ${partition}, each waiting until the last is ready: ${replicas - 1} keep serving`,
  );
};

/** What it means that a workload has more pods, or fewer. */
export const replicasChange: Rule = (at) => {
  const [old, now] = [input, newInput].map((of) => count(of(at, "spec", "replicas"), 1));
  if (old === undefined || now === undefined)
    return look.availability("how many pods there are is known only while it is deployed");
  const scaled: Effect[] = [look.size(`${pods(now)} instead of ${old}`)];
  if (now === 0) scaled.push(look.availability("no pod is left: it serves no more"));
  else if (now < old)
    scaled.push(
      look.availability(
        `the pods above ${now} end; ${now === 1 ? "one alone serves" : "the others keep serving"}`,
      ),
    );
  if (now < old && claimsAreDeleted(at, "whenScaled"))
    scaled.push(loss.data("the claims of the pods that end are deleted with them (whenScaled: Delete)"));
  return scaled;
};

/** A StatefulSet that goes takes its claims along when it says so (persistentVolumeClaimRetentionPolicy). */
export const setsClaims: Rule = (at) =>
  claimsAreDeleted(at, "whenDeleted")
    ? loss.data("the claims of its pods are deleted with it (whenDeleted: Delete)")
    : [];

function claimsAreDeleted(at: Case, when: string): boolean {
  return input(at, "spec", "persistentVolumeClaimRetentionPolicy", when) === "Delete";
}

function pods(replicas: number): string {
  return replicas === 1 ? "1 pod" : `${replicas} pods`;
}

/** Undefined when it is known only while it is deployed. */
function count(value: unknown, unsaid: number): number | undefined {
  return value === undefined ? unsaid : typeof value === "number" ? value : undefined;
}

/** A number of pods or a percentage of them; undefined when it cannot be known. */
function share(value: unknown = "25%", replicas: number, round: (n: number) => number): number | undefined {
  if (typeof value === "number") return value;
  const [, percent] = (typeof value === "string" && /^(\d+)%$/.exec(value)) || [];
  return percent === undefined ? undefined : round((Number(percent) * replicas) / 100);
}
