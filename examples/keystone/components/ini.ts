type Sections = Record<string, Record<string, string | number | boolean>>;

/** An INI file: a section is its keys and values, in the order given. */
export function ini(sections: Sections): string {
  return Object.entries(sections)
    .map(([name, values]) => {
      const lines = Object.entries(values).map(([key, value]) => `${key} = ${value}\n`);
      return `[${name}]\n${lines.join("")}`;
    })
    .join("\n");
}
