import { map } from "./nginxText";

/** The most that one request brings: loklak's own limit for forms (LoklakServer.java). */
const bodyMb = 10;
/** Of all clients at the same time, and of one. */
const uploads = 80;
const uploadsOfOne = 4;

/** They go as slowly as clients read: of all clients at the same time, and of one. */
const downloads = 64;
const downloadsOfOne = 4;

/** What waits on disk at most until a server takes it: bodies that are on their way. */
export const nginxDiskMb = uploads * bodyMb;

/** Seconds for which it goes on with an answer of DNS, however old that was already. */
export const nginxDnsSeconds = 5;

/** Seconds that it goes on with the requests it has, once it is told to end with SIGQUIT. */
export const nginxShutdownSeconds = 60;

/** Sizes and silences for all, and what is counted of each client. */
export function limits(requestsPerSecond: number): string[] {
  return [
    `limit_req_zone $binary_remote_addr zone=requests:10m rate=${requestsPerSecond}r/s;`,
    "limit_req_status 429;",
    "limit_conn_zone $binary_remote_addr zone=connections:10m;",
    ...map("$request_method", "$upload", { default: '""', POST: "all" }),
    "limit_conn_zone $upload zone=uploads:1m;",
    ...map("$request_method", "$uploader", { default: '""', POST: "$binary_remote_addr" }),
    "limit_conn_zone $uploader zone=uploaders:1m;",
    ...map("$uri", "$download", { default: '""', '"~^/dump/"': "all" }),
    "limit_conn_zone $download zone=downloads:1m;",
    ...map("$uri", "$downloader", { default: '""', '"~^/dump/"': "$binary_remote_addr" }),
    "limit_conn_zone $downloader zone=downloaders:1m;",
    "limit_conn_status 429;",
    `client_max_body_size ${bodyMb}m;`,
    "client_body_buffer_size 64k;",
    "client_header_buffer_size 2k;",
    "large_client_header_buffers 4 16k;",
    "client_header_timeout 10s;",
    "client_body_timeout 10s;",
    "send_timeout 30s;",
    "keepalive_timeout 30s;",
    "reset_timedout_connection on;",
  ];
}

/** Counts the requests of a server, and refuses those that are too many. */
export function counted(requestsPerSecond: number): string[] {
  return [
    `limit_req zone=requests burst=${5 * requestsPerSecond} nodelay;`,
    "limit_conn connections 64;",
    `limit_conn uploaders ${uploadsOfOne};`,
    `limit_conn uploads ${uploads};`,
    `limit_conn downloaders ${downloadsOfOne};`,
    `limit_conn downloads ${downloads};`,
  ];
}
