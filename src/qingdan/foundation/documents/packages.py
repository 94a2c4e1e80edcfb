"""Thousands of rows put into an Office file at once, as XML: the libraries make the frame, cell by cell they are slow."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable

_NOT_IN_XML = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_UNSTORABLE = re.compile(f"[{_NOT_IN_XML}]")
_SPECIAL = re.compile(f"[&<>{_NOT_IN_XML}]")
_WRITTEN = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_FAST = 1
"""How hard the part is packed: somewhat larger than at best, in a fraction of the time."""


def storable(words: str) -> str:
    """The words without characters that XML does not have."""
    return _UNSTORABLE.sub("", words)


def special(words: str) -> bool:
    """Whether some character cannot stand in XML as it is."""
    return _SPECIAL.search(words) is not None


def escaped(words: str) -> str:
    """Words as they stand in XML, without characters that XML does not have."""
    return _SPECIAL.sub(lambda found: _WRITTEN.get(found[0], ""), words) if special(words) else words


def put_before(xml: str, mark: str, more: Iterable[str]) -> str:
    """XML with more before a mark that stands in it once."""
    start, found, end = xml.partition(mark)
    if not found or mark in end:
        raise ValueError(f"{mark} does not stand there once")
    return "".join((start, *more, mark, end))


def with_part(package: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The file with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            data = old.read(each)
            if each.filename == part:
                new.writestr(each, change(data.decode("utf-8")).encode("utf-8"), compresslevel=_FAST)
            else:
                new.writestr(each, data)
    return out.getvalue()
