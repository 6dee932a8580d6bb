import {
  accessLog,
  answerVariables,
  compression,
  errorLocation,
  errorPages,
  safeHeaders,
} from "./nginxAnswers";
import { counted, limits, nginxDnsSeconds, nginxShutdownSeconds } from "./nginxLimits";
import { apiLocation, dumpLocation, proxying, Upstream } from "./nginxProxy";
import { requestVariables } from "./nginxRequests";
import { block, map } from "./nginxText";

export interface NginxConfigArgs {
  /** The API servers' headless name, which resolves to the address of each; asked for again when the answer is too old. */
  api: Upstream;
  /** A name that leads to those of them that are about to end, while no other is ready: the headless one has none then. */
  endingApi: Upstream;
  dumpWriter: Upstream;
  /** The DNS server's name or address, with `:port` when it is not 53; a name is resolved once, at start. */
  resolver: string;
  ports: { public: number; gateway: number; health: number };
  /** IPv4 ranges for which the paths of closedPaths.ts are open. */
  adminRanges: string[];
  /** Of one client address; five seconds' worth may come at once, and more gets status 429. */
  requestsPerSecond: number;
  /** The listener behind Google's proxies: the ranges they ask from, and the address that clients ask. Default: not there. */
  gateway?: { proxyRanges: string[]; address: string };
}

/** What says that nginx serves, at the port of its health, whatever the servers behind it do. Google's health checks want status 200. */
export const nginxHealthPath = "/healthz";

/** nginx.conf, for nginx 1.22 and newer, which is started with `daemon off` and writes below /tmp alone. */
export function nginxConfig(args: NginxConfigArgs): string {
  const { api, endingApi, dumpWriter, ports, gateway } = args;
  const listener = [
    ...counted(args.requestsPerSecond),
    ...apiLocation(api, endingApi),
    ...dumpLocation(dumpWriter),
    ...errorLocation(),
  ];
  return [
    "# Written by components/nginxConfig.ts: change it there, or by the section loklak:door.",
    "pid /tmp/nginx.pid;",
    // Further lines have the query of a request, in which loklak's clients send tokens.
    "error_log stderr crit;",
    // Not one for each processor of the machine, of which the pod has a share.
    "worker_processes 2;",
    `worker_shutdown_timeout ${nginxShutdownSeconds}s;`,
    "pcre_jit on;",
    ...block("events", "worker_connections 8192;"),
    ...block(
      "http",
      ...["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((use) => `${use}_temp_path /tmp/${use};`),
      "server_tokens off;",
      "absolute_redirect off;",
      // nginx asks a lost question again after five seconds.
      `resolver ${args.resolver} valid=${nginxDnsSeconds}s ipv6=off;`,
      "resolver_timeout 10s;",
      ...listenerVariables(ports.gateway, gateway?.proxyRanges ?? []),
      ...requestVariables(args.adminRanges),
      ...answerVariables,
      ...accessLog,
      ...compression,
      ...limits(args.requestsPerSecond),
      ...proxying,
      ...safeHeaders,
      ...errorPages(),
      ...block("server", `listen ${ports.public};`, ...listener),
      ...(gateway === undefined
        ? []
        : block("server", `listen ${ports.gateway};`, ...behindProxies(gateway), ...listener)),
      ...block(
        "server",
        `listen ${ports.health};`,
        "access_log off;",
        ...block(`location = ${nginxHealthPath}`, "return 200;"),
        ...block("location /", "return 404;"),
        ...errorLocation(),
      ),
    ),
    "",
  ].join("\n");
}

/** What differs between the listeners: all that reaches the gateway's came with TLS. */
function listenerVariables(gatewayPort: number, proxyRanges: string[]): string[] {
  return [
    ...block("geo $realip_remote_addr $stranger", "default 1;", ...proxyRanges.map((range) => `${range} 0;`)),
    ...map("$server_port", "$odd_peer", { default: 0, [gatewayPort]: "$stranger" }),
    ...map("$server_port", "$forwarded_proto", { default: "http", [gatewayPort]: "https" }),
    ...map("$server_port", "$forwarded_port", { default: 80, [gatewayPort]: 443 }),
    ...map("$server_port", "$transport_security", { default: '""', [gatewayPort]: '"max-age=31536000"' }),
  ];
}

/** Google's proxies append `<client>,<address asked>` to X-Forwarded-For: the last one that is neither of them is the client. */
function behindProxies({ proxyRanges, address }: NonNullable<NginxConfigArgs["gateway"]>): string[] {
  return [
    ...[...proxyRanges, address].map((range) => `set_real_ip_from ${range};`),
    "real_ip_header X-Forwarded-For;",
    "real_ip_recursive on;",
    // The proxies keep connections for 600 s, and must be the first to close one.
    "keepalive_timeout 650s;",
    "keepalive_requests 1000000;",
  ];
}
