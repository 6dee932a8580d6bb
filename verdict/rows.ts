import type { Row } from "./row";
import { table, unknownType } from "./table";

const rows: Record<string, Row> = Object.fromEntries(
  Object.entries(table).flatMap(([types, row]) => types.split(", ").map((type) => [type, row])),
);

/** The row of a type; one that the table does not know is never without a finding. */
export function rowOf(type: string): Row {
  return rows[type] ?? unknownType;
}
