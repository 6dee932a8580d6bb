import type { WriteStream } from "node:tty";

/** Where a command shows its progress: lines that stay, and on a terminal one last line that changes. */
export class Screen {
  private transient = "";
  private lastLine = Date.now();

  constructor(private readonly stream: Pick<WriteStream, "write"> & { isTTY?: boolean; columns?: number }) {}

  /** Colours the text on a terminal; NO_COLOR (no-color.org) turns colours off. */
  paint(colour: keyof typeof colours, text: string): string {
    return this.stream.isTTY && !process.env.NO_COLOR ? `\x1b[${colours[colour]}m${text}\x1b[0m` : text;
  }

  print(line: string): void {
    this.erase();
    this.stream.write(`${line}\n`);
    this.lastLine = Date.now();
    this.draw();
  }

  /** Shows what goes on now; without a terminal only when nothing was printed for long. An empty text clears it. */
  status(text: string): void {
    if (text === this.transient) return;
    if (this.stream.isTTY) {
      this.erase();
      this.transient = text;
      this.draw();
    } else if (text !== "" && Date.now() - this.lastLine > silenceMilliseconds) {
      this.print(`  … ${text}`);
    }
  }

  /** Runs a step and prints its name and its time, and its result when that is a text. */
  async step<T>(name: string, run: (report: (line: string) => void) => Promise<T>): Promise<T> {
    const start = performance.now();
    this.status(name);
    const result = await run((line) => this.print(`  ${line}`)).finally(() => this.status(""));
    const note = typeof result === "string" ? `  ${result}` : "";
    this.print(`${this.paint("green", "✓")} ${name.padEnd(16)}${seconds(performance.now() - start)}${note}`);
    return result;
  }

  private erase(): void {
    if (this.transient !== "") this.stream.write("\r\x1b[K");
  }

  private draw(): void {
    if (this.transient === "") return;
    // A terminal that does not tell its width says 0.
    const width = this.stream.columns ? this.stream.columns : 80;
    this.stream.write(this.transient.slice(0, width - 1));
  }
}

const colours = { bold: 1, red: 31, green: 32, yellow: 33, magenta: 35, grey: 90 };

const silenceMilliseconds = 15_000;

/** A time in seconds, such as ` 4.2 s`. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1).padStart(5)} s`;
}
