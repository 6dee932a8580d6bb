# The network that a cluster's real nodes share, and its ways out: a link to this machine, and relays to what listens on
# this machine's loopback alone. It is the first process of its namespaces: when it ends, all nodes end. The machine's
# own network is open as file 3.
#
# network.sh <link> <range> <pod range> <gateway> <host> <port>=<target>...
set -eu
link=$1 range=$2 pods=$3 gateway=$4 host=$5
shift 5
outside() { nsenter --net=/proc/self/fd/3 "$@"; }

mount -t tmpfs tmpfs /run
echo 1 >/proc/sys/net/ipv4/ip_forward
ip link set lo up

outside ip link add "$link" type veth peer name uplink netns $$
ip address add "$gateway/32" dev uplink
ip link set uplink up
ip route add "$host" dev uplink
outside ip address add "$host/32" dev "$link"
outside ip link set "$link" up
outside ip route add "$range" via "$gateway" dev "$link" onlink
# Nobody is told that a machine is gone.
ip route add blackhole "$range"
ip route add blackhole "$pods"

# What ends is started again.
keep() {
  while :; do
    "$@" || true
    sleep 1
  done
}
for relay in "$@"; do
  port=${relay%%=*} target=${relay#*=}
  keep outside socat "UNIX-LISTEN:/run/$port,fork,unlink-early" "$target" &
  keep socat "TCP-LISTEN:$port,bind=$gateway,fork,reuseaddr" "UNIX-CONNECT:/run/$port" &
done

echo ready
exec sleep infinity
