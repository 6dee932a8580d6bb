import assert from "node:assert/strict";
import type { Properties } from "../../sandbox/provider/provider";
import { TestCloud } from "./googleCloud";

/** Inputs that check refuses, with all its messages: each names the property, and what is allowed where that can be listed. */
export type Refusal = [what: string, type: string, inputs: Properties, ...messages: RegExp[]];

export function itRefuses(cases: Refusal[]): void {
  const cloud = new TestCloud();
  for (const [what, token, inputs, ...messages] of cases)
    it(`refuses ${what}`, async () => {
      const failures = await cloud.failures(token, inputs);
      assert.equal(failures.length, messages.length, failures.join("\n"));
      messages.forEach((message, index) => assert.match(failures[index] ?? "", message));
    });
}
