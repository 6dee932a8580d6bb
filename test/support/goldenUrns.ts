import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../sandbox/folder";

interface State {
  deployment: { resources: { urn: string; custom: boolean; protect?: boolean }[] };
}
interface Dump {
  resources: Record<string, { urn: string; inputs?: object; options?: { protect?: boolean } }>;
}

/** What a stack's golden dump holds, by the engine's names, each with whether it is protected. */
export function goldenUrns(stack: string): Record<string, boolean> {
  const text = readFileSync(join(checkout, "test", "expected", `${stack}.json`), "utf8");
  const resources = Object.values((JSON.parse(text) as Dump).resources);
  const own = resources.filter(({ inputs }) => inputs !== undefined);
  return sorted(own.map(({ urn, options }) => [urn, options?.protect ?? false]));
}

/** The same of a state that the engine wrote. */
export function stateUrns(text: string): Record<string, boolean> {
  const { resources } = (JSON.parse(text) as State).deployment;
  const own = resources.filter(({ urn, custom }) => custom && !/::pulumi:providers:\w+::default/.test(urn));
  return sorted(own.map(({ urn, protect }) => [urn, protect ?? false]));
}

function sorted(entries: [string, boolean][]): Record<string, boolean> {
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
