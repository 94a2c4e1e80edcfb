"""What changed in the public lists, newest first, as JSON Feed 1.1 and as Atom (RFC 4287)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.db.models import QuerySet

from qingdan.foundation.orgs.divisions import ancestors
from qingdan.register.lists.access import readable_editions
from qingdan.register.lists.differences import Change, counted, difference
from qingdan.register.lists.models import Edition

MOST = 30
MOST_CHANGES = 200


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One published edition and what it changed."""

    edition: Edition
    id: str
    url: str
    title: str
    summary: str
    changes: tuple[Change, ...]
    at: datetime


def published(division: str = "", kind: str = "") -> QuerySet[Edition]:
    """The public editions, newest first; for a division also those of the levels above it."""
    rows = readable_editions(None).order_by("-recorded_at", "-pk")
    if division:
        rows = rows.filter(item_list__division__in=ancestors(division))
    return rows.filter(item_list__kind=kind) if kind else rows


def stamp(editions: Sequence[Edition]) -> str:
    """What tells one state of a feed from another, without reading the changes."""
    words = "|".join(f"{each.pk}:{each.content_hash}:{each.state}:{each.openness}" for each in editions)
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def entries(editions: Sequence[Edition]) -> list[FeedEntry]:
    """The entries of a feed; each is held against the public edition before it."""
    return [_entry(each) for each in editions]


def _entry(edition: Edition) -> FeedEntry:
    before = (
        readable_editions(None)
        .filter(item_list=edition.item_list, number__lt=edition.number)
        .order_by("-number")
        .first()
    )
    changes = difference(before, edition) if before is not None else ()
    said = "，".join(f"{label} {number} 项" for label, number in counted(changes).items())
    first = f"首次公布，{edition.items.count()} 项" if before is None else said or "内容没有变动"
    day = f"，{edition.effective_on} 起生效" if edition.effective_on else ""
    return FeedEntry(
        edition=edition,
        id=f"{settings.PUBLIC_URL}/lists/{edition.pk}/",
        url=f"{settings.PUBLIC_URL}/lists/{edition.pk}/" + ("difference/" if before is not None else ""),
        title=f"{edition.item_list.title} 第 {edition.number} 版",
        summary=f"{first}{day}。{edition.reason}",
        changes=changes[:MOST_CHANGES],
        at=edition.recorded_at,
    )


def json_feed(title: str, address: str, found: Sequence[FeedEntry]) -> dict[str, Any]:
    """The feed as JSON Feed 1.1; what an item changed stands under ``_qingdan``."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": f"{settings.PUBLIC_URL}/portal/",
        "feed_url": f"{settings.PUBLIC_URL}{address}",
        "language": "zh-CN",
        "items": [_json_item(entry) for entry in found],
    }


def _json_item(entry: FeedEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.summary,
        "date_published": entry.at.isoformat(),
        "_qingdan": {
            "edition": entry.edition.id_text,
            "kind": entry.edition.item_list.kind,
            "division": entry.edition.item_list.division,
            "changes": [
                {"change": each.change, "code": each.code, "title": each.title, "reason": each.reason}
                for each in entry.changes
            ],
        },
    }


def atom(title: str, address: str, found: Sequence[FeedEntry]) -> str:
    """The feed as Atom."""
    here = f"{settings.PUBLIC_URL}{address}"
    updated = max((entry.at for entry in found), default=None)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
        f"<id>{_text(here)}</id>",
        f"<title>{_text(title)}</title>",
        f"<updated>{updated.isoformat() if updated else '1970-01-01T00:00:00Z'}</updated>",
        "<author><name>清单</name></author>",
        f'<link rel="self" href={quoteattr(here)}/>',
        *(_atom_entry(entry) for entry in found),
        "</feed>",
    ]
    return "\n".join(lines)


def _atom_entry(entry: FeedEntry) -> str:
    changes = "\n".join(f"{each.label} {each.title}（{each.code}）{each.reason}" for each in entry.changes)
    return (
        f"<entry><id>{_text(entry.id)}</id><title>{_text(entry.title)}</title><link href={quoteattr(entry.url)}/>"
        f"<updated>{entry.at.isoformat()}</updated><summary>{_text(entry.summary)}</summary>"
        f'<content type="text">{_text(changes or entry.summary)}</content></entry>'
    )


def _text(words: str) -> str:
    """Words that XML can hold."""
    return escape("".join(each for each in words if each in "\n\t" or each >= " "))
