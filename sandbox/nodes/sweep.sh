# Removes a control group when the process that all in it depend on has ended, however it did.
#
# sweep.sh <process> <control group>
trap '' TERM
while [ -e "/proc/$1" ]; do
  sleep 0.2
done
tries=0
while find /sys/fs/cgroup/*/"$2" -depth -type d -exec rmdir {} + 2>/dev/null; [ -n "$(find /sys/fs/cgroup/*/"$2" 2>/dev/null)" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 150 ] || exit 1
  sleep 0.2
done
