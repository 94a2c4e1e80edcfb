"""What is asked for again and again while one page is made is read once.

Only while something is read: an act reads afresh whatever it decides by.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

T = TypeVar("T")

_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("read once", default=None)


@contextmanager
def reading_together() -> Iterator[None]:
    """Until the end of this block, what :func:`read_once` is asked for with one key is read once."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def read_once(key: Hashable, read: Callable[[], T]) -> T:
    """What ``read`` gives; inside :func:`reading_together` the first answer with this key stands.

    Give back only what nobody changes: every caller gets the same object.
    """
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    return cast(T, kept[key])
