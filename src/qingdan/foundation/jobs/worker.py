"""The worker's loop."""

from __future__ import annotations

import os
import signal
import socket
import threading
from types import FrameType

from django.db import close_old_connections

from qingdan.foundation.jobs.services import run, start_recurring, take

PAUSE_SECONDS = 2.0


class Worker:
    """Takes and does jobs until it is told to stop; the job under way is finished first."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}"
        self._stop = threading.Event()

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Stop after the job under way."""
        self._stop.set()

    def run_forever(self) -> None:
        """The loop; returns after :meth:`stop` (SIGTERM, SIGINT)."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        start_recurring()
        while not self._stop.is_set():
            if not self.run_one():
                self._stop.wait(PAUSE_SECONDS)

    def run_one(self) -> bool:
        """Do one job; False if none was due."""
        close_old_connections()
        job = take(self.name)
        if job is None:
            return False
        run(job)
        return True
