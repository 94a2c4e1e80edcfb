"""The characters of a text file whose encoding nobody wrote down: by its mark, else UTF-8, else GB 18030."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LOST = "\ufffd"
"""What stands for a character that cannot be read."""
_MOST_LOST = 100
"""One in so many at most; beyond that it is no text."""
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]")


def decoded(data: bytes) -> str | None:
    """The text with line feeds only, or None where the bytes are no text.

    A few broken bytes (a file that was cut off) become :data:`LOST`.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _usable(data, encoding)
    return _usable(data, "utf-8") or _usable(data, "gb18030") or _mended(data)


def _mended(data: bytes) -> str | None:
    readings = [data.decode(encoding, errors="replace") for encoding in ("utf-8", "gb18030")]
    best = min(readings, key=lambda text: text.count(LOST))
    return _tidy(best) if best.count(LOST) * _MOST_LOST <= len(best) else None


def _usable(data: bytes, encoding: str) -> str | None:
    try:
        return _tidy(data.decode(encoding))
    except UnicodeDecodeError:
        return None


def _tidy(text: str) -> str | None:
    return None if _NO_TEXT.search(text) else text.replace("\r\n", "\n").replace("\r", "\n")
