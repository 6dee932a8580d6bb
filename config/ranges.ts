import { privateRanges } from "./specialRanges";
import { Problem } from "./problems";
import { Settings } from "./schema";

/** What ranges ask of each other, and of what they are for. */
export function rangeProblems({
  network = {} as Settings["network"],
  door,
  cluster,
}: Partial<Settings>): Problem[] {
  const own = Object.entries(network).map(([key, range]) => ({
    path: ["network", key],
    name: `network.${key}`,
    range,
  }));
  const admins = (door?.adminRanges ?? []).map((range, i) => ({
    path: ["door", "adminRanges", i],
    name: `door.adminRanges[${i}]`,
    range,
  }));
  return [
    ...listProblems(own, privateProblem),
    ...listProblems(admins),
    ...sumProblems(["door", "adminRanges"], door?.adminRanges),
    ...sumProblems(["cluster", "authorizedRanges"], cluster?.authorizedRanges),
  ];
}

/** Many small ranges are the whole internet, too. */
function sumProblems(path: string[], ranges: string[] = []): Problem[] {
  const addresses = ranges.reduce((sum, range) => sum + bounds(range).size, 0);
  if (addresses <= 2 ** 32 / 64) return [];
  const allowed = "must hold together at most 1/64 of all addresses, as four ranges of /8 do";
  return [{ path, value: ranges, allowed }];
}

interface Place {
  path: (string | number)[];
  name: string;
  range: string;
}

function listProblems(places: Place[], fault: (range: string) => string | undefined = () => undefined) {
  return places.flatMap(({ path, range }, i) => {
    const allowed = startProblem(range) ?? fault(range) ?? overlapProblem(range, places.slice(0, i));
    return allowed === undefined ? [] : [{ path, value: range, allowed }];
  });
}

function startProblem(range: string): string | undefined {
  const { first, address } = bounds(range);
  return first === address ? undefined : "must start at its first address (host bits are zero)";
}

/** Pods are let out to the internet, and to none of these. */
function privateProblem(range: string): string | undefined {
  const { first, last } = bounds(range);
  return privateRanges.map(bounds).some((own) => own.first <= first && last <= own.last)
    ? undefined
    : `must be within one of ${privateRanges.join(", ")}`;
}

function overlapProblem(range: string, others: Place[]): string | undefined {
  const { first, last } = bounds(range);
  const other = others.find((each) => first <= bounds(each.range).last && bounds(each.range).first <= last);
  return other && `must not overlap ${other.name} ${other.range}`;
}

/** First and last address of a range, as numbers, and the one that it is written with. */
export function bounds(range: string): { address: number; first: number; last: number; size: number } {
  const [host = "", bits = ""] = range.split("/");
  const address = host.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  const first = address - (address % size);
  return { address, first, last: first + size - 1, size };
}
