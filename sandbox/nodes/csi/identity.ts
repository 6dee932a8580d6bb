import { diskDriver } from "../../cluster/csi";

/** Who the driver is, as the interface asks it. */
export const identity = {
  async getPluginInfo() {
    return { name: diskDriver, vendorVersion: "stand-in" };
  },
  async getPluginCapabilities() {
    return {
      capabilities: [
        { service: { type: "VOLUME_ACCESSIBILITY_CONSTRAINTS" } },
        { volumeExpansion: { type: "ONLINE" } },
      ],
    };
  },
  async probe() {
    return { ready: { value: true } };
  },
};
