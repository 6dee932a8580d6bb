import { block, map } from "./nginxText";

/** No request from outside reaches it. */
const errorPath = "/.error";

export const answerVariables = [
  ...map("$status", "$error_text", {
    default: '"refused"',
    400: '"not a request that is understood here"',
    403: '"closed to this address"',
    404: '"not found"',
    405: '"not with this method"',
    413: '"body too large"',
    414: '"address too long"',
    429: '"too many requests of this address, or of all clients together"',
    431: '"headers too large"',
    '"~^50[02]$"': '"no usable answer from a server"',
    503: '"no server at the moment"',
    504: '"no answer from a server in time"',
  }),
  ...map("$status", "$retry_after", { default: '""', 429: 1, 503: 10 }),
  ...map('"$status $uri_asked"', "$allow", {
    default: '""',
    '"~^405 /dump/"': '"GET, HEAD"',
    '"~^405 "': '"GET, HEAD, POST, OPTIONS"',
  }),
];

/** Errors of nginx's own, not those of loklak's servers. `unreachable`: what a server that gives no answer becomes. */
export function errorPages(unreachable: "504" | "502 504" | "502 504 =503" = "502 504"): string[] {
  return [
    `error_page 400 403 404 405 411 413 414 429 500 501 503 505 ${errorPath};`,
    `error_page 494 =431 ${errorPath};`,
    `error_page ${unreachable} ${errorPath};`,
  ];
}

/** Headers of every answer; a block that adds headers has none of those around it. */
export const safeHeaders = [
  "add_header Strict-Transport-Security $transport_security always;",
  "add_header X-Content-Type-Options nosniff always;",
  "add_header X-Frame-Options SAMEORIGIN always;",
  "add_header Referrer-Policy strict-origin-when-cross-origin always;",
];

/** Says an error as JSON, as loklak's clients read it. */
export function errorLocation(): string[] {
  return block(
    `location = ${errorPath}`,
    "internal;",
    "default_type application/json;",
    ...safeHeaders,
    "add_header Cache-Control no-store always;",
    "add_header Allow $allow always;",
    "add_header Retry-After $retry_after always;",
    `return 200 '{"status":$status,"error":"$error_text"}';`,
  );
}

/** Clients send tokens in the query, so no line has it. */
const entry = {
  time: "$time_iso8601",
  httpRequest: {
    requestMethod: "$request_method",
    requestUrl: "$scheme://$host$uri_asked",
    status: "$status",
    responseSize: "$bytes_sent",
    userAgent: "$http_user_agent",
    remoteIp: "$remote_addr",
    latency: "${request_time}s",
    protocol: "$server_protocol",
  },
  peer: "$realip_remote_addr",
  listener: "$server_port",
  upstream: "$upstream_addr",
  upstreamStatus: "$upstream_status",
  upstreamSeconds: "$upstream_response_time",
};

/** A line of JSON a request, in the form that Cloud Logging takes for one of its own. */
export const accessLog = [
  ...map("$request_uri", "$uri_asked", { default: '""', '"~^(?<before_query>[^?]*)"': "$before_query" }),
  `log_format entry escape=json '${JSON.stringify(entry)}';`,
  "access_log /dev/stdout entry;",
];

export const compression = [
  "gzip on;",
  "gzip_vary on;",
  "gzip_proxied any;",
  "gzip_min_length 1024;",
  "gzip_comp_level 4;",
  // Beside text/html. loklak's JSON is application/javascript.
  "gzip_types application/javascript application/json application/rss+xml application/xml image/svg+xml text/css text/javascript text/plain text/xml;",
];
