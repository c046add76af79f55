#!/usr/bin/env bash
# Checks that other generators make clients from the OpenAPI document without a warning: openapi-python-client (from PyPI, in a
# separate environment; the client is imported) and openapi-typescript (from npm, in a separate folder with TypeScript 5, because it
# does not run with the TypeScript of this project; the types are compiled).
# A generator that cannot be installed is skipped with a message; with REQUIRE_SERVICES=1, that is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."

python_generator=openapi-python-client==0.29.1
typescript_generator=openapi-typescript@7.13.0
typescript=typescript@5.9.3

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

skip() {
  echo "SKIPPED: $1"
  [ "${REQUIRE_SERVICES:-}" = 1 ] && failed=1
  return 0
}

report() {
  if [ "$2" = 0 ]; then echo "ok: $1"; else
    echo "FAILED: $1"
    failed=1
  fi
}

npm run --silent openapi >"$folder/openapi.json" || exit 1

if python3 -m venv "$folder/venv" && "$folder/venv/bin/pip" install -q --disable-pip-version-check $python_generator; then
  # This generator supports files only as application/octet-stream; docs/http-api.md recommends the same setting.
  cat >"$folder/python.yaml" <<'CONFIG'
post_hooks: []
content_type_overrides:
  application/zip: application/octet-stream
  image/png: application/octet-stream
  image/jpeg: application/octet-stream
  image/webp: application/octet-stream
CONFIG
  "$folder/venv/bin/openapi-python-client" generate --path "$folder/openapi.json" --output-path "$folder/backend2_client" \
    --meta none --config "$folder/python.yaml" --fail-on-warning &&
    (cd "$folder" && venv/bin/python -c '
import importlib, pathlib
for file in pathlib.Path("backend2_client").rglob("*.py"):
    importlib.import_module(".".join(file.with_suffix("").parts))
')
  report $python_generator $?
else
  skip "$python_generator could not be installed"
fi

if (cd "$folder" && npm install --silent --no-audit --no-fund $typescript_generator $typescript); then
  (cd "$folder" && npx openapi-typescript openapi.json -o client.ts >generated.txt 2>&1 && ! grep -i warn generated.txt &&
    npx tsc --noEmit --strict client.ts) || { cat "$folder/generated.txt"; false; }
  report $typescript_generator $?
else
  skip "$typescript_generator could not be installed"
fi
exit $failed
