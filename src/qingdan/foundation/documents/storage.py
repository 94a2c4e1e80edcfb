"""Where the bytes of attachments lie: a file per content, named by its SHA-256, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


class Damaged(OSError):
    """A stored file that is not what it was."""


def folder() -> Path:
    """The folder of attachments."""
    return Path(settings.HOME) / "attachments"


def keep(data: bytes) -> str:
    """Store bytes and return their SHA-256; storing the same bytes again changes nothing."""
    digest = hashlib.sha256(data).hexdigest()
    path = _path(digest)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as fresh:
            fresh.write(data)
            fresh.flush()
            os.fsync(fresh.fileno())
        Path(fresh.name).replace(path)
    return digest


def fetch(digest: str) -> bytes:
    """The bytes of a stored file; raises :class:`Damaged` if they are no longer what they were."""
    data = _path(digest).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise Damaged(f"附件 {digest[:12]} 的内容被改过，没有提供下载。")
    return data


def _path(digest: str) -> Path:
    return folder() / digest[:2] / digest
