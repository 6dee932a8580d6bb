import { stringify } from "yaml";

/** The value as YAML for readers of version 1.1, such as Elasticsearch's and kubectl's, to whom also `on` is no text. */
export function yaml(value: object): string {
  // As a block, a text of blanks and line ends loses its blanks.
  return stringify(value, { version: "1.1", blockQuote: false });
}
