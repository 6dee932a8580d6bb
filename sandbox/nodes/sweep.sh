# Removes a control group when the process that all in it depend on has ended, however it did. The process is told from
# another one that got its id by the variable in its environment.
#
# sweep.sh <process> <variable>=<value> <control group>
trap '' TERM
while grep -qzxF -e "$2" "/proc/$1/environ" 2>/dev/null; do
  sleep 0.2
done
tries=0
while find /sys/fs/cgroup/*/"$3" -depth -type d -exec rmdir {} + 2>/dev/null; [ -n "$(find /sys/fs/cgroup/*/"$3" 2>/dev/null)" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 150 ] || exit 1
  sleep 0.2
done
