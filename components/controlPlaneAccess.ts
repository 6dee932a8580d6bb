/**
 * The control plane's endpoints: its DNS name, which IAM guards, and its IP addresses for the authorized ranges.
 * None: the IP endpoint is off.
 */
export function controlPlaneAccess(authorizedRanges: string[]) {
  const ipEndpoint = authorizedRanges.length > 0;
  return {
    inputs: {
      privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: !ipEndpoint },
      controlPlaneEndpointsConfig: {
        dnsEndpointConfig: { allowExternalTraffic: true },
        ipEndpointsConfig: { enabled: ipEndpoint },
      },
      // Left out, everybody would be authorized.
      masterAuthorizedNetworksConfig: {
        cidrBlocks: authorizedRanges.map((cidrBlock) => ({ cidrBlock })),
        gcpPublicCidrsAccessEnabled: false,
      },
    },
    // Without the IP endpoint the provider sends neither (expandControlPlaneEndpointsConfig), and Google shows its own.
    unsent: ipEndpoint
      ? []
      : ["masterAuthorizedNetworksConfig", "privateClusterConfig.enablePrivateEndpoint"],
  };
}
