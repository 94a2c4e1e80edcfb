"""The program that takes a file apart: run in a process of its own, bytes on its input, pieces as JSON lines on its output."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator

from qingdan.foundation.documents.extraction.pieces import Piece, Reason, Sort, Unreadable, to_line

LONGEST = 2_000_000
"""Characters of a paper that are read; more is a book."""


def pieces(form: str, data: bytes) -> Iterator[Piece]:
    """The pieces of a file of a form (docx, sheet, pdf, pdf+pictures, html); readers are imported when needed."""
    if form == "docx":
        from qingdan.foundation.documents.extraction import word

        return word.read(data)
    if form == "sheet":
        from qingdan.foundation.documents.extraction import sheets

        return sheets.read(data)
    if form == "html":
        from qingdan.foundation.documents.extraction import markup

        return markup.read(data)
    from qingdan.foundation.documents.extraction import pdf

    return pdf.read(data, pictures=form == "pdf+pictures")


def main(form: str, seconds: int, memory: int) -> None:
    """Read the input under limits of time (seconds) and memory (bytes); what goes wrong is the last piece."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _write(form, sys.stdin.buffer.read())
    except Unreadable as fault:
        _refuse(fault.reason)
    except MemoryError:
        _refuse(Reason.TOO_LONG)
    except RecursionError:
        _refuse(Reason.HOSTILE)
    except Exception:
        _refuse(Reason.DAMAGED)


def _write(form: str, data: bytes) -> None:
    out = sys.stdout.buffer
    left = LONGEST
    for piece in pieces(form, data):
        left -= len(piece.words) + sum(len(cell.words) for cell in piece.cells) if piece.sort is not Sort.PICTURE else 0
        if left < 0:
            raise Unreadable(Reason.TOO_LONG)
        out.write(to_line(piece).encode("utf-8", errors="replace") + b"\n")


def _refuse(reason: Reason) -> None:
    sys.stdout.buffer.write(to_line(Piece(Sort.REFUSED, reason)).encode() + b"\n")
