#!/usr/bin/env bash
# Builds the image and runs compose.yaml on this machine without Docker: with podman, buildah, runc and debootstrap of
# Debian (apt-get install podman buildah runc debootstrap catatonit aardvark-dns netavark), as root. Base images that
# no registry gives here are stand-ins made by deploy/try-containers. Takes minutes the first time, one or two later;
# stand-ins are kept until `buildah rmi --all`. `--keep` leaves everything running.
set -euo pipefail
cd "$(dirname "$0")/.."
for program in podman buildah runc debootstrap; do
  command -v "$program" >/dev/null || { echo "needs $program: apt-get install podman buildah runc debootstrap" >&2; exit 2; }
done
[ "$(id -u)" = 0 ] || { echo 'needs root: buildah and debootstrap make file systems' >&2; exit 2; }
exec npx node deploy/try-containers/try.ts "$@"
