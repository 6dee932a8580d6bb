import assert from "node:assert/strict";
import type { DiffKind, Properties } from "../../sandbox/provider/provider";
import { region, TestCloud } from "./googleCloud";
import { clusterInputs, makeNetwork, type } from "./googleResources";

/** What a change of a resource's inputs shows, as Google's documentation tells it and not as the table does. */
export type Change = [
  what: string,
  type: string,
  before: Properties,
  change: Properties,
  changes: Record<string, DiffKind>,
];

/** A cloud with what the changed resources name. */
export async function surroundings(): Promise<TestCloud> {
  const cloud = new TestCloud();
  await makeNetwork(cloud);
  await cloud.create(type.network, { name: "second" });
  await cloud.create(type.router, { name: "router", network: "net", region });
  return cloud;
}

export function itShows(cases: Change[]): void {
  for (const [what, token, before, change, changes] of cases)
    it(`${what}: ${JSON.stringify(changes)}`, async () => {
      const cloud = await surroundings();
      if (token === type.nodePool) await cloud.create(type.cluster, clusterInputs);
      const stored = await cloud.create(token, before);
      const { changes: found } = await cloud.diff(stored, { ...before, ...change });
      assert.deepEqual(found, changes);
    });
}
