# copy.sh <from> <to>: copies a disk's file as it is at one moment, also while a node has it mounted. Whoever mounts the
# file takes its lock too. Runs to its end when the one that started it is killed, since what is frozen has to be thawed.
set -eu
trap '' HUP INT TERM PIPE
from=$1 to=$2
exec 9<"$from"
flock 9

# Opens a place where the device is mounted, in whatever mount namespace, as file 8.
open_mount() {
  for table in $(grep --files-with-matches --no-messages " $1 " /proc/[0-9]*/mountinfo); do
    place=$(awk -v device="$1" '{ for (i = 7; $i != "-"; i++); if ($(i + 2) == device) print $5 }' "$table" | head -n 1)
    place=$(printf '%b' "$(printf %s "$place" | sed 's/\\/\\0/g')")
    # A process may have ended meanwhile, which `exec` alone would take for the end of this script.
    command exec 8<"${table%/mountinfo}/root$place" && return
  done 2>/dev/null
  return 1
}

# The device of a node that is just ending is mounted nowhere for a moment.
for _ in $(seq 50); do
  device=$(losetup --associated "$from" --noheadings --output NAME | head -n 1)
  [ -n "$device" ] || break
  open_mount "$device" && break
  sleep 0.1
done
if [ -n "$device" ]; then
  [ -e /proc/self/fd/8 ] || { echo "it is in use as $device, which is mounted nowhere" >&2; exit 1; }
  # What is written now need not be while it is frozen.
  sync --file-system /proc/self/fd/8
  trap 'fsfreeze --unfreeze /proc/self/fd/8' EXIT
  # One that is frozen already was left so by a copy that was killed.
  frozen=$(fsfreeze --freeze /proc/self/fd/8 2>&1) || case $frozen in
    *busy*) ;;
    *) echo "$frozen" >&2; exit 1 ;;
  esac
fi
cp --sparse=always --reflink=auto "$from" "$to"
