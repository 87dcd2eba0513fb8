#!/usr/bin/env bash
# Runs every statement of crates/flipside in an emulator of Snowflake, over small tables, and
# compares what comes out with figures worked out by hand. Ends with 0 only if all agree.
# Needs Python 3.10 or later with venv; what it installs lies under target/.
set -euo pipefail
cd "$(dirname "$0")/../.."

env=target/sql
wanted=$(cat scripts/sql/requirements.txt)
if [ "$(cat "$env/installed.txt" 2>/dev/null)" != "$wanted" ]; then
  rm -rf "$env"
  mkdir -p target
  python3 -m venv "$env"
  timeout 600 "$env/bin/pip" install --quiet --disable-pip-version-check \
    --requirement scripts/sql/requirements.txt
  printf '%s\n' "$wanted" >"$env/installed.txt"
fi

# The days are those of the tables in scripts/sql/tables.py.
cargo run --quiet --package flipside --example queries -- 2025-02-03 2025-02-06 >"$env/queries.jsonl"
timeout 300 "$env/bin/python" -W ignore::UserWarning scripts/sql/check.py "$env/queries.jsonl"
