#!/usr/bin/env bash
# Opens reports in headless Chromium and uses them as people do: `scripts/browser/run.sh`.
#
# Needs Python 3.9 or later with venv, and Chromium (`apt-get install chromium`; CHROMIUM names another
# one). What it installs and writes lies under target/browser, screenshots included. Takes `cortex` from
# CORTEX, or builds it.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=target/browser
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
if [ -z "$chromium" ]; then
  echo "there is no Chromium: install one (apt-get install chromium), or name it in CHROMIUM" >&2
  exit 2
fi
if [ -z "${CORTEX:-}" ]; then
  cargo build --quiet --package cli
  CORTEX=target/debug/cortex
fi

wanted=$(cat scripts/browser/requirements.txt)
if [ "$(cat "$work/installed.txt" 2>/dev/null)" != "$wanted" ]; then
  rm -rf "$work/venv"
  mkdir -p "$work"
  python3 -m venv "$work/venv"
  timeout 600 "$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    --requirement scripts/browser/requirements.txt
  printf '%s\n' "$wanted" >"$work/installed.txt"
fi
# Nothing takes long; what hangs is ended.
CHROMIUM=$chromium CORTEX=$(realpath "$CORTEX") \
  timeout --kill-after=10 420 "$work/venv/bin/python" scripts/browser/check.py "$work" "$@"
