import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Document, isMap, parseDocument, visit } from "yaml";

/** The stacks' files of a project. */
export interface StackFiles {
  /** Holds Pulumi.yaml and the stacks' files. */
  folder: string;
  /** Configuration that holds in the sandbox unless a stack sets it, by full keys. */
  config: Record<string, unknown>;
  /** Whether an encrypted value, which only the stack's owner can read, is refused or has a stand-in. Default refused. */
  encrypted?: "refused" | "stand-in";
}

/** The stacks of a project: those that have a `Pulumi.<stack>.yaml`. */
export function stackNames(project: string): string[] {
  return readdirSync(project)
    .map((file) => /^Pulumi\.([\w.-]+)\.yaml$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
    .sort();
}

/** The name in a project's Pulumi.yaml; a broken file is an error that names it. */
export function projectName(project: string): string {
  return readProject(project).name;
}

/** What a project's Pulumi.yaml says; a broken file is an error that names it. */
export function readProject(project: string): { name: string; main: string } {
  const file = join(project, "Pulumi.yaml");
  const settings = readYaml(file);
  const [name, main = "index.ts"] = [settings.get("name"), settings.get("main")];
  if (typeof name !== "string") throw new Error(`${file}: name must be the project's name`);
  if (typeof main !== "string") throw new Error(`${file}: main must be the program's file`);
  return { name, main };
}

/**
 * The text of a project's `Pulumi.<stack>.yaml` as the sandbox's engine reads it: the same configuration and what the
 * sandbox adds to it, secrets under the sandbox's own key. A stack without such a file, a broken file and encrypted values that
 * are refused are errors that name file and key.
 */
export function stackSettings(
  { folder, config, encrypted = "refused" }: StackFiles,
  stack: string,
  encryptionSalt: string | undefined,
): string {
  const names = stackNames(folder);
  if (!names.includes(stack))
    throw new Error(
      `unknown stack "${stack}": there is no Pulumi.${stack}.yaml; the stacks are ${names.join(", ")}`,
    );
  const file = join(folder, `Pulumi.${stack}.yaml`);
  const settings = readYaml(file);
  if (settings.has("environment"))
    throw new Error(
      `${file}: environment: the sandbox has no Pulumi ESC to take values from; give them under config`,
    );
  const values = encryptedValues(settings);
  if (encrypted === "refused") refuseEncrypted(values, file);
  // Only these lines change: YAML that is written anew may read differently, such as an id with leading zeros.
  const text = withStandIns(readFileSync(file, "utf8"), values).replace(
    /^(secretsprovider|encryptedkey|encryptionsalt):.*(\n|$)/gm,
    "",
  );
  const missing = Object.entries(config).filter(([key]) => !settings.hasIn(["config", key]));
  return (
    withConfig(text, missing) + (encryptionSalt === undefined ? "" : `encryptionsalt: ${encryptionSalt}\n`)
  );
}

function withConfig(text: string, values: [key: string, value: unknown][]): string {
  const ended = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  if (values.length === 0) return ended;
  // The first entry below it, after comments, has the indentation of all.
  const [, config, indent = "  "] = /^(config:.*\n)(?:\s*#.*\n|\s*\n)*( +)(?![\s#])/m.exec(ended) ?? [];
  const lines = values.map(([key, value]) => `${indent}${key}: ${JSON.stringify(value)}\n`).join("");
  return config === undefined
    ? `${ended.replace(/^config:.*\n/m, "")}config:\n${lines}`
    : ended.replace(config, config + lines);
}

interface EncryptedValue {
  /** Where it stands under `config`, as `loklak:loklak.settings.token`. */
  key: string;
  ciphertext: string;
  /** Of its map in the file's text. */
  start: number;
  end: number;
}

function encryptedValues(settings: Document): EncryptedValue[] {
  const found: EncryptedValue[] = [];
  visit(settings, {
    Map(_, map, path) {
      if (!map.has("secure")) return;
      const keys = path.map((node) => ("key" in node ? String(node.key) : "")).filter((part) => part !== "");
      const [start, end] = map.range!;
      found.push({ key: keys.slice(1).join("."), ciphertext: String(map.get("secure")), start, end });
    },
  });
  return found;
}

function refuseEncrypted([first]: EncryptedValue[], file: string): void {
  if (first)
    throw new Error(
      `${file}: ${first.key} is encrypted for the real stack and cannot be read in the sandbox; ` +
        `leave the key out there or give the sandbox a stack file of its own with a plain value`,
    );
}

/** Each value another ciphertext, another stand-in. */
function withStandIns(text: string, values: EncryptedValue[]): string {
  return values.reduceRight((rest, { ciphertext, start, end }) => {
    const hash = createHash("sha256").update(ciphertext).digest("hex").slice(0, 16);
    const map = rest.slice(start, end);
    const space = map.slice(map.trimEnd().length);
    return `${rest.slice(0, start)}${JSON.stringify(`stand-in for the encrypted value ${hash}`)}${space}${rest.slice(end)}`;
  }, text);
}

function readYaml(file: string): Document {
  if (!existsSync(file)) throw new Error(`${file} does not exist`);
  const document = parseDocument(readFileSync(file, "utf8"));
  const [error] = document.errors;
  if (error) throw new Error(`${file} is not valid YAML: ${error.message}`);
  if (document.contents === null) return parseDocument("{}");
  if (!isMap(document.contents) || document.contents.flow)
    throw new Error(`${file} must hold keys and values, one a line, such as config:`);
  const config = document.get("config");
  if (config !== undefined && config !== null && (!isMap(config) || config.flow))
    throw new Error(
      `${basename(file)}: config must hold keys and values, such as ${"loklak:region: europe-west3"}`,
    );
  return document;
}
