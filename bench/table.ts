export interface Figure {
  /** Undefined when there was nothing to measure, which is an error. */
  value: number | undefined;
  unit: "s" | "MB" | "MiB";
  /** In the same unit; default: no bound. */
  atMost?: number;
  /** What the value is made of, in its place. */
  shown?: string;
}

/** The figures of a benchmark as a table, which marks those that are above their bounds. */
export class Table {
  /** What was above its bound. */
  readonly above: string[] = [];

  constructor(private readonly print: (line: string) => void = console.log) {
    this.line("what", "measured", "at most", "note (phases in seconds)");
    this.line("---", "---", "---", "---");
  }

  figure(what: string, { value, unit, atMost, shown }: Figure, note = ""): void {
    if (value === undefined || !Number.isFinite(value)) throw new Error(`${what}: nothing was measured`);
    const isAbove = atMost !== undefined && value > atMost;
    if (isAbove) this.above.push(what);
    const figure = `${shown ?? value.toFixed(unit === "s" ? 1 : 0)} ${unit}`;
    this.line(what, isAbove ? `✗ ${figure}` : figure, atMost === undefined ? "" : `${atMost} ${unit}`, note);
  }

  /** Says why figures are not there. */
  unmeasured(what: string, reason: string): void {
    this.line(what, "–", "", `not measured: ${reason}`);
  }

  private line(what: string, figure: string, atMost: string, note: string): void {
    this.print(`| ${what.padEnd(46)} | ${figure.padStart(19)} | ${atMost.padStart(8)} | ${note} |`);
  }
}
