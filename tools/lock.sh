#!/bin/sh
# Pins every package with its hashes, for every platform, and names no address.
set -eu
cd "$(dirname "$0")/.."
PATH="$PATH:.venv/bin"
command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }

pin() {
    uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header "$@" \
        pyproject.toml requirements/build.in
}

pin --output-file requirements/run.txt
pin --extra dev --extra postgres --constraint requirements/run.txt --output-file requirements/dev.txt
