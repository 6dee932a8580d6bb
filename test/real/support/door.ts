import { nginxConfig, type NginxConfigArgs } from "../../../components/nginxConfig";
import { freePort } from "../../../sandbox/processes";
import { NameServer } from "./nameServer";
import { Nginx } from "./nginx";
import { Upstream } from "./upstream";

const apiName = "api.door.test";
const endingName = "ending.door.test";
const dumpName = "dumps.door.test";

export interface DoorChanges {
  args?: Partial<NginxConfigArgs>;
  /** Times to shorten: what stands in nginx.conf, and what does in its place. */
  replaced?: [from: string, to: string][];
}

/** nginx as rendered, in front of small servers that are found by DNS. */
export class TestDoor {
  readonly apis: Upstream[] = [];
  private writer?: Upstream;

  private constructor(
    readonly nginx: Nginx,
    readonly ports: NginxConfigArgs["ports"],
    private readonly names: NameServer,
    private readonly upstreamPort: number,
  ) {}

  static async open({ args, replaced = [] }: DoorChanges = {}): Promise<TestDoor> {
    const names = await NameServer.start();
    names.set(apiName, []);
    const free = Array.from({ length: 4 }, () => freePort("0.0.0.0"));
    const [port, ...listeners] = (await Promise.all(free)) as [number, number, number, number];
    const ports = { public: listeners[0], gateway: listeners[1], health: listeners[2] };
    let text = nginxConfig({
      api: { host: apiName, port },
      endingApi: { host: endingName, port },
      dumpWriter: { host: dumpName, port },
      resolver: names.address,
      ports,
      adminRanges: [],
      requestsPerSecond: 100_000,
      ...args,
    });
    for (const [from, to] of replaced) {
      if (!text.includes(from)) throw new Error(`nginx.conf has no ${from}`);
      text = text.replaceAll(from, to);
    }
    return new TestDoor(await Nginx.start(text, ports.health), ports, names, port);
  }

  /** Starts an API server at an address and adds it to the answers of DNS. */
  async startApi(address: string): Promise<Upstream> {
    const api = await Upstream.start(address, this.upstreamPort);
    this.apis.push(api);
    this.announce();
    return api;
  }

  /** Takes an API server from the answers of DNS; it goes on. */
  withdraw(api: Upstream): void {
    this.apis.splice(this.apis.indexOf(api), 1);
    this.announce();
  }

  /** Takes an API server from the answers of DNS, but where those that are about to end are found. */
  end(api: Upstream): void {
    this.withdraw(api);
    this.names.set(endingName, [api.address]);
  }

  async startWriter(address: string): Promise<Upstream> {
    this.writer = await Upstream.start(address, this.upstreamPort);
    this.names.set(dumpName, [address]);
    return this.writer;
  }

  async close(): Promise<void> {
    await this.nginx.erase();
    for (const upstream of this.apis) upstream.kill();
    this.writer?.kill();
    this.names.stop();
  }

  private announce(): void {
    this.names.set(
      apiName,
      this.apis.map(({ address }) => address),
    );
  }
}

/** Opens a door with one API server behind it for a test; closed after it. */
export function doorForTest(): (changes?: DoorChanges) => Promise<{ door: TestDoor; api: Upstream }> {
  let door: TestDoor | undefined;
  afterEach(() => door?.close());
  return async (changes) => {
    door = await TestDoor.open(changes);
    return { door, api: await door.startApi("127.77.0.1") };
  };
}
