import type { KubeClient, KubeObject } from "../../cluster/kubeClient";
import { waitFor, type WaitOptions } from "./changes";
import type { Readiness, Verdict } from "./readiness";

/** The object is there, but not ready; `object` is what it was last. */
export class NotReadyError extends Error {
  constructor(
    message: string,
    readonly object: KubeObject,
    readonly problems: string[],
  ) {
    super(message);
  }
}

export interface ReadyOptions extends WaitOptions {
  previous?: KubeObject;
  log: (message: string) => void;
}

const reportProblemsAfter = 10_000;

/** Waits until the object is ready and returns it as it is then; else throws a {@link NotReadyError}. */
export async function waitUntilReady(
  client: KubeClient,
  applied: KubeObject,
  readiness: Readiness,
  { previous, log, ...options }: ReadyOptions,
): Promise<KubeObject> {
  const { name, namespace } = applied.metadata;
  const related = (readiness.related ?? []).map((kind) => ({ ...kind, namespace }));
  const own = { apiVersion: applied.apiVersion, kind: applied.kind, namespace };
  const subjects = [{ ...own, fieldSelector: `metadata.name=${name}` }, ...related];
  const started = Date.now();
  let object = applied;
  let verdict: Verdict = { ready: false, progress: "", problems: [] };
  let readySince: number | undefined;
  let shown = "";
  const result = await waitFor(client, subjects, options, ([self, ...others]) => {
    if (self?.objects === undefined || others.some(({ objects }) => objects === undefined)) return 1000;
    object = self.objects[0] ?? object;
    verdict = judge(
      readiness,
      self.objects[0],
      others.flatMap(({ objects = [] }) => objects),
      previous,
    );
    readySince = verdict.ready ? (readySince ?? Date.now()) : undefined;
    const settled =
      readySince === undefined ? 0 : readySince + 1000 * (verdict.settleSeconds ?? 0) - Date.now();
    const late = Date.now() - started > reportProblemsAfter;
    const message = (late && verdict.problems.join("; ")) || verdict.progress;
    if (message !== shown) log(message);
    shown = message;
    return verdict.failed || (verdict.ready && settled <= 0)
      ? true
      : settled > 0
        ? settled
        : reportProblemsAfter;
  });
  if (verdict.ready) return object;
  const reasons = {
    done: `Resource '${name}' was created but failed to initialize`,
    timeout: `'${name}' timed out waiting to be Ready`,
    cancelled: `Resource operation was cancelled for "${name}"`,
  };
  throw new NotReadyError(reasons[result], object, verdict.problems);
}

/** What the cluster tells of the object's readiness now. */
export async function judgeNow(
  client: KubeClient,
  object: KubeObject,
  readiness: Readiness,
): Promise<Verdict> {
  const { namespace } = object.metadata;
  const lists = await Promise.all(
    (readiness.related ?? []).map(async ({ apiVersion, kind }) => {
      const { items } = await client.list(apiVersion, kind, { namespace });
      return items.map((item) => ({ ...item, apiVersion, kind }));
    }),
  );
  return judge(readiness, object, lists.flat());
}

function judge(
  readiness: Readiness,
  object: KubeObject | undefined,
  related: KubeObject[],
  previous?: KubeObject,
): Verdict {
  if (object === undefined)
    return { ready: false, progress: "deleted meanwhile", problems: ["it was deleted meanwhile"] };
  return readiness.judge({ object, related, previous });
}
