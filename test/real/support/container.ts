import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { UnpackedPackages } from "../../../sandbox/debian";

/** What runs as our containers do: as user 10001 on a read-only root, this machine's system with Debian's packages laid over it. */
export interface ContainerArgs {
  packages: UnpackedPackages;
  /** Holds what belongs to the container; made here. */
  folder: string;
  /** The files of /etc. */
  etc?: Record<string, string>;
  /** Folders of this machine by their place in the container. */
  mounts: Record<string, { from: string; readOnly?: boolean }>;
  /** Paths of programs by the names that the command has for them. */
  programs?: Record<string, string>;
  env?: Record<string, string>;
  command: string[];
}

export const containerUser = 10001;

const namespaces = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];

/** Arguments: folder for the root, the packages' usr, /etc; from, to and mode of each mount, `--`; the command. */
const enter = `
  root=$1 usr=$2 etc=$3; shift 3
  mount --make-rprivate /
  mount -t tmpfs tmpfs "$root"
  cd "$root"
  mkdir usr etc dev proc
  for name in bin sbin lib lib64; do ln -s "usr/$name" "$name"; done
  mount -t overlay overlay -o "lowerdir=$usr:/usr" usr
  mount --bind "$etc" etc
  mount --rbind /dev dev
  mount --rbind /proc proc
  while [ "$1" != -- ]; do
    mkdir -p ".$2"
    mount --bind "$1" ".$2"
    mount -o "remount,bind,$3" ".$2"
    shift 3
  done
  shift
  mount -o remount,ro "$root"
  # Another user is no longer ended with its parent, unless it asks for that again.
  exec setpriv --no-new-privs chroot --userspec=${containerUser}:${containerUser} --groups= . \
    setpriv --pdeathsig KILL "$@"`;

export class Container {
  private constructor(
    private readonly child: ChildProcess,
    private readonly log: string,
  ) {}

  static start({
    packages,
    folder,
    etc = {},
    mounts,
    programs = {},
    env,
    command,
  }: ContainerArgs): Container {
    const [root, files, log] = ["root", "etc", "log"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    for (const path of [root, files]) mkdirSync(path, { recursive: true });
    for (const [name, text] of Object.entries(etc)) {
      mkdirSync(dirname(join(files, name)), { recursive: true });
      writeFileSync(join(files, name), text);
    }
    const binds = Object.entries(mounts).flatMap(([to, { from, readOnly }]) => [
      from,
      to,
      readOnly ? "ro" : "rw",
    ]);
    const [program = "", ...args] = command;
    const stdio = openSync(log, "a");
    // A container's user may open what its output goes to.
    chownSync(log, containerUser, containerUser);
    const inside = [root, join(packages.root, "usr"), files, ...binds, "--"];
    const child = spawn(
      "setpriv",
      [
        "--pdeathsig",
        "KILL",
        "unshare",
        ...namespaces,
        ...["sh", "-euc", enter, "sh", ...inside, programs[program] ?? program, ...args],
      ],
      { env: { PATH: "/usr/sbin:/usr/bin", ...env }, stdio: ["ignore", stdio, stdio] },
    );
    closeSync(stdio);
    return new Container(child, log);
  }

  get output(): string {
    return readFileSync(this.log, "utf8");
  }

  /** The exit code of a command that ends by itself. */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, "exit");
    return this.child.exitCode;
  }

  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended();
  }
}
