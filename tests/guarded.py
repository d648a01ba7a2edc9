"""Programs that could go on for ever: run in a process of their own, which ends in time or fails the test."""

import subprocess
import sys

GUARD_S = 20  # many times what any guarded program takes; what it guards against would take hours


def run_guarded(program: str) -> str:
    """Return what a program prints. Raises TimeoutExpired when it goes on for ever."""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=GUARD_S)
    return done.stdout
