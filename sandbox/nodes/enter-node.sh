# Gives a node its control group and its namespaces; runs in the nodes' network, which stays open as file 3.
#
# enter-node.sh <control group> <command>...
set -eu
for group in /sys/fs/cgroup/*/"$1"/cgroup.procs; do
  echo 0 >"$group"
done
shift
exec 3</proc/self/ns/net
exec unshare --net --mount --pid --uts --ipc --cgroup --fork --kill-child --mount-proc "$@"
