import { errorPages } from "./nginxAnswers";
import { refusals } from "./nginxRequests";
import { block } from "./nginxText";

/** A name that is resolved again and again, and a port. */
export interface Upstream {
  host: string;
  port: number;
}

/**
 * Of a request's headers loklak gets these and no others. It trusts X-Real-IP, and 127.0.0.1 there is its
 * administrator (RemoteAccess.java); so may be whom Referer names, which it therefore never gets.
 */
const passedHeaders = [
  "Accept",
  "Accept-Language",
  "Authorization",
  "Content-Type",
  "Cookie",
  "If-Modified-Since",
  "If-None-Match",
  "If-Range",
  "Origin",
  "Range",
  "User-Agent",
];

/** How each location asks; a block that sets headers has none of those around it. */
export const proxying = [
  "proxy_http_version 1.1;",
  "proxy_pass_request_headers off;",
  "proxy_set_header Host $host;",
  "proxy_set_header X-Real-IP $remote_addr;",
  "proxy_set_header X-Forwarded-For $remote_addr;",
  "proxy_set_header X-Forwarded-Host $host;",
  "proxy_set_header X-Forwarded-Proto $forwarded_proto;",
  "proxy_set_header X-Forwarded-Port $forwarded_port;",
  ...passedHeaders.map(
    (name) => `proxy_set_header ${name} $http_${name.toLowerCase().replaceAll("-", "_")};`,
  ),
  "proxy_hide_header X-Powered-By;",
  "proxy_ignore_headers X-Accel-Redirect X-Accel-Expires X-Accel-Limit-Rate X-Accel-Buffering X-Accel-Charset;",
  // loklak names itself as it was asked, always with http.
  "proxy_redirect http://$host/ /;",
  "proxy_connect_timeout 2s;",
  "proxy_send_timeout 10s;",
  "proxy_read_timeout 60s;",
  // Another server is asked when one gives no answer: never again for what was sent with POST, and not for status 503,
  // with which loklak tells a client that it asks too often.
  "proxy_next_upstream error timeout invalid_header;",
  "proxy_next_upstream_tries 3;",
  "proxy_next_upstream_timeout 10s;",
  "proxy_buffers 8 16k;",
  // What is longer waits for its client: dumps have gigabytes, and there is no disk.
  "proxy_max_temp_file_size 0;",
];

/** Everything but dumps, from any of the API servers. */
export function apiLocation({ host, port }: Upstream, ending: Upstream): string[] {
  return [
    ...block(
      "location /",
      ...refusals("$unknown_method"),
      "recursive_error_pages on;",
      "error_page 502 = @ending;",
      ...errorPages("504"),
      `set $api_host ${host};`,
      `proxy_pass http://$api_host:${port};`,
    ),
    ...block(
      "location @ending",
      // What a server was asked already is not asked again.
      "if ($upstream_addr) { return 502; }",
      `set $ending_host ${ending.host};`,
      `proxy_pass http://$ending_host:${ending.port};`,
    ),
  ];
}

/** Dumps, which lie on one disk. While their server is replaced there is none. */
export function dumpLocation({ host, port }: Upstream): string[] {
  return block(
    "location /dump/",
    ...refusals("$writing_method"),
    ...errorPages("502 504 =503"),
    // loklak always sends a dump whole (DumpDownloadServlet.java); who asks for the rest of one gets that.
    "proxy_force_ranges on;",
    `set $dump_host ${host};`,
    `proxy_pass http://$dump_host:${port};`,
  );
}
