"""The characters of a text file whose encoding nobody wrote down: by its mark, else UTF-8, else GB 18030."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]")


def decoded(data: bytes) -> str | None:
    """The text with line feeds only, or None where the bytes are no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _usable(data, encoding)
    return _usable(data, "utf-8") or _usable(data, "gb18030")


def _usable(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _NO_TEXT.search(text) else text.replace("\r\n", "\n").replace("\r", "\n")
