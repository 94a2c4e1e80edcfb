"""Batches: a file of JSON objects line by line, answered line by line; a bad line never touches the others."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qingdan.commands.base import BadInput
from qingdan.register.check.services import BadQuestion

LONGEST_LINE = 2_000_000


def one_line(answer: dict[str, Any]) -> str:
    """An answer as a line that every terminal and file takes: half characters of the question become "?"."""
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", errors="replace").decode("utf-8")


def lines_of(source: str) -> Iterator[str]:
    """The lines of a file, or of the input for ``-``; raises :class:`BadInput` where there is no such file."""
    if source == "-":
        yield from io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace")
        return
    path = Path(source)
    if not path.is_file():
        raise BadInput(f"没有“{source}”这个文件。")
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        yield from lines


def object_of(line: str, number: int) -> dict[str, Any]:
    """The JSON object of a line; raises :class:`BadQuestion`, also for numbers and depths that Python refuses."""
    if len(line) > LONGEST_LINE:
        raise BadQuestion("line", f"第 {number} 行太长。")
    try:
        document = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadQuestion("line", f"第 {number} 行不是 JSON（{error}）。") from error
    if not isinstance(document, dict):
        raise BadQuestion("line", f"第 {number} 行不是一个 JSON 对象。")
    return document
