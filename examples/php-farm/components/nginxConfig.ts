import { paths, ports, requestSeconds } from "./paths";

/** A whole nginx.conf; everything that nginx writes is below /tmp. */
export function nginxConfig({ maxBodyMb }: { maxBodyMb: number }): string {
  return `pid /tmp/nginx.pid;
worker_processes 2;
error_log stderr warn;

events {
  worker_connections 1024;
}

http {
  include mime.types;
  default_type application/octet-stream;
  server_tokens off;
  etag on;
  sendfile on;
  # Files are looked for by name each time: a kept descriptor would go on serving a release that is gone.
  open_file_cache off;
  client_max_body_size ${maxBodyMb}m;
  client_header_timeout 10s;
  client_body_timeout 10s;
  send_timeout 10s;
  gzip on;
  gzip_types text/css text/plain application/javascript application/json image/svg+xml;
  client_body_temp_path /tmp/body;
  fastcgi_temp_path /tmp/fastcgi;
  proxy_temp_path /tmp/proxy;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;

  log_format json escape=json
    '{"time":"$time_iso8601","client":"$remote_addr","method":"$request_method","uri":"$request_uri",'
    '"status":$status,"bytes":$body_bytes_sent,"seconds":$request_time}';

  server {
    listen ${ports.http} default_server;
    access_log /dev/stdout json;
    root ${paths.content}/current/public;
    index index.php index.html;
    add_header X-Content-Type-Options nosniff always;

    location / {
      try_files $uri $uri/ =404;
    }
    location ~ /\\. {
      return 404;
    }
    location ~ \\.php$ {
      try_files $uri =404;
${fastcgi([
  // The release itself, not the name that leads to the current one: what PHP keeps of a path stays true, and a request that
  // has begun ends in the release that it began in.
  ["DOCUMENT_ROOT", "$realpath_root"],
  ["SCRIPT_FILENAME", "$realpath_root$fastcgi_script_name"],
  ["SCRIPT_NAME", "$fastcgi_script_name"],
  ["QUERY_STRING", "$query_string"],
  ["REQUEST_METHOD", "$request_method"],
  ["REQUEST_URI", "$request_uri"],
  ["CONTENT_TYPE", "$content_type"],
  ["CONTENT_LENGTH", "$content_length"],
  ["SERVER_PROTOCOL", "$server_protocol"],
  ["SERVER_NAME", "$host"],
  ["SERVER_PORT", "80"],
  ["REMOTE_ADDR", "$remote_addr"],
  // An empty one is not sent: a client's Proxy header must not become a setting of PHP's.
  ["HTTP_PROXY", '""'],
])}
    }
    # Any other name of a script: copies that editors leave, paths behind a script, names in capitals.
    location ~* \\.(php|phtml|phar|inc) {
      return 404;
    }
  }

  server {
    listen ${ports.health};
    access_log off;

    location = /nginx {
      return 200;
    }
    location = /php {
${fastcgi(ping)}
    }
    location = /ready {
      if (!-d ${paths.content}/current/public) {
        return 503;
      }
${fastcgi(ping)}
    }
    location / {
      return 404;
    }
  }
}
`;
}

/** PHP itself answers it, without any script. */
const ping: [string, string][] = [
  ["SCRIPT_NAME", "/ping"],
  ["SCRIPT_FILENAME", "/ping"],
  ["REQUEST_METHOD", "GET"],
];

function fastcgi(parameters: [string, string][]): string {
  const lines = [
    `fastcgi_pass unix:${paths.socket};`,
    `fastcgi_read_timeout ${requestSeconds + 5}s;`,
    ...parameters.map(([name, value]) => `fastcgi_param ${name} ${value};`),
  ];
  return lines.map((line) => `      ${line}`).join("\n");
}
