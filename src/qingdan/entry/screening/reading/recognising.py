"""Words in pictures and scans, read by Tesseract with its Chinese data where the system has them; never taken as certain."""

from __future__ import annotations

import functools
import re
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from qingdan.entry.screening.reading.refusals import PICTURE, Refused
from qingdan.entry.screening.reading.signs import heading
from qingdan.foundation.documents import programs
from qingdan.foundation.documents.extraction.pieces import Piece, Sort, Unreadable, tidy

SECONDS = 40
ALTOGETHER = 120
_LANGUAGE = "chi_sim"
_CHINESE = "\u2018-\u201d\u3000-\u9fff\uff00-\uffef"
_BETWEEN_CHINESE = re.compile(rf"(?<=[{_CHINESE}]) +(?=[{_CHINESE}\d:;,.!?()])|(?<=[\d:;,.!?()]) +(?=[{_CHINESE}])")
"""Tesseract puts blanks between Chinese characters."""
_FULL = 0.85
"""A line as long as this part of the longest goes on in the next one."""
NOTE = "字是机器从图片里认出来的，会认错。请对照原件改一遍再用。"


def recognised(pictures: Iterable[tuple[bytes, str]]) -> list[Piece]:
    """The lines in pictures, each with the place that it stands for.

    Raises :class:`Refused` (``picture``) where the system cannot read pictures or there is no word in any of them.
    """
    reader = _reader()
    if not reader:
        raise Refused(PICTURE, picture=True)
    pieces: list[Piece] = []
    until = time.monotonic() + ALTOGETHER
    for data, place in pictures:
        if time.monotonic() > until:
            pieces.append(Piece(Sort.REMARK, f"认字用的时间太长，从{place or '这里'}起没有再认，请拆开再看。", place))
            break
        try:
            with tempfile.TemporaryDirectory() as home:  # stays empty: the picture goes by pipe
                out = programs.run([reader, "stdin", "stdout", "-l", _LANGUAGE], data, SECONDS, home=Path(home), more={"OMP_THREAD_LIMIT": "1"})  # fmt: skip
        except Unreadable as fault:
            raise Refused(
                f"{place or '图片'}没有认出字来，可能太模糊或者太大。可以重新拍一张，或者回答四个问题。", picture=True
            ) from fault
        pieces += [Piece(Sort.LINE, line, place) for line in _paragraphs(out.decode("utf-8", errors="replace"))]
    if not pieces:
        raise Refused("图里没有认出字来。可以重新拍一张清楚的，或者回答四个问题。", picture=True)
    return pieces


def _paragraphs(text: str) -> Iterator[str]:
    """The recognised lines put together: a full line goes on in the next, unless that one is numbered."""
    lines = [_BETWEEN_CHINESE.sub("", tidy(line)) for line in text.replace("\f", "\n").split("\n")]
    longest = max(map(len, lines), default=0)
    waiting = ""
    full = False
    for line in lines:
        if full and line and not heading(line)[0]:
            waiting += line
        else:
            yield from (waiting,) if waiting else ()
            waiting = line
        full = bool(line) and len(line) >= _FULL * longest
    yield from (waiting,) if waiting else ()


def _reader() -> str:
    """The path of Tesseract where it has the Chinese data; empty where not."""
    path = programs.found("tesseract")
    return path if path and _LANGUAGE in _languages(path) else ""


@functools.cache
def _languages(path: str) -> frozenset[str]:
    try:
        told = subprocess.run([path, "--list-langs"], capture_output=True, check=False, timeout=10)  # noqa: S603 - found by shutil.which
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset((told.stdout + told.stderr).decode("utf-8", errors="replace").split())
