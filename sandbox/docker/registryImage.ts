import { textAt } from "../provider/values";
import { pushImage, registryImageAuthenticates } from "./engine";
import { checkRegistryImage, type RegistryImageInputs } from "./inputs";
import { parseReference } from "./reference";
import { diffInputs, type DockerResource } from "./resource";

/** docker:index/registryImage:RegistryImage: pushes a name that the engine holds. */
export const registryImage: DockerResource = {
  check: checkRegistryImage,
  diff: (oldInputs, news) => diffInputs(oldInputs, news, ["name", "triggers"]),
  async create(inputs, engine, { preview }) {
    if (preview) return { id: "", outputs: inputs };
    const { name, authConfig } = inputs as RegistryImageInputs;
    const authenticated = registryImageAuthenticates(engine, name, authConfig);
    const sha256Digest = await pushImage(engine, name, authenticated);
    return { id: sha256Digest, outputs: { ...inputs, sha256Digest } };
  },
  /** The original only reads, too. */
  update: async (inputs, { sha256Digest }) => ({ ...inputs, sha256Digest }),
  read({ id, inputs, outputs }, engine) {
    const { name, authConfig } = inputs as RegistryImageInputs;
    if (!registryImageAuthenticates(engine, name, authConfig)) return undefined;
    const sha256Digest = engine.registry.digest(parseReference(name));
    return sha256Digest === undefined ? undefined : { id, inputs, outputs: { ...outputs, sha256Digest } };
  },
  delete(inputs, state, { registry }) {
    const { name, keepRemotely } = inputs as RegistryImageInputs;
    if (!keepRemotely) registry.remove(parseReference(name), textAt(state, "sha256Digest"));
  },
};
