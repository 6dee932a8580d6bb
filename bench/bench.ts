import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout, SandboxFolder } from "../sandbox/folder";
import { missingForEngine } from "../sandbox/images/engineNeeds";
import { missingForNodes } from "../sandbox/nodes/needs";
import { controlPlaneTools, ensureTools } from "../sandbox/tools";
import { measureImages } from "./images";
import { measureNodes, secondsToServe } from "./pods";
import { type Memory, memoryOf, samplePeak } from "./memory";

interface Measured {
  seconds: number;
  peak: Memory;
  output: string;
}

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

function row(what: string, figure: string, atMost: string, note: string): void {
  console.log(`| ${what.padEnd(46)} | ${figure.padStart(17)} | ${atMost.padStart(8)} | ${note} |`);
}

function time(what: string, measured: Measured, atMost: string): void {
  row(what, `${measured.seconds.toFixed(1)} s`, atMost, `${summaryOf(measured)} (${phases(measured)})`);
}

function size({ rss, pss }: Memory): string {
  return `${pss.toFixed(0)} (${rss.toFixed(0)}) MiB`;
}

async function imageRows(): Promise<void> {
  const missing = missingForEngine();
  if (missing.length > 0)
    return row("images", "–", "", `not measured: this machine lacks ${missing.join(", ")}`);
  for (const { image, ownMb, baseMb, rebuildSeconds, note } of await measureImages(folder)) {
    const parts = `${ownMb.toFixed(0)} + ${baseMb.toFixed(0)} MB`;
    row(`image ${image}, compressed, ours + base`, parts, "250 MB", note);
    row(`image ${image} built again, nothing changed`, `${rebuildSeconds.toFixed(1)} s`, "5 s", "");
  }
}

async function podRows(): Promise<void> {
  const missing = missingForNodes();
  if (missing.length > 0)
    return row("real pods", "–", "", `not measured: this machine lacks ${missing.join(", ")}`);
  const { seconds, memory } = await measureNodes(realFolder);
  const note = "images and tools there";
  row("two real nodes Ready, with their cluster", `${seconds.toFixed(1)} s`, "15 s", note);
  row("memory with two real nodes, PSS (RSS)", size(memory), "1536 MiB", "without workloads");
  const there = ["--dir", realFolder.path];
  const { output } = await sandbox("up", "--pods", "real", ...there);
  await sandbox("destroy", "--exclude-protected", ...there);
  const up = sandbox("up", ...there);
  const serving = await secondsToServe(`${/curl (http:\S+)/.exec(output)?.[1]}robots.txt`, up);
  await up;
  row(
    "dev with real pods, serving on its address",
    `${serving?.toFixed(1)} s`,
    "60 s",
    "images built before",
  );
}

async function main(): Promise<void> {
  await ensureTools(["pulumi", "kubectl", ...controlPlaneTools]);
  row("what", "measured", "at most", "note (phases in seconds)");
  row("---", "---", "---", "---");
  const first = await sandbox("up");
  time("make local, tools built, no environment yet", first, "45 s");
  const again = await sandbox("up");
  time("make local again", again, "10 s");
  time("preview, nothing changed", await sandbox("preview"), "");
  time("refresh", await sandbox("refresh"), "");
  row("memory at rest, PSS (RSS)", size(memoryOf(folder)), "1536 MiB", "control plane, nodes, controllers");
  row(
    "highest memory of an up, PSS (RSS)",
    size(first.peak),
    "1536 MiB",
    "with engine, program and stand-ins",
  );
  row("highest memory of an up again, PSS (RSS)", size(again.peak), "1536 MiB", "");
  time("destroy --exclude-protected", await sandbox("destroy", "--exclude-protected"), "");
  time("up --stack prod, tools built", await sandbox("up", "--stack", "prod"), "75 s");
  const golden = await measure("npm", "run", "golden");
  row("golden dumps of dev and prod together", `${golden.seconds.toFixed(1)} s`, "6 s", "");
  await imageRows();
  await podRows();
  const tests = await measure("npm", "test");
  row("npm test", `${tests.seconds.toFixed(1)} s`, "20 s", /\d+ passing/.exec(tests.output)?.[0] ?? "");
}

void main().finally(async () => {
  await sandbox("stop", "--now", "--dir", realFolder.path);
  rmSync(realFolder.path, { recursive: true, force: true });
  await sandbox("stop");
  rmSync(folder.path, { recursive: true, force: true });
});
