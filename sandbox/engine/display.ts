import { appendFileSync, writeFileSync } from "node:fs";
import type {
  DiagnosticEvent,
  EngineEvent,
  OpMap,
  OpType,
  StepEventMetadata,
} from "@pulumi/pulumi/automation";
import { changeLine, propertyChanges } from "./changes";
import { type PolicyPack, violationIn } from "./policies";
import { type Screen, seconds } from "./screen";

interface Running {
  start: number;
  title: string;
  message: string;
}

/** Shows an update of the engine, event by event. */
export class Display {
  /** The engine's count of what was, or in a preview would be, done to resources. */
  changes: OpMap = {};
  /** How many errors were shown. */
  errorCount = 0;
  /** How many of them tell of a broken policy. */
  violationCount = 0;
  private readonly running = new Map<string, Running>();
  private readonly said: string[] = [];
  private readonly clock: NodeJS.Timeout;

  constructor(
    private readonly screen: Screen,
    private readonly options: { debug?: boolean; eventLog?: string },
    private readonly policies?: PolicyPack,
  ) {
    if (options.eventLog !== undefined) writeFileSync(options.eventLog, "");
    this.clock = setInterval(() => this.showRunning(), 500).unref();
  }

  close(): void {
    clearInterval(this.clock);
    this.screen.status("");
  }

  /** Takes the engine's next event. */
  readonly onEvent = (event: EngineEvent): void => {
    // Pulumi's SDK writes secrets in clear into its debug messages.
    if ((event.diagnosticEvent?.severity as string) === "debug" && !this.options.debug) return;
    if (this.options.eventLog !== undefined)
      appendFileSync(this.options.eventLog, `${JSON.stringify(event)}\n`);
    if (event.resourcePreEvent) this.begin(event.resourcePreEvent.metadata);
    if (event.resOutputsEvent)
      this.end(event.resOutputsEvent.metadata, event.resOutputsEvent.planning ?? false);
    if (event.resOpFailedEvent) this.fail(event.resOpFailedEvent.metadata);
    if (event.diagnosticEvent) this.diagnose(event.diagnosticEvent);
    this.judge(event);
    if (event.summaryEvent) this.changes = event.summaryEvent.resourceChanges;
  };

  /** Takes the next event of a plan of which only what is wrong with it is shown. */
  readonly onPlan = (event: EngineEvent): void => {
    if (event.diagnosticEvent) this.onEvent(event);
    this.judge(event);
  };

  private judge(event: EngineEvent): void {
    const violation = violationIn(event, this.policies);
    if (!violation) return;
    this.errorCount++;
    this.violationCount++;
    const name = this.screen.paint("red", `policy ${violation.policy}: `);
    this.screen.print(`  ${name}${title(violation.urn)}: ${violation.message}`);
  }

  private begin(step: StepEventMetadata): void {
    if (!shown(step)) return;
    this.running.set(step.urn, { start: performance.now(), title: title(step.urn), message: "" });
    this.showRunning();
  }

  private end(step: StepEventMetadata, planning: boolean): void {
    const begun = this.running.get(step.urn);
    this.running.delete(step.urn);
    const { symbol, colour } = looks[step.op];
    if (!shown(step) || symbol === "") return;
    // A replacement is one step of a plan, and two in its execution.
    const isOtherView = planning ? ["create-replacement", "delete-replaced"] : ["replace"];
    if (isOtherView.includes(step.op)) return;
    const time = begun && !planning ? seconds(performance.now() - begun.start) : "";
    this.screen.print(
      `  ${this.screen.paint(colour, symbol.padEnd(2))} ${title(step.urn).padEnd(70)}${time}`,
    );
    if (step.op !== "create" && step.op !== "delete")
      for (const change of propertyChanges(step)) this.screen.print(`       ${changeLine(change)}`);
  }

  private fail(step: StepEventMetadata): void {
    this.running.delete(step.urn);
    this.screen.print(
      `  ${this.screen.paint("red", "!!")} ${title(step.urn).padEnd(70)} failed to ${step.op}`,
    );
  }

  private diagnose({ severity, message, urn, ephemeral }: DiagnosticEvent): void {
    const lines = message.trim();
    if ((severity as string) === "debug") {
      this.screen.print(this.screen.paint("grey", `     ${lines}`));
      return;
    }
    const running = this.running.get(urn ?? "");
    if (ephemeral) {
      if (running) running.message = lines;
      return this.showRunning();
    }
    if (/^((update|preview) (failed|canceled))?$/.test(lines)) return;
    if (this.said.some((text) => text.includes(lines))) return;
    this.said.push(lines);
    if (severity === "error") this.errorCount++;
    const where = urn === undefined || urn.includes("pulumi:pulumi:Stack::") ? "" : `${title(urn)}: `;
    const name = severity === "error" || severity === "warning" ? `${severity}: ` : "";
    const colour = severity === "error" ? "red" : severity === "warning" ? "yellow" : "grey";
    this.screen.print(`  ${this.screen.paint(colour, name)}${where}${lines}`);
  }

  private showRunning(): void {
    const [first] = this.running.values();
    if (!first) return this.screen.status("");
    const others = this.running.size > 1 ? ` and ${this.running.size - 1} more` : "";
    const message = first.message === "" ? "" : `: ${first.message}`;
    this.screen.status(
      `${seconds(performance.now() - first.start).trim()} ${first.title}${others}${message}`,
    );
  }
}

interface Look {
  symbol: string;
  colour: Parameters<Screen["paint"]>[0];
}

const unseen: Look = { symbol: "", colour: "grey" };
const looks: Record<OpType, Look> = {
  same: unseen,
  create: { symbol: "+", colour: "green" },
  update: { symbol: "~", colour: "yellow" },
  delete: { symbol: "-", colour: "red" },
  replace: { symbol: "+-", colour: "magenta" },
  "create-replacement": { symbol: "++", colour: "green" },
  "delete-replaced": { symbol: "--", colour: "red" },
  read: { symbol: ">", colour: "grey" },
  "read-replacement": { symbol: ">>", colour: "grey" },
  refresh: unseen,
  discard: { symbol: "<", colour: "red" },
  "discard-replaced": { symbol: "<<", colour: "red" },
  "remove-pending-replace": unseen,
  import: { symbol: "=", colour: "green" },
  "import-replacement": { symbol: "=>", colour: "magenta" },
};

/** Components and providers are not shown: what they hold is. */
function shown({ old, new: fresh, type }: StepEventMetadata): boolean {
  return (fresh ?? old)?.custom === true && !type.startsWith("pulumi:providers:");
}

/** How people see a resource: `gcp:compute:Disk data` for `urn:pulumi:dev::loklak::…$gcp:compute/disk:Disk::data`. */
export function title(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  const type = types.split("$").at(-1) ?? "";
  return `${type.replace(/^(\w+):(\w+)\/(\w+):(\w+)$/, simplified)} ${name}`;
}

function simplified(type: string, pkg: string, module: string, file: string, name: string): string {
  return file.toLowerCase() === name.toLowerCase() ? `${pkg}:${module}:${name}` : type;
}

/** The engine's counts in words, such as `3 created, 60 unchanged`. */
export function summary(changes: OpMap, preview: boolean): string {
  const words = (past: string, plan: string) => (preview ? `to ${plan}` : past);
  const counts: [number | undefined, string][] = [
    [changes.create, words("created", "create")],
    [changes.import, words("imported", "import")],
    [changes.update, words("updated", "update")],
    [changes.replace, words("replaced", "replace")],
    [changes.delete, words("deleted", "delete")],
    [changes.same, "unchanged"],
  ];
  const parts = counts.filter(([count]) => count).map(([count, what]) => `${count} ${what}`);
  return parts.join(", ") || "nothing to do";
}
