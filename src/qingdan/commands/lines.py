"""Batches: a file of JSON objects line by line, answered line by line; a bad line never touches the others."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from qingdan.commands.base import BadInput
from qingdan.register.check.services import BadQuestion

LONGEST_LINE = 2_000_000
_MOST_BYTES = 4 * LONGEST_LINE + 4
_NOT_UTF8 = re.compile("[\udc80-\udcff]")


def one_line(answer: dict[str, Any]) -> str:
    """An answer as a line that every terminal and file takes: half characters of the question become "?"."""
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", errors="replace").decode("utf-8")


def lines_of(source: str) -> Iterator[str]:
    """The lines of a file, or of the input for ``-``; raises :class:`BadInput` where there is no such file.

    A line without end is not held in memory: what is over the limit comes cut, and is refused as too long.
    """
    if source == "-":
        yield from _lines(sys.stdin.buffer)
        return
    path = Path(source)
    if not path.is_file():
        raise BadInput(f"没有“{source}”这个文件。")
    with path.open("rb") as file:
        yield from _lines(file)


def _lines(file: BinaryIO) -> Iterator[str]:
    """Lines as text; bytes that are no UTF-8 stay recognisable (:func:`object_of` refuses them)."""
    marked = "utf-8-sig"
    while raw := file.readline(_MOST_BYTES):
        rest = raw
        while len(rest) == _MOST_BYTES and not rest.endswith(b"\n"):
            rest = file.readline(_MOST_BYTES)
        yield raw.decode(marked, errors="surrogateescape")
        marked = "utf-8"


def object_of(line: str, number: int) -> dict[str, Any]:
    """The JSON object of a line; raises :class:`BadQuestion`, also for numbers and depths that Python refuses."""
    if len(line) > LONGEST_LINE:
        raise BadQuestion("line", f"第 {number} 行太长。")
    if _NOT_UTF8.search(line):
        raise BadQuestion("line", f"第 {number} 行不是 UTF-8 文字。请把文件另存为 UTF-8 编码，再试一次。")
    try:
        document = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadQuestion("line", f"第 {number} 行不是 JSON（第 {error.colno} 个字起读不懂）。") from error
    except (ValueError, RecursionError) as error:
        raise BadQuestion("line", f"第 {number} 行不是 JSON，或者数字太大、层次太深。") from error
    if not isinstance(document, dict):
        raise BadQuestion("line", f"第 {number} 行不是一个 JSON 对象。")
    return document
