import type { ResourceType } from "../resourceType";
import { projectId } from "../rules/formats";
import { text } from "../values";

/** An API of a project that is on. The stand-in's own answers do not depend on it. */
export const service: ResourceType = {
  formats: {
    project: projectId,
    service: {
      pattern: /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/,
      says: "a domain like serviceusage.googleapis.com",
    },
  },
  shared: true,
  remove(id, state) {
    const stays = state.resources[id]?.inputs.disableOnDestroy === false;
    const name = text(state.resources[id]?.inputs ?? {}, "service") ?? id;
    delete state.resources[id];
    return stays ? `${name} stays on, by disableOnDestroy: false` : undefined;
  },
};
