#!/bin/sh
# Succeeds when loklak answers and reaches its index: without the index, status.json is still 200 but has no counts.
# The cookie keeps loklak from making a new session for every call.
jar="${TMPDIR:-/tmp}/ready.cookies"
curl --silent --fail --max-time "${1:?seconds}" --cookie "$jar" --cookie-jar "$jar" \
  "http://127.0.0.1:${PORT:-9000}/api/status.json" | grep -q '"size_local"'
