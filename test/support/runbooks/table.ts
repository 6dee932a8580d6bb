import type { Properties } from "../../../sandbox/provider/provider";

interface Options {
  /** `<property>~<regular expression>`. */
  filter?: string;
  "sort-by"?: string;
  /** `table(<property>, <property>.basename(), location(), …)`. */
  format?: string;
}

/** Resources as gcloud lists them; an option of another form than these is an error. */
export function table(resources: Properties[], { filter, "sort-by": by = "name", format }: Options): string {
  const [, property = "", pattern = ""] = parsed("filter", filter, /^(\w+)~(.*)$/);
  const [, columns = ""] = parsed("format", format, /^table\((.*)\)$/);
  const rows = resources
    .filter((resource) => new RegExp(pattern).test(cell(resource, property)))
    .sort((one, other) => (cell(one, by) < cell(other, by) ? -1 : 1));
  if (rows.length === 0) throw new Error(`nothing matches ${filter}`);
  return rows
    .map((row) =>
      columns
        .split(/, */)
        .map((column) => cell(row, column))
        .join("  "),
    )
    .join("\n");
}

function cell(resource: Properties, column: string): string {
  if (column === "location()") return cell(resource, `${resource.zone ? "zone" : "region"}.basename()`);
  const [, property = "", basename] = parsed("format", column, /^(\w+)(\.basename\(\))?$/);
  const value = resource[property];
  if (typeof value !== "string" && typeof value !== "number") throw new Error(`there is no ${property}`);
  const text = String(value);
  return basename === undefined ? text : text.slice(text.lastIndexOf("/") + 1);
}

function parsed(option: string, value: string | undefined, form: RegExp): RegExpExecArray {
  const found = form.exec(value ?? "");
  if (found === null) throw new Error(`--${option} ${value}: the stand-in knows ${form.source} alone`);
  return found;
}
