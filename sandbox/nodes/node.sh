# A real node: a machine of its own as far as namespaces and a control group make one. It is the first process of them.
# The nodes' network is open as file 3. What it keeps is in its folder, where `etc` holds what it is configured with.
#
# node.sh <name> <folder> <address> <gateway> <pod range> <link> <mark> <service range> <processors> <disk driver's command>...
set -eu
name=$1 folder=$2 address=$3 gateway=$4 pods=$5 link=$6 mark=$7 services=$8 processors=$9
shift 9
outside() { nsenter --net=/proc/self/fd/3 "$@"; }

# The link of a node that was lost stays for as long as connections of it wait for an answer.
outside ip link delete "$link" 2>/dev/null || true
outside ip link add "$link" type veth peer name eth0 netns $$
outside ip link set "$link" up
outside ip route add "$address" dev "$link"
outside ip route add "$pods" via "$address" dev "$link" onlink
# What a load balancer marked for this node.
outside ip route replace table "$mark" default via "$address" dev "$link" onlink
outside ip rule del fwmark "$mark" 2>/dev/null || true
outside ip rule add fwmark "$mark" table "$mark"
echo "$name" >/proc/sys/kernel/hostname
ip link set lo up
ip address add "$address/32" dev eth0
ip link set eth0 up
ip route add "$gateway" dev eth0
ip route add default via "$gateway" src "$address"
echo 1 >/proc/sys/net/ipv4/ip_forward

# A view of the control groups that ends at the node's own.
mount -t sysfs sysfs /sys
# What kubelet counts: the processors of the node's machine type, whatever this machine has. Without a topology it gives
# no pod certain ones of them.
for place in node cpu; do
  [ ! -d /sys/devices/system/$place ] || mount -t tmpfs tmpfs /sys/devices/system/$place
done
for processor in $(seq "$processors"); do mkdir "/sys/devices/system/cpu/cpu$processor"; done
mount -t tmpfs tmpfs /sys/fs/cgroup
cut -d: -f2 /proc/self/cgroup | while read -r controllers; do
  case $controllers in
    '') continue ;;
    name=*) options=none,$controllers ;;
    *) options=$controllers ;;
  esac
  mkdir "/sys/fs/cgroup/${controllers#name=}"
  mount -t cgroup -o "$options" cgroup "/sys/fs/cgroup/${controllers#name=}"
done

# The usual places of a node's files, in its folder.
mount --make-rshared /
rm -rf "$folder/changes"
for place in /etc /run /var/lib; do
  mkdir -p "$folder/changes$place" "$folder/changes/work$place"
  mount -t overlay overlay -o "lowerdir=$place,upperdir=$folder/changes$place,workdir=$folder/changes/work$place" $place
done
cp -r "$folder/etc/." /etc
for place in /var/lib/containerd /var/lib/kubelet /var/log; do
  mkdir -p $place "$folder$place"
  mount --bind "$folder$place" $place
done

# Settings of the whole machine that kubelet would change: it has copies.
mkdir -p /run/settings
for setting in vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys kernel/keys/root_maxbytes; do
  copy=/run/settings/${setting##*/}
  cat "/proc/sys/$setting" >"$copy"
  mount --bind "$copy" "/proc/sys/$setting"
done

# As on any node: what ends is started again.
keep() {
  log=$folder/$1.log
  shift
  while :; do
    "$@" >>"$log" 2>&1 3<&- || true
    sleep 1
  done
}
keep containerd containerd &
keep kubelet kubelet --config=/etc/kubernetes/kubelet.yaml --kubeconfig=/etc/kubernetes/kubelet.kubeconfig \
  --hostname-override="$name" --node-ip="$address" &
keep kube-proxy kube-proxy --config=/etc/kubernetes/kube-proxy.yaml &
# It writes the filter table as a whole; kube-proxy's rules are in a table of their own.
keep kube-router kube-router --kubeconfig=/etc/kubernetes/kube-router.kubeconfig --hostname-override="$name" \
  --service-cluster-ip-range="$services" --run-firewall=true --run-router=false --run-service-proxy=false --health-port=0 &
keep csi-driver "$@" &
wait
