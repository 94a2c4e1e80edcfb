"""``python -m bench._peak COMMAND…``: seconds and memory of a command, from a small process, so that only it is measured."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time


def main(command: list[str]) -> int:
    """Run a command; print its wall time, its time on the processor and the most memory that it or a process of its took, as JSON."""
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    figures = {
        "seconds": round(seconds, 2),
        "processor_seconds": round(used.ru_utime + used.ru_stime, 2),
        "mib": round(used.ru_maxrss / 1024),
        "exit": os.waitstatus_to_exitcode(status),
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
