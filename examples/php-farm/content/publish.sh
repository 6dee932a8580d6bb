#!/bin/sh
# publish.sh <site> <volume> <minutes>: makes a copy of the site what <volume>/current leads to, in one step. A publication
# that ends in the middle has changed nothing. What was replaced is kept for these minutes, for requests that began in it.
set -eu
site=$1 volume=$2 minutes=$3
releases=$volume/releases
mkdir -p "$releases"

if [ -n "$(find "$site" ! -type f ! -type d -print -quit)" ] || [ ! -d "$site/public" ]; then
  echo "the site must have a folder public, and nothing but files and folders" >&2
  exit 1
fi
# The same for the same files, another for any other: what is in a release never changes.
digest=$(cd "$site" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-16)

if [ ! -d "$releases/$digest" ]; then
  new=$(mktemp -d "$releases/.new-XXXXXX")
  cp -R "$site/." "$new"
  chmod -R u=rwX,go=rX "$new"
  mv -T "$new" "$releases/$digest"
fi

before=$(readlink "$volume/current" || true)
if [ "$before" != "releases/$digest" ]; then
  # Its age counts from now.
  if [ -n "$before" ] && [ -d "$volume/$before" ]; then touch "$volume/$before"; fi
  link=$(mktemp -u "$releases/.link-XXXXXX")
  ln -s "releases/$digest" "$link"
  mv -T "$link" "$volume/current"
fi
echo "published $digest"

find "$releases" -mindepth 1 -maxdepth 1 ! -name "$digest" -mmin "+$minutes" -exec rm -rf {} +
