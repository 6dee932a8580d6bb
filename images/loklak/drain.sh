#!/bin/sh
# drain.sh <seconds in which requests may still come> <seconds>
# Waits, at most the second number of seconds, until every acknowledged message is in the index: SIGTERM drops the queue.
deadline=$(($(date +%s) + ${2:?seconds}))

queued() {
  curl --silent --fail --max-time 10 "http://127.0.0.1:${PORT:-9000}/api/status.json" |
    tr -d ' \n' | sed -n 's/.*"queue":{"size":\([0-9]*\).*/\1/p'
}

sleep "$1"
# The batch taken from the queue last is still being written when the queue is empty; while Elasticsearch refuses it,
# UntilTaken.java keeps a file.
untaken="${TMPDIR:-/tmp}/untaken"
empty=0
while [ "$empty" -lt 3 ]; do
  if [ "$(date +%s)" -ge "$deadline" ]; then
    [ ! -e "$untaken" ] || left=" and a batch that Elasticsearch does not take"
    echo "drain: still ${size:-unknown number of} messages queued${left:-}" >&2
    exit 1
  fi
  size=$(queued)
  if [ "$size" = 0 ] && [ ! -e "$untaken" ]; then empty=$((empty + 1)); else empty=0; fi
  sleep 2
done
