import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout, SandboxFolder } from "../sandbox/folder";
import { missingForEngine } from "../sandbox/images/engineNeeds";
import { missingForNodes } from "../sandbox/nodes/needs";
import { missingForNginx } from "../test/real/support/nginx";
import { controlPlaneTools, ensureTools } from "../sandbox/tools";
import { measureDoor } from "./door";
import { measureImages } from "./images";
import { measureNodes, secondsToServe } from "./pods";
import { type Memory, memoryOf, samplePeak } from "./memory";
import { Table } from "./table";

interface Measured {
  seconds: number;
  peak: Memory;
  output: string;
}

const table = new Table();
const folder = new SandboxFolder(mkdtempSync(join(tmpdir(), "loklak-bench-")));
const realFolder = new SandboxFolder(mkdtempSync(join(tmpdir(), "loklak-bench-pods-")));

/** Runs a command to its end; one that fails ends the benchmark with what it printed. */
async function measure(command: string, ...args: string[]): Promise<Measured> {
  const start = performance.now();
  const child = spawn(command, args, { cwd: checkout, stdio: ["ignore", "pipe", "pipe"] });
  const stopSampling = samplePeak(folder, child.pid!);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (output += data.toString()));
  const [code] = (await once(child, "close")) as [number];
  const peak = stopSampling();
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${output}`);
  return { seconds: (performance.now() - start) / 1000, peak, output };
}

function sandbox(command: string, ...args: string[]): Promise<Measured> {
  return measure(
    process.execPath,
    "--import",
    "tsx",
    "sandbox/cli.ts",
    command,
    "--dir",
    folder.path,
    ...args,
  );
}

/** The steps that a command printed, such as `engine 0.8, up 4.1`, without those that took no time. */
function phases({ output }: Measured): string {
  return [...output.matchAll(/^✓ (.+?) +(\d+\.\d) s/gm)]
    .filter(([, , seconds]) => seconds !== "0.0")
    .map(([, name, seconds]) => `${name} ${seconds}`)
    .join(", ");
}

function summaryOf({ output }: Measured): string {
  return /^✓ (?:up|preview|refresh|destroy) .* s {2}(.*)$/m.exec(output)?.[1] ?? "";
}

function time(what: string, value: number | undefined, atMost?: number, note?: string): void {
  table.figure(what, { value, unit: "s", atMost }, note);
}

function command(what: string, measured: Measured, atMost?: number): void {
  time(what, measured.seconds, atMost, `${summaryOf(measured)} (${phases(measured)})`);
}

function memory(what: string, { rss, pss }: Memory, note: string): void {
  const shown = `${pss.toFixed(0)} (${rss.toFixed(0)})`;
  table.figure(`${what}, PSS (RSS)`, { value: pss, unit: "MiB", atMost: 1536, shown }, note);
}

async function imageRows(): Promise<void> {
  const missing = missingForEngine();
  if (missing.length > 0) return table.unmeasured("images", `this machine lacks ${missing.join(", ")}`);
  for (const { image, ownMb, baseMb, rebuildSeconds, note } of await measureImages(folder)) {
    const shown = `${ownMb.toFixed(0)} + ${baseMb.toFixed(0)}`;
    const what = `image ${image}, compressed, ours + base`;
    table.figure(what, { value: ownMb + baseMb, unit: "MB", atMost: 250, shown }, note);
    time(`image ${image} built again, nothing changed`, rebuildSeconds, 5);
  }
}

async function doorRow(): Promise<void> {
  const missing = missingForNginx();
  if (missing.length > 0) return table.unmeasured("door", `this machine lacks ${missing.join(", ")}`);
  const { door, bare, ratio } = await measureDoor();
  table.figure(
    "requests through the door, of a bare nginx's",
    { value: 100 * ratio, unit: "%", atLeast: 80 },
    `${door.toFixed(0)} and ${bare.toFixed(0)} a second`,
  );
}

async function podRows(): Promise<void> {
  const missing = missingForNodes();
  if (missing.length > 0) return table.unmeasured("real pods", `this machine lacks ${missing.join(", ")}`);
  const nodes = await measureNodes(realFolder);
  time("two real nodes Ready, with their cluster", nodes.seconds, 15, "images and tools there");
  memory("memory with two real nodes", nodes.memory, "without workloads");
  const there = ["--dir", realFolder.path];
  const { output } = await sandbox("up", "--pods", "real", ...there);
  await sandbox("destroy", "--exclude-protected", ...there);
  const up = sandbox("up", ...there);
  const serving = await secondsToServe(`${/curl (http:\S+)/.exec(output)?.[1]}robots.txt`, up);
  await up;
  time("dev with real pods, serving on its address", serving, 60, "images built before");
}

async function main(): Promise<void> {
  await ensureTools(["pulumi", "kubectl", ...controlPlaneTools]);
  const first = await sandbox("up");
  command("make local, tools built, no environment yet", first, 45);
  const again = await sandbox("up");
  command("make local again", again, 10);
  command("preview, nothing changed", await sandbox("preview"));
  command("refresh", await sandbox("refresh"));
  memory("memory at rest", memoryOf(folder), "control plane, nodes, controllers");
  memory("highest memory of an up", first.peak, "with engine, program and stand-ins");
  memory("highest memory of an up again", again.peak, "");
  command("destroy --exclude-protected", await sandbox("destroy", "--exclude-protected"));
  command("up --stack prod, tools built", await sandbox("up", "--stack", "prod"), 75);
  const golden = await measure("npm", "run", "golden");
  time("golden dumps of dev and prod together", golden.seconds, 6);
  await imageRows();
  await doorRow();
  await podRows();
  const tests = await measure("npm", "test");
  time("npm test", tests.seconds, 20, /\d+ passing/.exec(tests.output)?.[0]);
  if (table.beyond.length === 0) return;
  console.error(`beyond their bounds: ${table.beyond.join("; ")}`);
  process.exitCode = 1;
}

void main().finally(async () => {
  await sandbox("stop", "--now", "--dir", realFolder.path);
  rmSync(realFolder.path, { recursive: true, force: true });
  await sandbox("stop");
  rmSync(folder.path, { recursive: true, force: true });
});
