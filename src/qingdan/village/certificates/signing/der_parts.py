"""Taking DER apart, strictly: one value after another, each length in its shortest form. Pure."""

from __future__ import annotations

from dataclasses import dataclass


class NotDer(ValueError):
    """Bytes that are not DER, or not what was expected at this place."""


@dataclass(frozen=True, slots=True)
class Part:
    """One value: its tag, its content, and all its bytes."""

    tag: int
    content: bytes
    whole: bytes


def first(data: bytes, at: int = 0) -> Part:
    """The value that begins at a place of these bytes; raises :class:`NotDer`."""
    head = data[at : at + 6]
    if len(head) < 2 or head[0] & 0x1F == 0x1F:
        raise NotDer
    size, length = 0, head[1]
    if length >= 0x80:
        size = length & 0x7F
        length = int.from_bytes(head[2 : 2 + size], "big")
        if not 1 <= size <= 4 or len(head) < 2 + size or head[2] == 0 or length < 0x80:
            raise NotDer
    start = at + 2 + size
    if start + length > len(data):
        raise NotDer
    return Part(head[0], data[start : start + length], data[at : start + length])


def parts(data: bytes) -> list[Part]:
    """All values of these bytes; raises :class:`NotDer` where something is left."""
    found: list[Part] = []
    at = 0
    while at < len(data):
        found.append(first(data, at))
        at += len(found[-1].whole)
    return found


def inside(data: bytes, *tags: int) -> list[Part]:
    """The parts of a content, which are these and no others; raises :class:`NotDer`."""
    found = parts(data)
    if [part.tag for part in found] != list(tags):
        raise NotDer
    return found
