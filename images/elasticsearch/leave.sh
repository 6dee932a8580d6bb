#!/bin/sh
# Waits, at most the given number of seconds, while copies of shards are being made: a node that leaves before that may
# take the only complete one with it. What does not come is not waited for: a master, a copy without a place for it.
deadline=$(($(date +%s) + ${1:?seconds}))
node="http://${POD_IP:-127.0.0.1}:9200"
idle=0
while [ "$idle" -lt 5 ]; do
  health=$(curl --silent --max-time 5 "$node/_cluster/health?timeout=1s&master_timeout=1s")
  case $health in
    *'"status":"green"'*) break ;;
    *'"initializing_shards":0,'*'"number_of_in_flight_fetch":0,'*) idle=$((idle + 1)) ;;
    *'"initializing_shards":'*) idle=0 ;;
    *) idle=$((idle + 1)) ;;
  esac
  if [ "$(date +%s)" -ge "$deadline" ]; then
    echo "leave: copies of shards are still being made" >&2
    exit 1
  fi
  sleep 1
done
# Marks equal copies, so that this node's need not be made again when it is back.
curl --silent --max-time 20 --output /dev/null --request POST "$node/_flush/synced"
exit 0
