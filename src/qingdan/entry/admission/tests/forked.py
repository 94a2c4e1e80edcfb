"""Acts of real processes: several at one moment, and one that is really killed before each of its writes."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, connections

_WRITES = ("INSERT", "UPDATE", "DELETE")
MOST_WRITES = 400
Act = Callable[[], object]


def at_once(acts: Sequence[Act]) -> list[str]:
    """What became of each act, all begun at the same moment by processes of their own: ``done`` or the refusal."""
    connections.close_all()
    start, go = os.pipe()
    running = []
    for act in acts:
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(go)
            os.read(start, 1)  # ends for all at once, when the parent closes its end
            os.write(write, json.dumps(_outcome(act)).encode())
            os._exit(0)
        os.close(write)
        running.append((pid, read))
    os.close(start)
    os.close(go)
    said = []
    for pid, read in running:
        with os.fdopen(read, "rb") as answer:
            said.append(json.loads(answer.read()))
        os.waitpid(pid, 0)
    return said


def _outcome(act: Act) -> str:
    try:
        act()
    except ValueError as problem:  # what services refuse
        return str(problem)
    return "done"


def killed_before_each_write(act: Act, look: Callable[[], Any]) -> int:
    """Kill a process before the first, second … write of an act until one comes through; how many were killed.

    After each kill everything that ``look`` sees must be as it was before the act.
    """
    before = look()
    for number in range(1, MOST_WRITES):
        if not _killed(act, number):
            return number - 1
        assert look() == before, f"something was left of the act that was killed before its write {number}"
    raise AssertionError("the act did not end")


def _killed(act: Act, number: int) -> bool:
    """Whether a process that does the act was killed before its write of this number."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        with connection.execute_wrapper(_Killer(number)):
            act()
        os.kill(os.getpid(), signal.SIGTERM)  # it came through; nothing of Python's own ending
    _pid, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status), "the act failed by itself"
    return os.WTERMSIG(status) == signal.SIGKILL


class _Killer:
    """Counts what is written and kills its own process before one of the writes."""

    def __init__(self, number: int) -> None:
        self.number, self.seen = number, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.lstrip().upper().startswith(_WRITES):
            self.seen += 1
            if self.seen == self.number:
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)
