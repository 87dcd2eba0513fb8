#!/usr/bin/env bash
# Asks LiteLLM's proxy, a server that we did not write, with our client: streamed and whole answers,
# and errors. Installs the proxy below target/ (0.7 GB), runs it on a port of this machine, and ends
# it. Needs Python 3.10 or newer and, the first time, the package index.
set -euo pipefail
cd "$(dirname "$0")/../.."

venv=target/conformance/litellm
wanted=litellm[proxy]==1.106.2
if [ "$(cat "$venv/installed.txt" 2>/dev/null)" != "$wanted" ]; then
  rm -rf "$venv"
  mkdir -p target/conformance
  python3 -m venv "$venv"
  timeout 900 "$venv/bin/pip" install --quiet --disable-pip-version-check "$wanted"
  printf '%s\n' "$wanted" >"$venv/installed.txt"
fi
cargo build --quiet --package openrouter --example ask

port=$("$venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
# The proxy refuses short keys.
key=sk-conformance-0123456789abcdef0123456789abcdef
export OPENROUTER_API_KEY=$key
log=target/conformance/litellm.log
LITELLM_MASTER_KEY=$key LITELLM_LOCAL_MODEL_COST_MAP=True \
  timeout 600 "$venv/bin/litellm" --config scripts/conformance/litellm.yaml \
  --host 127.0.0.1 --port "$port" >"$log" 2>&1 &
proxy=$!
trap 'kill "$proxy" 2>/dev/null || true; wait "$proxy" 2>/dev/null || true' EXIT

alive() {
  "$venv/bin/python" - "$port" <<'PYTHON' 2>/dev/null
import sys, urllib.request
urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/health/liveliness", timeout=2).read()
PYTHON
}
for _ in $(seq 120); do
  if alive; then break; fi
  if ! kill -0 "$proxy" 2>/dev/null; then
    tail -n 20 "$log" >&2
    exit 1
  fi
  sleep 1
done

# check WHAT STATUS TEXT ARGUMENTS...: asks, and looks for a status and a text.
check() {
  local what=$1 status=$2 text=$3 got=0
  shift 3
  output=$(timeout 120 target/debug/examples/ask "http://127.0.0.1:$port/v1" "$@" "Why did fees rise?") || got=$?
  if [ "$got" -ne "$status" ] || [[ $output != *"$text"* ]]; then
    printf 'FAILED: %s: status %s, output:\n%s\n' "$what" "$got" "$output" >&2
    exit 1
  fi
  if [[ $output == *"$key"* ]]; then
    echo "FAILED: $what: the key is shown" >&2
    exit 1
  fi
  echo "ok: $what"
}

answer='trace: Fees rose while users fell.
answer: So each user paid more: größer, 漢字.'
check "a stream" 0 "$answer" inline
check "a whole answer" 0 "$answer" --whole inline
check "usage of a stream" 0 "prompt_tokens: Some(" inline
check "an answer without a trace" 1 "usable: no reasoning trace" plain
check "too many requests" 1 "Transient: " busy
check "a context that is too small" 1 "Request: " --whole small
check "a model that is not there" 1 "Run: " nowhere
