#!/bin/sh
# Holds the sandbox against the official Python clients: `scripts/conformance/run.sh`.
#
# Makes a virtual environment with pinned clients under target/, builds `cortex` (or takes the one
# that CORTEX names), and runs every check. Ends with a status other than 0 if one of them fails.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work="$root/target/conformance"
python="$work/venv/bin/python"

if [ -z "${CORTEX:-}" ]; then
    cargo build --quiet --manifest-path "$root/Cargo.toml" --package cli
    CORTEX="$root/target/debug/cortex"
fi
export CORTEX

mkdir -p "$work"
if ! cmp -s "$here/requirements.txt" "$work/installed.txt"; then
    rm -rf "$work/venv"
    "${PYTHON:-python3}" -m venv "$work/venv"
    "$python" -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$work/installed.txt"
fi

status=0
for check in check_openai check_flipside; do
    # Nothing takes a minute; what hangs is ended, and what it started with it.
    timeout --kill-after=10 180 "$python" "$here/$check.py" || status=1
done
exit "$status"
