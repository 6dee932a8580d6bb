import assert from "node:assert/strict";
import { closedPaths } from "../components/closedPaths";
import { nginxConfig, type NginxConfigArgs } from "../components/nginxConfig";

const args: NginxConfigArgs = {
  api: { host: "api.web.svc.cluster.local", port: 9000 },
  endingApi: { host: "ending.web.svc.cluster.local", port: 9000 },
  dumpWriter: { host: "dumps.web.svc.cluster.local", port: 9001 },
  resolver: "kube-dns.kube-system.svc.cluster.local",
  ports: { public: 8080, gateway: 8081, health: 8082 },
  adminRanges: [],
  requestsPerSecond: 20,
};
const gateway = { proxyRanges: ["130.211.0.0/22", "35.191.0.0/16"], address: "203.0.113.7" };
const lines = (changes: Partial<NginxConfigArgs> = {}): string[] =>
  nginxConfig({ ...args, ...changes }).split("\n");

/** The lines of the block that begins with `head`, indented as if it stood alone. */
function block(head: string, changes: Partial<NginxConfigArgs> = {}): string {
  const all = lines(changes);
  const begin = all.findIndex((line) => line.trim() === head);
  const indent = " ".repeat(all[begin]!.length - head.length);
  const end = all.indexOf(`${indent}}`, begin);
  return all
    .slice(begin, end + 1)
    .map((line) => line.slice(indent.length))
    .join("\n");
}

describe("nginx.conf", () => {
  it("tells those who read it where it is written", () => {
    assert.equal(
      lines()[0],
      "# Written by components/nginxConfig.ts: change it there, or by the section loklak:door.",
    );
  });

  it("passes on to API servers and dump writer by names that are resolved again and again", () => {
    assert.equal(
      block("location / {"),
      `location / {
    if ($odd_peer) { return 403; }
    if ($odd_path) { return 400; }
    if ($odd_host) { return 400; }
    if ($unknown_method) { return 405; }
    if ($closed) { return 403; }
    recursive_error_pages on;
    error_page 502 = @ending;
    error_page 400 403 404 405 411 413 414 429 500 501 503 505 /.error;
    error_page 494 =431 /.error;
    error_page 504 /.error;
    set $api_host api.web.svc.cluster.local;
    proxy_pass http://$api_host:9000;
}`,
    );
    assert.equal(
      block("location @ending {"),
      `location @ending {
    if ($upstream_addr) { return 502; }
    set $ending_host ending.web.svc.cluster.local;
    proxy_pass http://$ending_host:9000;
}`,
    );
    assert.equal(
      block("location /dump/ {"),
      `location /dump/ {
    if ($odd_peer) { return 403; }
    if ($odd_path) { return 400; }
    if ($odd_host) { return 400; }
    if ($writing_method) { return 405; }
    if ($closed) { return 403; }
    error_page 400 403 404 405 411 413 414 429 500 501 503 505 /.error;
    error_page 494 =431 /.error;
    error_page 502 504 =503 /.error;
    proxy_force_ranges on;
    set $dump_host dumps.web.svc.cluster.local;
    proxy_pass http://$dump_host:9001;
}`,
    );
    assert.ok(lines().includes("    resolver kube-dns.kube-system.svc.cluster.local valid=5s ipv6=off;"));
  });

  it("has a second listener for a gateway alone, which believes Google's proxies", () => {
    const listeners = (changes?: Partial<NginxConfigArgs>): string[] =>
      lines(changes).filter((line) => line.includes("listen "));
    assert.deepEqual(listeners(), ["        listen 8080;", "        listen 8082;"]);
    assert.deepEqual(listeners({ gateway }), [
      "        listen 8080;",
      "        listen 8081;",
      "        listen 8082;",
    ]);
    assert.deepEqual(
      lines({ gateway }).filter((line) => line.includes("real_ip")),
      [
        "        set_real_ip_from 130.211.0.0/22;",
        "        set_real_ip_from 35.191.0.0/16;",
        "        set_real_ip_from 203.0.113.7;",
        "        real_ip_header X-Forwarded-For;",
        "        real_ip_recursive on;",
      ],
    );
    assert.equal(
      block("geo $realip_remote_addr $stranger {", { gateway }),
      "geo $realip_remote_addr $stranger {\n    default 1;\n    130.211.0.0/22 0;\n    35.191.0.0/16 0;\n}",
    );
  });

  it("opens every closed path for the ranges of administrators", () => {
    assert.equal(
      block("geo $not_admin {", { adminRanges: ["198.51.100.0/24"] }),
      "geo $not_admin {\n    default 1;\n    198.51.100.0/24 0;\n}",
    );
    assert.deepEqual(block("map $uri $closed {").split("\n"), [
      "map $uri $closed {",
      "    default 0;",
      ...closedPaths.map((path) => `    ${path} $not_admin;`),
      "}",
    ]);
    assert.equal(new Set(closedPaths).size, closedPaths.length);
  });

  it("counts requests in the servers of clients, not in that of health", () => {
    const counted = lines({ gateway, requestsPerSecond: 7 }).filter((line) =>
      /limit_req(_zone)? /.test(line),
    );
    assert.deepEqual(counted, [
      "    limit_req_zone $binary_remote_addr zone=requests:10m rate=7r/s;",
      "        limit_req zone=requests burst=35 nodelay;",
      "        limit_req zone=requests burst=35 nodelay;",
    ]);
  });

  it("writes below /tmp alone", () => {
    const written = lines().filter((line) => /(_temp_path|^pid) /.test(line));
    assert.deepEqual(written, [
      "pid /tmp/nginx.pid;",
      "    client_body_temp_path /tmp/client_body;",
      "    proxy_temp_path /tmp/proxy;",
      "    fastcgi_temp_path /tmp/fastcgi;",
      "    uwsgi_temp_path /tmp/uwsgi;",
      "    scgi_temp_path /tmp/scgi;",
    ]);
  });
});
