/** From how many milliseconds on a time without an answer is one that users notice. */
const noticed = 1000;

/** How a request that is made again and again fares. */
export class Availability {
  made = 0;
  failed = 0;
  /** Seconds of the longest time from one success to the next. */
  longest = 0;
  /** Seconds of all times of more than a second from one success to the next. */
  total = 0;
  /** How many have succeeded since the last failure. */
  inARow = 0;
  private readonly errors = new Map<string, number>();
  private last = Date.now();

  /** Makes the request once; it fails when it throws. */
  async attempt(request: () => Promise<void>): Promise<void> {
    this.made++;
    try {
      await request();
      this.inARow++;
      this.answered();
    } catch (error) {
      this.failed++;
      this.inARow = 0;
      const text = textOf(error as Error);
      this.errors.set(text, (this.errors.get(text) ?? 0) + 1);
    }
  }

  /** The time without an answer goes until now, and a new one begins. */
  answered(): void {
    const milliseconds = Date.now() - this.last;
    this.last = Date.now();
    this.longest = Math.max(this.longest, milliseconds / 1000);
    if (milliseconds > noticed) this.total += milliseconds / 1000;
  }

  get report(): string {
    const errors = [...this.errors].map(([text, times]) => `${times} × ${text}`);
    const times = `longest without one ${this.longest.toFixed(1)} s, in all ${this.total.toFixed(1)} s`;
    return `${this.made}, ${this.failed} failed${errors.length > 0 ? ` (${errors.join("; ")})` : ""}; ${times}`;
  }
}

function textOf({ message, cause }: Error): string {
  const { code } = (cause ?? {}) as { code?: string };
  return (code ?? message).split("\n")[0]!.slice(0, 60);
}
