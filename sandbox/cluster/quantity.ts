const factors: Record<string, number> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** A Kubernetes quantity such as `500m` or `10Gi` as a number; exact below 2^53. */
export function parseQuantity(quantity: string): number {
  const [, number, suffix] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(quantity) ?? [];
  const factor = factors[suffix ?? ""];
  if (number === undefined || factor === undefined)
    throw new Error(`${JSON.stringify(quantity)} is no quantity`);
  return Number(number) * factor;
}
