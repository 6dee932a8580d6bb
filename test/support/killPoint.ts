import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { EngineFolder } from "../../sandbox/engine/folder";
import type { Project, StandIn, Surroundings } from "../../sandbox/engine/surroundings";
import type { Provider } from "../../sandbox/provider/provider";

const moments = {
  asked: "before the provider begins",
  doing: "while the provider works",
  done: "before the engine hears of it",
  told: "after the engine heard of it",
};
const victims = { engine: "the engine", command: "the command with its providers" };

/** Where in a run somebody dies: at a call that creates, updates or deletes. */
export interface KillPoint {
  /** The how manieth such call of the run, from 1. */
  call: number;
  moment: keyof typeof moments;
  victim: keyof typeof victims;
}

export const phases = ["up", "update", "destroy"] as const;
export type Phase = (typeof phases)[number];

/** The same for the same seed on any machine; the calls of seeds that follow each other are spread over the run. */
export function killPoint(seed: number, phase: Phase, calls: number): KillPoint {
  const [moment = 0, victim = 0] = createHash("sha256").update(`${seed} ${phase}`).digest();
  const goldenRatio = (Math.sqrt(5) - 1) / 2;
  const share = (seed * goldenRatio + phases.indexOf(phase) / phases.length) % 1;
  return {
    call: 1 + Math.floor(share * calls),
    moment: pick(moments, moment),
    victim: pick(victims, victim),
  };
}

function pick<T extends object>(from: T, number: number): keyof T {
  const keys = Object.keys(from) as (keyof T)[];
  return keys[number % keys.length]!;
}

export function describeKill({ call, moment, victim }: KillPoint, calls: number): string {
  return `${victims[victim]} killed at call ${call} of ${calls}, ${moments[moment]}`;
}

/** The project with stand-ins under which the victim dies at the point. */
export function killedAt(project: Project, point: KillPoint): Project {
  return {
    ...project,
    surroundings: (folder, user, realism): Surroundings => {
      const surroundings = project.surroundings(folder, user, realism);
      const { pid } = new EngineFolder(folder);
      const kill = () =>
        process.kill(point.victim === "engine" ? Number(readFileSync(pid, "utf8")) : process.pid, "SIGKILL");
      let calls = 0;
      const isNow = () => ++calls === point.call;
      const standIns = surroundings.standIns.map((standIn: StandIn) => ({
        ...standIn,
        provider: () =>
          withChanges(standIn.provider(), (call) => (isNow() ? die(call, point, kill) : call())),
      }));
      return { ...surroundings, standIns };
    },
  };
}

async function die<T>(call: () => Promise<T>, { moment }: KillPoint, kill: () => void): Promise<T> {
  if (moment === "asked") kill();
  const result = call();
  if (moment === "doing") {
    await Promise.race([result, sleep(50)]);
    kill();
  }
  await result;
  if (moment === "done") kill();
  if (moment === "told") setTimeout(kill, 10);
  return result;
}

/** The provider, with its changing calls made by `make`. */
function withChanges(provider: Provider, make: <T>(call: () => Promise<T>) => Promise<T>): Provider {
  const changed = Object.create(provider) as Provider;
  return Object.assign<Provider, Pick<Provider, "create" | "update" | "delete">>(changed, {
    create: async (...args) => {
      const call = () => provider.create.call(changed, ...args);
      return args[1].preview ? call() : make(call);
    },
    update: async (...args) => {
      const call = () => provider.update.call(changed, ...args);
      return args[4].preview ? call() : make(call);
    },
    delete: async (...args) => make(() => provider.delete.call(changed, ...args)),
  });
}
