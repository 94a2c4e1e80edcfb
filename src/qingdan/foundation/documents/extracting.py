"""Files taken apart in a process of its own with limits: no file can hold up or bring down the worker.

Bytes go in and pieces come out by pipes; nothing lies on a disk, and of what goes wrong no word reaches a log.
"""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from qingdan.foundation.documents.extraction.pieces import Piece, Reason, Sort, Unreadable, from_line

SECONDS = 20
MEMORY = 1024 * 1024 * 1024
LONGEST = 20_000
_FORMS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "sheet",
    "application/pdf": "pdf",
}
_TEXT = "text/plain; charset=utf-8"
_SOURCE = Path(__file__).resolve().parents[3]
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from qingdan.foundation.documents.extraction.program import main; "
    "main(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))"
)
log = logging.getLogger(__name__)


def words_of_file(content_type: str, fetch: Callable[[], bytes], longest: int = LONGEST) -> str:
    """The words of a file of a type that we read, at most ``longest`` characters; empty where none can be read.

    A file that is damaged, too big for the limits or only a picture of a page has none; it is found by its name.
    """
    if content_type == _TEXT:
        return fetch().decode("utf-8", errors="replace").replace("\x00", "")[:longest]
    form = _FORMS.get(content_type)
    if form is None:
        return ""
    try:
        pieces = pieces_of_file(form, fetch())
    except (OSError, Unreadable) as error:
        log.warning(
            "a %s file has no words that can be read: %s",
            form,
            error if isinstance(error, Unreadable) else type(error).__name__,
        )
        return ""
    lines = (_words(piece) for piece in pieces if piece.sort not in (Sort.REMARK, Sort.PAGES))
    return "\n".join(filter(None, lines)).replace("\x00", "")[:longest]


def pieces_of_file(form: str, data: bytes) -> list[Piece]:
    """The pieces of a file of a form that ``extraction.program`` reads; raises :class:`Unreadable`."""
    command = [sys.executable, "-I", "-c", _PROGRAM, str(_SOURCE), form, str(SECONDS), str(MEMORY)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - our own program and words of our own
    except subprocess.TimeoutExpired as late:
        raise Unreadable(Reason.TOO_SLOW) from late
    if done.returncode:
        raise Unreadable(Reason.TOO_SLOW if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL) else Reason.DAMAGED)
    pieces = [from_line(line) for line in done.stdout.decode("utf-8").split("\n") if line]
    if pieces and pieces[-1].sort is Sort.REFUSED:
        raise Unreadable(Reason(pieces[-1].words))
    return pieces


def _words(piece: Piece) -> str:
    return " ".join(dict.fromkeys(cell.words for cell in piece.cells)) if piece.cells else piece.words
