import { readFileSync } from "node:fs";

const established = "01";

/** The established IPv4 connections of this machine from one address to another, by the port they come from. */
export function connections(from: string, to: string, port: number): string[] {
  return ["/proc/net/tcp", "/proc/net/tcp6"]
    .flatMap((table) => readFileSync(table, "utf8").trim().split("\n").slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state]) => state === established)
    .map(([, local = "", remote = ""]) => ({ local: local.split(":"), remote: remote.split(":") }))
    .filter(({ local, remote }) => isAt(local[0]!, from) && isAt(remote[0]!, to))
    .filter(({ remote }) => parseInt(remote[1]!, 16) === port)
    .map(({ local }) => local[1]!);
}

/** Both tables have the bytes of an IPv4 address in the machine's order, one of them behind a prefix. */
function isAt(written: string, address: string): boolean {
  return Buffer.from(written.slice(-8), "hex").reverse().join(".") === address;
}
