# copy.sh <from> <to>: copies a disk's file as it is at one moment, also while a node has it mounted. Whoever mounts the
# file takes its lock too. Runs to its end when the one that started it is killed, since what is frozen has to be thawed.
set -eu
trap '' HUP INT TERM PIPE
from=$1 to=$2
exec 9<"$from"
flock 9

# Opens a mount point of the device in whatever mount namespace; a file system that is not mounted needs none.
open_mount() {
  for table in /proc/[0-9]*/mountinfo; do
    point=$(awk -v device="$1" '{ for (i = 7; $i != "-"; i++); if ($(i + 2) == device) { print $5; exit } }' "$table" 2>/dev/null) || continue
    [ -n "$point" ] || continue
    point=$(printf '%b' "$(printf %s "$point" | sed 's/\\/\\0/g')")
    # A process may have ended meanwhile, which `exec` alone would take for the end of this script.
    command exec 8<"${table%/mountinfo}/root$point" && return
  done 2>/dev/null
  return 1
}

device=$(losetup --associated "$from" --noheadings --output NAME | head -n 1)
if [ -n "$device" ]; then
  open_mount "$device" || { echo "$from is in use as $device, which is mounted nowhere" >&2; exit 1; }
  trap 'fsfreeze --unfreeze /proc/self/fd/8' EXIT
  # One that is frozen already was left so by a copy that was killed.
  frozen=$(fsfreeze --freeze /proc/self/fd/8 2>&1) || case $frozen in
    *busy*) ;;
    *) echo "$frozen" >&2; exit 1 ;;
  esac
fi
cp --sparse=always --reflink=auto "$from" "$to"
