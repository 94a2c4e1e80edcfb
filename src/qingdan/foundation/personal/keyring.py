"""The outside keys, which wrap the keys of persons: files ``personal-0001.key`` and so on in the data folder.

The newest wraps what is new; older ones open what is not yet rewrapped, and restored backups, until they are retired.
"""

from __future__ import annotations

import re
import secrets

from qingdan.foundation.keys import kept, keys_folder
from qingdan.foundation.personal.ciphers import KEY_BYTES
from qingdan.foundation.personal.models import Subject
from qingdan.foundation.personal.problems import KeyMissing

_FILE = re.compile(r"personal-([0-9]{4})\.key")


def key_ids() -> list[str]:
    """The ids of the keys that are here, oldest first."""
    names = (_FILE.fullmatch(path.name) for path in keys_folder().iterdir())
    return sorted(name[1] for name in names if name)


def current_key_id() -> str:
    """The id of the newest key; the very first one is made at first use.

    Raises :class:`KeyMissing` where somebody's key needs a newer one that is not here: no other key may take its id.
    """
    known, needed = key_ids(), newest_needed()
    if needed and needed not in known and (not known or needed > known[-1]):
        raise KeyMissing(needed)
    return known[-1] if known else make_key("0001")


def newest_needed() -> str:
    """The id of the newest key that wraps somebody's key; empty where there is nobody."""
    return Subject.objects.filter(erased_at=None).order_by("-key_id").values_list("key_id", flat=True).first() or ""


def following_key_id(key_id: str) -> str:
    """The id of the key after this one."""
    return f"{int(key_id) + 1:04d}"


def make_key(key_id: str) -> str:
    """Make the key of this id, unless another process just did; the id."""
    kept(_name(key_id), lambda: secrets.token_bytes(KEY_BYTES))
    return key_id


def outside_key(key_id: str) -> bytes:
    """The key itself; raises :class:`KeyMissing` if it is not here."""
    if not _FILE.fullmatch(_name(key_id)):
        raise KeyMissing(key_id)
    try:
        return (keys_folder() / _name(key_id)).read_bytes()
    except FileNotFoundError as error:
        raise KeyMissing(key_id) from error


def destroy_key(key_id: str) -> None:
    """Take a key away for good: what backups hold under it cannot be read any more."""
    (keys_folder() / _name(key_id)).unlink(missing_ok=True)


def _name(key_id: str) -> str:
    return f"personal-{key_id}.key"
