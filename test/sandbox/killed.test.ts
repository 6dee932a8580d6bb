import assert from "node:assert/strict";
import { type End, Life } from "../support/life";
import { describeKill, killPoint, type Phase, phases } from "../support/killPoint";

/** What a phase that nobody disturbs calls, and what there is after it. */
type Undisturbed = Record<Phase, { calls: number; end: End }>;

async function liveUndisturbed(): Promise<Undisturbed> {
  const life = new Life();
  const ends: Partial<Undisturbed> = {};
  try {
    for (const phase of phases) ends[phase] = { calls: await life.run(phase), end: await life.end(phase) };
  } finally {
    await life.sandbox.erase();
  }
  return ends as Undisturbed;
}

let undisturbed: Promise<Undisturbed> | undefined;

/** Kills once in each phase, where the seed says, and lets the same command be given again. */
function killsOf(seed: number): void {
  let life: Life;
  before(async () => {
    life = new Life();
    await (undisturbed ??= liveUndisturbed());
  });
  after(() => life.sandbox.erase());

  for (const phase of phases)
    it(`${phase} given again converges, on the same disks and address`, async () => {
      const { calls, end } = (await undisturbed!)[phase];
      const point = killPoint(seed, phase, calls);
      const told = `${describeKill(point, calls)}; LOKLAK_KILL_SEED=${seed} repeats it`;
      try {
        await life.die(phase, point);
        const kept = life.kept();
        await life.run(phase);
        for (const [id, content] of kept) assert.equal(life.kept().get(id), content, id);
        assert.deepEqual(await life.end(phase), end);
      } catch (error) {
        (error as Error).message = `${told}\n${(error as Error).message}`;
        throw error;
      }
    });
}

const { LOKLAK_KILL_SEED } = process.env;

describe("a run in which somebody is killed", () => {
  // Among them a creation that is done and of which the engine never hears.
  const seeds = LOKLAK_KILL_SEED === undefined ? [1, 2, 5] : [Number(LOKLAK_KILL_SEED)];
  for (const seed of seeds) describe(`with seed ${seed}`, () => killsOf(seed));
});

// Other ones each time: over the nights they find what three do not.
describe("a run in which somebody is killed, @soak", () => {
  const first = Math.floor(Date.now() / 1000) % 1_000_000;
  for (let seed = first; seed < first + 50; seed++) describe(`with seed ${seed}`, () => killsOf(seed));
});
