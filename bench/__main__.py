"""``python -m bench [NAME…]``: run the benchmarks and print their figures as one JSON document."""

from __future__ import annotations

import importlib
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def names() -> list[str]:
    """The benchmarks there are."""
    return sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))


def main(wanted: list[str]) -> int:
    """0; 1 where one did not come to its end (the others' figures are printed); 2 for an unknown name."""
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        sys.stderr.write(f"没有这些基准：{'、'.join(unknown)}。可以用的有：{'、'.join(names())}\n")
        return 2
    machine = {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "others_waiting_for_a_core": os.getloadavg()[0],
    }
    figures, failed = {}, []
    for name in wanted or names():
        try:
            figures[name] = importlib.import_module(f"bench.{name}").run()
        except subprocess.CalledProcessError as error:
            failed.append(name)
            sys.stderr.write(f"{name} 没有测完：{error}\n")
    sys.stdout.write(json.dumps({"machine": machine, "figures": figures}, ensure_ascii=False, indent=2) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
