#!/bin/sh
# Everything you need to work on Talent Signals, as commands. Read it: it is the documentation.
#
#   ./run.sh demo               play the recorded weeks of autumn 2024: no token, no network
#   ./run.sh serve              run the bot with ./config.toml
#   ./run.sh bot ARGS           any other command of bot.py, e.g. ./run.sh bot score OpenAI
#   ./run.sh check              lint, import contracts, types, tests of the pure steps and of each source's page: half a minute
#   ./run.sh test [ARGS]        every test; what a machine lacks (PostgreSQL, Node, Chromium) is skipped with its reason
#   ./run.sh golden             write goldens that are missing; read them before you commit
#   ./run.sh new source NAME    make a source's module, fixture and test entry
#   ./run.sh lock               resolve pyproject.toml anew into the two lock files (needs uv)
set -eu
cd "$(dirname "$0")"

# A Python of 3.11 or newer, whatever its name.
find_python() {
    for name in python3.14 python3.13 python3.12 python3.11 python3 python; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "Talent Signals needs Python 3.11 or newer: install it (Debian: apt install python3 python3-venv; macOS: brew install python), then run this again." >&2
    exit 1
}

# The virtual environment from a hashed lock file: made once, made anew when the lock changes.
install() {
    lock=$1
    stamp=.venv/$(basename "$lock" .lock).$(cksum <"$lock" | cut -d' ' -f1)
    [ -e "$stamp" ] && return
    python=$(find_python)
    [ -x .venv/bin/python ] || "$python" -m venv .venv || {
        rm -rf .venv
        echo "The virtual environment could not be made: on Debian and Ubuntu install python3-venv first." >&2
        exit 1
    }
    echo "Installing $lock (once) ..." >&2
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
    touch "$stamp"
}

need_product() { install requirements.lock; }
need_tools() { install requirements-dev.lock; }

# Checks side by side; the slowest decides how long it takes. Two runs of tests, since the reader's words are large: one
# process reads them, once. What needs a database, servers or whole runs of the bot is not even collected.
check() {
    need_tools
    export TALENT_SIGNALS_TEST_PROFILE=quick
    out=$(mktemp -d)
    trap 'rm -rf "$out"' EXIT
    (.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/lint-imports) >"$out/style" 2>&1 & style=$!
    .venv/bin/mypy >"$out/types" 2>&1 & types=$!
    .venv/bin/pytest -q -m "not slow" tests/signals tests/stories tests/rules tests/learning \
        >"$out/reading" 2>&1 & reading=$!
    .venv/bin/pytest -q -m "not slow" tests/digests tests/test_house.py tests/sources/test_contract.py -k "not sources or golden" \
        >"$out/telling" 2>&1 & telling=$!
    failed=0
    for part in style types reading telling; do
        eval "wait \$$part" || { failed=1; cat "$out/$part"; }
    done
    tail -qn 1 "$out/reading" "$out/telling"
    exit $failed
}

command=${1:-help}
[ $# -gt 0 ] && shift
case $command in
demo | serve) need_product; exec .venv/bin/python bot.py "$command" "$@" ;;
bot) need_product; exec .venv/bin/python bot.py "$@" ;;
check) check ;;
test) need_tools; exec .venv/bin/pytest -n 2 --dist loadfile "$@" ;;
golden) need_tools; .venv/bin/pytest -q -m "not slow" || true; git status --short tests/fixtures ;;
new) need_tools; exec .venv/bin/python tools/"new_${1:?source}.py" "${2:?a name}" ;;
lock)
    for part in "requirements.lock --extra charts --extra email" "requirements-dev.lock --group dev --extra cel --extra charts --extra email --extra articles"; do
        # shellcheck disable=SC2086  # the words of $part are arguments
        uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
            --python-version 3.11 --quiet -o $part
    done
    ;;
help | -h | --help) sed -n '2,12s/^# \{0,1\}//p' "$0" ;;
*)
    echo "no such command: $command; ./run.sh help lists them" >&2
    exit 2
    ;;
esac
