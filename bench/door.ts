import { nginxConfig } from "../components/nginxConfig";
import { unpackPackages } from "../sandbox/debian";
import { freePort } from "../sandbox/processes";
import { run } from "../sandbox/run";
import { NameServer } from "../test/real/support/nameServer";
import { Nginx } from "../test/real/support/nginx";

/** Answered requests a second, and their ratio; medians, for other programs take their share of the machine. */
export interface DoorRates {
  door: number;
  bare: number;
  ratio: number;
}

const rounds = 15;

const answer = JSON.stringify({ statuses: "x".repeat(2000) });
const plain = (port: number, location: string): string => `
  pid /tmp/nginx.pid; worker_processes 2; events { worker_connections 8192; }
  http { access_log /tmp/access; client_body_temp_path /tmp/body; proxy_temp_path /tmp/proxy;
    fastcgi_temp_path /tmp/fastcgi; uwsgi_temp_path /tmp/uwsgi; scgi_temp_path /tmp/scgi;
    server { listen ${port}; location / { ${location} } } }`;

/** Asks one server, another nginx, through the door's nginx.conf and through one that does nothing but pass on, in turns. */
export async function measureDoor(): Promise<DoorRates> {
  const names = await NameServer.start();
  names.set("api.door.test", ["127.0.0.1"]);
  const [server, bare, door, gateway, health] = (await Promise.all(
    Array.from({ length: 5 }, () => freePort("0.0.0.0")),
  )) as [number, number, number, number, number];
  const configuration = nginxConfig({
    api: { host: "api.door.test", port: server },
    endingApi: { host: "api.door.test", port: server },
    dumpWriter: { host: "api.door.test", port: server },
    resolver: names.address,
    ports: { public: door, gateway, health },
    adminRanges: [],
    requestsPerSecond: 1_000_000,
  });
  const nginxes: Nginx[] = [];
  try {
    nginxes.push(await Nginx.start(plain(server, `access_log off; return 200 '${answer}';`), server));
    nginxes.push(await Nginx.start(plain(bare, `proxy_pass http://127.0.0.1:${server};`), bare));
    nginxes.push(await Nginx.start(configuration, health));
    const rates: DoorRates[] = [];
    while (rates.length < rounds) {
      const pair = { bare: await rateOf(bare), door: await rateOf(door) };
      rates.push({ ...pair, ratio: pair.door / pair.bare });
    }
    const [doors, bares, ratios] = (["door", "bare", "ratio"] as const).map((key) =>
      median(rates.map((rate) => rate[key])),
    ) as [number, number, number];
    return { door: doors, bare: bares, ratio: ratios };
  } finally {
    for (const nginx of nginxes) await nginx.erase();
    names.stop();
  }
}

async function rateOf(port: number): Promise<number> {
  const { env } = await unpackPackages(["wrk"], (line) => console.error(line));
  const { stdout } = await run(
    "wrk",
    ["-t1", "-c32", "-d1s", `http://127.0.0.1:${port}/api/search.json?q=a`],
    { env },
  );
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`requests failed:\n${stdout}`);
  return Number(/Requests\/sec: +([\d.]+)/.exec(stdout)?.[1]);
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
