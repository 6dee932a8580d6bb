import type { KubeObject } from "../kubeObject";

type Schema = Record<string, unknown>;

const about = "Stand-in of the sandbox for GKE's own definition, written down from its documentation";

const flag: Schema = { type: "boolean" };
const number = (minimum: number, maximum: number): Schema => ({
  type: "integer",
  format: "int64",
  minimum,
  maximum,
});
const text = (maxLength: number, pattern?: string): Schema => ({ type: "string", maxLength, pattern });
const oneOf = (...values: string[]): Schema => ({ type: "string", enum: values });
const object = (properties: Record<string, Schema>, more: Schema = {}): Schema => ({
  type: "object",
  properties,
  ...more,
});

const dnsLabel = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

/** What a policy is for: an object of a kind in the policy's own namespace. */
const targetRef = (group: string, ...kinds: string[]): Schema =>
  object(
    {
      group: oneOf(group),
      kind: oneOf(...kinds),
      name: { ...text(253), minLength: 1 },
      namespace: text(63, dnsLabel),
    },
    { required: ["group", "kind", "name"] },
  );

const conditions: Schema = {
  type: "array",
  "x-kubernetes-list-type": "map",
  "x-kubernetes-list-map-keys": ["type"],
  items: object(
    {
      type: text(316),
      status: oneOf("True", "False", "Unknown"),
      reason: { ...text(1024), minLength: 1 },
      message: text(32768),
      observedGeneration: { type: "integer", format: "int64", minimum: 0 },
      lastTransitionTime: { type: "string", format: "date-time" },
    },
    { required: ["type", "status", "reason", "message", "lastTransitionTime"] },
  ),
};

function policy(kind: string, plural: string, target: Schema, fields: Schema): KubeObject {
  const group = "networking.gke.io";
  const spec = object({ targetRef: target, default: fields }, { required: ["targetRef"] });
  const properties = {
    apiVersion: { type: "string" },
    kind: { type: "string" },
    metadata: { type: "object" },
    spec,
    status: object({ conditions }),
  };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name: `${plural}.${group}`,
      annotations: { "sandbox/stand-in": about },
      labels: { "gateway.networking.k8s.io/policy": "Direct" },
    },
    spec: {
      group,
      scope: "Namespaced",
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: object(properties, { description: about, required: ["spec"] }) },
        },
      ],
    },
  };
}

/** https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources */
const gatewayPolicy = policy(
  "GCPGatewayPolicy",
  "gcpgatewaypolicies",
  targetRef("gateway.networking.k8s.io", "Gateway"),
  object({ allowGlobalAccess: flag, region: text(63), sslPolicy: text(63, dnsLabel) }),
);

const backendPolicy = policy(
  "GCPBackendPolicy",
  "gcpbackendpolicies",
  targetRef("", "Service"),
  object({
    backendPreference: oneOf("DEFAULT", "PREFERRED"),
    connectionDraining: object({ drainingTimeoutSec: number(0, 3600) }),
    iap: object({ clientID: text(1024), enabled: flag, oauth2ClientSecret: object({ name: text(253) }) }),
    logging: object({ enabled: flag, sampleRate: number(0, 1_000_000) }),
    maxRatePerEndpoint: number(1, 1_000_000_000),
    securityPolicy: text(63, dnsLabel),
    sessionAffinity: object({
      type: oneOf("CLIENT_IP", "GENERATED_COOKIE", "HEADER_FIELD", "HTTP_COOKIE", "NONE"),
      cookieTtlSec: number(0, 1_209_600),
    }),
    timeoutSec: number(1, 2_147_483_647),
  }),
);

const rule = (rule: string, message: string) => ({ rule, message });

const port = {
  port: number(1, 65535),
  portName: text(63, dnsLabel),
  portSpecification: oneOf("USE_FIXED_PORT", "USE_NAMED_PORT", "USE_SERVING_PORT"),
};
const portRules = {
  "x-kubernetes-validations": [
    rule(
      "(has(self.portSpecification) && self.portSpecification == 'USE_FIXED_PORT') == has(self.port)",
      "port is set with portSpecification USE_FIXED_PORT, and with no other",
    ),
    rule(
      "(has(self.portSpecification) && self.portSpecification == 'USE_NAMED_PORT') == has(self.portName)",
      "portName is set with portSpecification USE_NAMED_PORT, and with no other",
    ),
  ],
};
const proxyHeader = oneOf("NONE", "PROXY_V1");
const http = object(
  {
    ...port,
    proxyHeader,
    host: text(2048),
    requestPath: text(2048, String.raw`^\/[A-Za-z0-9\/\-._~%!?$&'()*+,;=:]*$`),
    response: text(1024),
  },
  portRules,
);
const tcp = object({ ...port, proxyHeader, request: text(1024), response: text(1024) }, portRules);
const grpc = object({ ...port, grpcServiceName: text(1024) }, portRules);
const checks = { TCP: "tcp", HTTP: "http", HTTPS: "https", HTTP2: "http2", GRPC: "grpc" };

const healthCheckPolicy = policy(
  "HealthCheckPolicy",
  "healthcheckpolicies",
  targetRef("", "Service"),
  object(
    {
      checkIntervalSec: number(1, 300),
      timeoutSec: number(1, 300),
      healthyThreshold: number(1, 10),
      unhealthyThreshold: number(1, 10),
      logConfig: object({ enabled: flag }),
      config: object(
        {
          type: oneOf(...Object.keys(checks)),
          tcpHealthCheck: tcp,
          httpHealthCheck: http,
          httpsHealthCheck: http,
          http2HealthCheck: http,
          grpcHealthCheck: grpc,
        },
        {
          required: ["type"],
          minProperties: 2,
          maxProperties: 2,
          "x-kubernetes-validations": Object.entries(checks).map(([type, name]) =>
            rule(
              `self.type != '${type}' || has(self.${name}HealthCheck)`,
              `type ${type} needs ${name}HealthCheck`,
            ),
          ),
        },
      ),
    },
    {
      "x-kubernetes-validations": [
        rule(
          "(has(self.timeoutSec) ? self.timeoutSec : 5) <= (has(self.checkIntervalSec) ? self.checkIntervalSec : 5)",
          "timeoutSec must not be greater than checkIntervalSec; each is 5 when it is not set",
        ),
      ],
    },
  ),
);

/** Definitions of the policy kinds that GKE has for Gateway API. */
export const policyDefinitions: KubeObject[] = [gatewayPolicy, backendPolicy, healthCheckPolicy];
