#!/bin/sh
# Makes .venv and installs one set of packages: `setup.sh run` or `setup.sh dev`. Safe to repeat.
set -eu
cd "$(dirname "$0")/.."
set_wanted=$1
# A checkout that was set up for development stays so: otherwise `make run` would take its tools away.
[ -e .venv/.installed-dev ] && set_wanted=dev

refuse() {
    printf '%s\n' "$@" >&2
    exit 1
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        # Past 3.14 the locked packages have no built form yet.
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    refuse "Lianmeng needs Python 3.11, 3.12, 3.13 or 3.14, and none was found." \
        "Debian 12 or Ubuntu 24.04: apt-get install python3 python3-venv" \
        "Elsewhere: https://www.python.org/downloads/ – or name one: make setup PYTHON=/path/to/python3.12"
}

make_environment() {
    .venv/bin/python -c 'import sys' 2>/dev/null && return
    python=$(find_python)
    echo "Making .venv with $("$python" --version) …"
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -m venv --clear .venv
    elif command -v uv >/dev/null; then
        uv venv --quiet --clear --seed --python "$python" .venv
    else
        refuse "This Python cannot make an environment of its own: its venv part is missing." \
            "Debian and Ubuntu: apt-get install python3-venv"
    fi
}

pip_install() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input "$@"
}

install() {
    lock=requirements/$set_wanted.txt
    echo "Installing $(grep -c '==' "$lock") packages of $lock …"
    if ! { command -v uv >/dev/null && uv pip sync --quiet --python .venv/bin/python --require-hashes "$lock"; }; then
        pip_install --require-hashes --no-deps -r "$lock" # exactly the lock: a newer release is never resolved into it
    fi
    # The project itself, as it stands in src/: its build tools are in the lock, so nothing is fetched.
    pip_install --no-index --no-deps --no-build-isolation --editable .
}

make_environment
install
touch .venv/.installed-run
[ "$set_wanted" = run ] || touch .venv/.installed-dev
