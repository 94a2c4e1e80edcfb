"""Programs of the system that read what we cannot: run without a network, in a group of their own, under limits."""

from __future__ import annotations

import functools
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from qingdan.foundation.documents.extraction.pieces import Reason, Unreadable

MEMORY = 2 * 1024 * 1024 * 1024
_LIMITED = (
    "import os, resource, sys\n"
    "seconds, memory = int(sys.argv[1]), int(sys.argv[2])\n"
    "resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))\n"
    "resource.setrlimit(resource.RLIMIT_AS, (memory, memory))\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000_000, 200_000_000))\n"
    "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
    "os.execv(sys.argv[3], sys.argv[3:])\n"
)
_NOWHERE = "http://127.0.0.1:9"


def found(*names: str) -> str:
    """The path of the first of these programs that is on the system; empty where none is."""
    return next((path for name in names if (path := shutil.which(name))), "")


def run(
    command: Sequence[str], data: bytes, seconds: int, *, home: Path, more: Mapping[str, str] | None = None
) -> bytes:
    """What the program writes for these bytes; raises :class:`Unreadable` when it fails or takes longer than ``seconds``.

    ``home`` is its home folder; of our environment it gets only the search path.
    """
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), "LANG": "C.UTF-8"}
    environment |= dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), _NOWHERE) | dict(
        more or {}
    )
    limited = [*_without_network(), sys.executable, "-I", "-c", _LIMITED, str(seconds), str(MEMORY), *command]
    with subprocess.Popen(  # noqa: S603 - a program that shutil.which found, and words of our own
        limited,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=home,
        start_new_session=True,
    ) as running:
        try:
            out, _none = running.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired as late:
            raise Unreadable(Reason.TOO_SLOW) from late
        finally:
            _end(running)
    if running.returncode:
        raise Unreadable(Reason.DAMAGED)
    return out


def _end(running: subprocess.Popen[bytes]) -> None:
    """End the program and whatever it started; they are a group of their own."""
    try:
        os.killpg(running.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@functools.cache
def _without_network() -> tuple[str, ...]:
    """What comes before a command so that it has no network, where the system lets us; else proxies lead nowhere."""
    path = shutil.which("unshare")
    if not path:
        return ()
    command = (path, "--map-root-user", "--net", "--")
    tried = subprocess.run([*command, "true"], capture_output=True, check=False, timeout=10)  # noqa: S603 - found by shutil.which
    return command if tried.returncode == 0 else ()
