"""Building a large file without the collector of reference cycles running over everything that the process holds."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def not_collecting() -> Iterator[None]:
    """Until the end of this block the collector rests; what is built of thousands of rows has no cycles.

    The collector would look through all objects of the process several times, which costs as much as the work itself.
    Of several threads, whoever stopped it starts it again.
    """
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            gc.enable()
