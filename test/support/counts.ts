/** How many tests passed, failed, and were skipped for what this machine lacks. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export const noTests: Counts = { passed: 0, failed: 0, skipped: 0 };

/** A set that ran nothing proves nothing, unless all of it needs what this machine lacks. */
export function succeeded({ passed, failed, skipped }: Counts): boolean {
  return failed === 0 && passed + skipped > 0;
}

export function sumOf(sets: Counts[]): Counts {
  const sum = (count: keyof Counts): number => sets.reduce((total, set) => total + set[count], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

/** The closing lines; the last one has the same form on every machine. */
export function summaryOf({ passed, failed, skipped }: Counts): string[] {
  const lack = `${skipped} skipped for what this machine lacks, each named above`;
  return [...(skipped > 0 ? [lack] : []), `${passed} passed, ${failed} failed`];
}
