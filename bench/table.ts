export interface Figure {
  /** Undefined when there was nothing to measure, which is an error. */
  value: number | undefined;
  unit: "s" | "MB" | "MiB" | "%";
  /** In the same unit; default: no bound. */
  atMost?: number;
  atLeast?: number;
  /** What the value is made of, in its place. */
  shown?: string;
}

/** The figures of a benchmark as a table, which marks those that are beyond their bounds. */
export class Table {
  /** What was beyond its bound. */
  readonly beyond: string[] = [];

  constructor(private readonly print: (line: string) => void = console.log) {
    this.line("what", "measured", "bound", "note (phases in seconds)");
    this.line("---", "---", "---", "---");
  }

  figure(what: string, { value, unit, atMost, atLeast, shown }: Figure, note = ""): void {
    if (value === undefined || !Number.isFinite(value)) throw new Error(`${what}: nothing was measured`);
    const isBeyond = value > (atMost ?? Infinity) || value < (atLeast ?? -Infinity);
    if (isBeyond) this.beyond.push(what);
    const figure = `${shown ?? value.toFixed(unit === "s" ? 1 : 0)} ${unit}`;
    const bounds = [
      ...(atMost === undefined ? [] : [`≤ ${atMost} ${unit}`]),
      ...(atLeast === undefined ? [] : [`≥ ${atLeast} ${unit}`]),
    ];
    this.line(what, isBeyond ? `✗ ${figure}` : figure, bounds.join(" "), note);
  }

  /** Says why figures are not there. */
  unmeasured(what: string, reason: string): void {
    this.line(what, "–", "", `not measured: ${reason}`);
  }

  private line(what: string, figure: string, bound: string, note: string): void {
    this.print(`| ${what.padEnd(46)} | ${figure.padStart(19)} | ${bound.padStart(10)} | ${note} |`);
  }
}
