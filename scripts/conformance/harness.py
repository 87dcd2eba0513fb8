"""Starting a sandbox, and telling what did not hold."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import traceback
import urllib.request


@contextlib.contextmanager
def sandbox(*flags):
    """Runs `cortex sandbox` on a free port, and gives the environment that it prints."""
    process = subprocess.Popen(
        [os.environ["CORTEX"], "sandbox", "--port", "0", *flags],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        environment = {}
        while "FLIPSIDE_API_KEY" not in environment:
            line = process.stdout.readline()
            if not line:
                raise RuntimeError(f"the sandbox ended with status {process.wait()}")
            name, separator, value = line.strip().partition("=")
            if separator and not name.startswith("#"):
                environment[name] = value
        yield environment
        process.send_signal(signal.SIGTERM)
        if process.wait(timeout=10) != 0:
            raise RuntimeError(f"the sandbox ended with status {process.returncode}, not 0")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        process.stdout.close()


def stats(environment):
    """What the sandbox has seen."""
    with urllib.request.urlopen(environment["FLIPSIDE_BASE_URL"] + "/stats", timeout=10) as reply:
        return json.load(reply)


def raises(kind, action):
    """Runs an action that must raise an error of exactly this kind, and gives the error."""
    try:
        action()
    except Exception as error:
        if type(error) is kind:
            return error
        raise AssertionError(f"{type(error).__name__} and not {kind.__name__}: {error}") from error
    raise AssertionError(f"no {kind.__name__} was raised")


def run(*checks):
    """Runs every check, and ends with status 1 if one of them fails."""
    failed = 0
    for check in checks:
        try:
            check()
            print(f"ok      {check.__name__}")
        except Exception:
            failed += 1
            print(f"FAILED  {check.__name__}")
            traceback.print_exc()
    print(f"{len(checks) - failed} of {len(checks)} hold")
    sys.exit(1 if failed else 0)
