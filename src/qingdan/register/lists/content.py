"""An item's content in one form, and what identifies it. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from qingdan.policy.packs.list_specs import ItemSpec


def plain(spec: ItemSpec) -> dict[str, Any]:
    """The item as it is stored: plain JSON without what is not said."""
    return spec.model_dump(mode="json", exclude_defaults=True)


def digest(content: Any) -> str:
    """SHA-256 over plain JSON, whatever the order of its keys."""
    words = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(words.encode("utf-8")).hexdigest()


def edition_hash(heading: dict[str, Any], digests: Iterable[tuple[str, str]]) -> str:
    """What identifies a whole edition: its heading, and code and digest of every item in order."""
    return digest([heading, [list(pair) for pair in digests]])
