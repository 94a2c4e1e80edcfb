"""Secrets that lie in the data folder and not in the database: made at first use, by one process only, mode 0600.

The lowest room: audit, personal data and signing keep their keys by it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings


def keys_folder() -> Path:
    """``keys`` of the data folder, made if it is not there, for its owner only."""
    folder = Path(settings.HOME) / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """What the folder keeps under a name; ``make`` gives it at first use. Of two processes the first one wins."""
    folder = keys_folder()
    path = folder / name
    if not path.exists():
        fresh = folder / f".{name}.{secrets.token_hex(4)}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(make())
            out.flush()
            os.fsync(out.fileno())  # what is sealed with a key must never outlive it in a crash
        with suppress(FileExistsError):
            os.link(fresh, path)  # the other process reads what the first one wrote
        fresh.unlink()
    return path.read_bytes()
