import { z } from "zod";
import type { CheckResult, Properties } from "../provider/provider";
import { checkInputs } from "./inputs";

const settings = z.strictObject({
  host: z.string().optional(),
  context: z.string().optional(),
  disableDockerDaemonCheck: z.boolean().optional(),
  registryAuth: z
    .array(
      z.strictObject({
        address: z.string().min(1),
        username: z.string().optional(),
        password: z.string().optional(),
      }),
    )
    .optional(),
});

/** The arguments of a Docker provider; what concerns the connection to an engine has no effect here. */
export type DockerSettings = z.infer<typeof settings>;

/** What a provider's arguments get wrong. */
export function checkDockerSettings(news: Properties): CheckResult {
  const { failures } = checkInputs(settings, {}, own(news));
  return { inputs: news, failures };
}

/** The arguments of a configured provider; lists and flags may come as JSON text. */
export function parseDockerSettings(config: Properties): DockerSettings {
  return settings.parse(own(config));
}

/** Without what the engine itself adds; the SDK sends lists and flags as JSON text. */
function own({ version: _v, pluginDownloadURL: _p, __internal: _i, ...news }: Properties): Properties {
  const { registryAuth, disableDockerDaemonCheck } = news;
  return { ...news, ...parsed({ registryAuth, disableDockerDaemonCheck }) };
}

function parsed(texts: Properties): Properties {
  return Object.fromEntries(
    Object.entries(texts)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, typeof value === "string" ? fromJson(value) : value]),
  );
}

function fromJson(text: string): Properties[string] {
  try {
    return JSON.parse(text) as Properties[string];
  } catch {
    return text;
  }
}
