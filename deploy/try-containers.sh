#!/usr/bin/env bash
# Builds the image and runs compose.yaml on this machine without Docker: with podman, buildah, runc and debootstrap of
# Debian (apt-get install podman buildah runc debootstrap catatonit aardvark-dns netavark iptables), as root. Base images that
# cannot be downloaded are replaced by substitutes, which deploy/try-containers builds. The first run takes several minutes, later
# ones one or two; the substitutes are kept until `buildah rmi --all`. `--keep` leaves everything running.
set -euo pipefail
cd "$(dirname "$0")/.."
# netavark runs iptables, and reports only "No such file or directory" without it.
for program in podman buildah runc debootstrap iptables; do
  command -v "$program" >/dev/null \
    || { echo "needs $program: apt-get install podman buildah runc debootstrap catatonit aardvark-dns netavark iptables" >&2; exit 2; }
done
[ "$(id -u)" = 0 ] || { echo 'needs root, because buildah and debootstrap create file systems' >&2; exit 2; }
[ -d node_modules ] || { echo 'needs the packages of this project: npm ci' >&2; exit 2; }
exec npx node deploy/try-containers/try.ts "$@"
