import { randomBytes } from "node:crypto";
import { diffInputs } from "../docker/resource";
import {
  type CheckFailure,
  type CheckResult,
  type CreateContext,
  type Created,
  type DiffResult,
  type Properties,
  type Provider,
  type ReadResult,
  type ResourceContext,
  UNKNOWN,
} from "../provider/provider";

const served = "random:index/randomBytes:RandomBytes";
const known = ["length", "keepers"];

/** The stand-in for pulumi-random; it knows RandomBytes alone, as secret as the SDK marks it. */
export class RandomStandIn implements Provider {
  async checkConfig(news: Properties): Promise<CheckResult> {
    return { inputs: news, failures: [] };
  }

  async diffConfig(): Promise<DiffResult> {
    return { changes: {} };
  }

  async configure(): Promise<void> {}

  async invoke(token: string): Promise<Properties> {
    throw new Error(`the random stand-in does not know the function ${token}`);
  }

  async check(_olds: Properties, news: Properties, { type }: ResourceContext): Promise<CheckResult> {
    requireServed(type);
    const strange = Object.keys(news).filter((key) => !known.includes(key) && !key.startsWith("__"));
    const failures: CheckFailure[] = strange.map((property) => ({ property, reason: "is not known" }));
    const { length } = news;
    if (length !== UNKNOWN && !(Number.isInteger(length) && Number(length) >= 1))
      failures.push({ property: "length", reason: "must be a whole number of bytes, at least 1" });
    return { inputs: news, failures };
  }

  async diff(_id: string, oldInputs: Properties, _olds: Properties, news: Properties): Promise<DiffResult> {
    return diffInputs(oldInputs, news, known);
  }

  async create(inputs: Properties, { preview, type }: CreateContext): Promise<Created> {
    requireServed(type);
    if (preview) return { id: "", outputs: { ...inputs, base64: UNKNOWN, hex: UNKNOWN } };
    const bytes = randomBytes(Number(inputs.length));
    // Ids are no secrets.
    return {
      id: "none",
      outputs: { ...inputs, base64: bytes.toString("base64"), hex: bytes.toString("hex") },
    };
  }

  /** What was made exists in the state alone. */
  async read(id: string, inputs: Properties, state: Properties): Promise<ReadResult> {
    if (Object.keys(state).length === 0) throw new Error("the random stand-in cannot import");
    return { id, inputs, outputs: state };
  }

  async update(): Promise<Properties> {
    throw new Error("random bytes are never changed, only made anew");
  }

  async delete(): Promise<void> {}
}

function requireServed(type: string): void {
  if (type !== served) throw new Error(`the random stand-in does not serve ${type}`);
}
