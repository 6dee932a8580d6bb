import { paths, requestSeconds } from "./paths";

export interface PhpArgs {
  /** Requests that one replica answers at the same time. */
  workers: number;
  /** MiB of the container. */
  memoryMb: number;
  maxBodyMb: number;
}

/** MiB for compiled scripts, which all workers share; and for PHP itself, with a share of it for each worker. */
const opcacheMb = 64;
const ownMb = 64;

/** MiB that are left for each worker's scripts. */
export function scriptMemoryMb({ workers, memoryMb }: Pick<PhpArgs, "workers" | "memoryMb">): number {
  return Math.floor((memoryMb - opcacheMb - ownMb) / workers);
}

/** A whole php-fpm.conf. */
export function phpFpmConfig({ workers }: PhpArgs): string {
  return `[global]
daemonize = no
error_log = /dev/stderr
process_control_timeout = ${requestSeconds}s

[www]
listen = ${paths.socket}
listen.mode = 0600
pm = static
pm.max_children = ${workers}
pm.max_requests = 1000
request_terminate_timeout = ${requestSeconds}s
ping.path = /ping
clear_env = yes
security.limit_extensions = .php
`;
}

/** A whole php.ini. */
export function phpIni(args: PhpArgs): string {
  return `zend_extension = opcache
expose_php = 0
display_errors = 0
log_errors = 1
output_buffering = 4096
memory_limit = ${scriptMemoryMb(args)}M
max_execution_time = ${requestSeconds}
post_max_size = ${args.maxBodyMb}M
upload_max_filesize = ${args.maxBodyMb}M
upload_tmp_dir = /tmp
session.save_path = /tmp
cgi.fix_pathinfo = 0
allow_url_fopen = 0
disable_functions = exec,passthru,shell_exec,system,proc_open,popen
; nginx names scripts by their release, and what is in a release never changes: neither cache is ever wrong.
opcache.validate_timestamps = 0
opcache.memory_consumption = ${opcacheMb}
realpath_cache_ttl = 600
`;
}
