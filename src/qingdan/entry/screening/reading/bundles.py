"""Files in a zip: how many, how large, under which names; what is no paper is left out."""

from __future__ import annotations

import io
import zipfile
import zlib

from qingdan.entry.screening.reading.refusals import Refused

MOST_FILES = 50
MOST_ENTRIES = 2000
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_BLOWN_UP = 200
_IN_UTF_8 = 0x800
_ENCRYPTED = 0x1
_BROKEN = "压缩包打不开，可能损坏了。请解压以后把文件一个一个放进来。"


def files_of(data: bytes) -> list[tuple[str, bytes]]:
    """The names and contents of the files in a zip; raises :class:`Refused` before anything is unpacked that is too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            entries = [entry for entry in bundle.infolist() if not entry.is_dir() and not _is_rubbish(entry.filename)]
            _check(bundle, entries, len(data))
            found = [(_name(entry), bundle.read(entry)) for entry in entries]
    except Refused:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError) as broken:
        raise Refused(_BROKEN) from broken
    return found


def names_of(data: bytes) -> list[str]:
    """The names of everything in a zip, to be looked through for marks before anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            return [part for entry in bundle.infolist() for part in _name(entry).split("/") if part]
    except (zipfile.BadZipFile, NotImplementedError) as broken:
        raise Refused(_BROKEN) from broken


def _check(bundle: zipfile.ZipFile, entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(bundle.infolist()) > MOST_ENTRIES or len(entries) > MOST_FILES:
        raise Refused(f"压缩包里的文件太多，一次最多 {MOST_FILES} 个。请分几次放。")
    if unpacked > LARGEST_UNPACKED or unpacked > MOST_BLOWN_UP * max(packed, 1):
        raise Refused("压缩包展开后大得不正常，没有打开。请解压以后把要看的文件一个一个放进来。")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Refused("压缩包有密码，打不开。请解压以后把文件放进来。")
    if not entries:
        raise Refused("压缩包里没有文件。")


def _is_rubbish(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    return name.startswith("__MACOSX/") or last.startswith(("~$", ".")) or last in ("Thumbs.db", "desktop.ini")


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as it was given: Chinese Windows writes GBK and says nothing of it."""
    if entry.flag_bits & _IN_UTF_8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename
