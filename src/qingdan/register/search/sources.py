"""What is put into the index: an edition, the document of a pack, an attachment, each with what is to be found of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.utils import timezone

from qingdan.foundation.documents.extracting import words_of_file
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.rules import DOCX, PDF, TXT
from qingdan.foundation.documents.storage import fetch
from qingdan.policy.packs.models import PackVersion
from qingdan.policy.packs.queries import stored_pack
from qingdan.register.lists.fields import units_label
from qingdan.register.lists.models import Edition, Item, Openness
from qingdan.register.search.models import What

LONGEST_TEXT = 20_000
READABLE_TYPES = (DOCX.content_type, TXT.content_type, PDF.content_type)
_ITEM_TEXTS = ("category", "lead_body", "handled_by", "funding", "flow_chart", "training", "note", "conflict")
_ITEM_LISTS = ("aliases", "basis", "supporting_bodies")


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that can be found. ``units``: for which organisations it is meant (``,village,``); empty for all."""

    what: What
    reference: str
    title: str
    text: str = ""
    units: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What its entries come from, and what they all share."""

    name: str
    division: str
    public: bool
    entries: tuple[Found, ...]
    kind: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    attachment: int | None = None


def edition_name(pk: int) -> str:
    """The name of an edition as a source."""
    return f"edition:{pk}"


def pack_name(version: PackVersion) -> str:
    """The name of a pack's version as a source."""
    return f"pack:{version.pack_id}:{version.hash[:16]}"


def attachment_name(pk: int) -> str:
    """The name of an attachment as a source."""
    return f"attachment:{pk}"


def edition_source(edition: Edition) -> Source:
    """A published edition: the list itself and its items."""
    kept = edition.item_list
    text = _together(
        (kept.code, edition.document, edition.document_number, kept.publisher, edition.note, edition.reason)
    )
    return Source(
        name=edition_name(edition.pk), kind=kept.kind, division=kept.division, public=edition.openness == Openness.PUBLIC,
        valid_from=edition.effective_on, valid_to=last_day(edition),
        entries=(Found(What.LIST, edition.id_text, kept.title, text), *map(_item, edition.items.all())),
    )  # fmt: skip


def last_day(edition: Edition) -> date | None:
    """The last day on which an edition holds: its own end, or the day before the next one takes effect."""
    days = [edition.ends_on, edition.superseded_on - timedelta(days=1) if edition.superseded_on else None]
    return min((day for day in days if day), default=None)


def _item(item: Item) -> Found:
    spec = item.spec
    parts = [item.code, *(str(spec.get(name, "")) for name in _ITEM_TEXTS), units_label(spec.get("units", ()))]
    for name in _ITEM_LISTS:
        parts += spec.get(name, [])
    units = "".join(f",{unit}," for unit in spec.get("units", ()))
    return Found(What.ITEM, item.code, item.title, _together(parts), units)


def pack_source(version: PackVersion) -> Source:
    """The document of a pack and its clauses."""
    pack = stored_pack(version.hash)
    document = pack.header.document
    basis = [f"{each.title} {each.number or ''}" for each in document.basis]
    whole = _together((document.number or "", *document.issuers, *basis, document.note))
    clauses = (
        Found(What.CLAUSE, clause.id, f"{clause.id} {document.short_title}{clause.ref}", clause.text)
        for clause in pack.clauses
    )
    return Source(
        name=pack_name(version), division=pack.header.division, public=document.openness == "public",
        valid_from=document.effective, valid_to=document.ends,
        entries=(Found(What.DOCUMENT, pack.id, document.title, whole), *clauses),
    )  # fmt: skip


def attachment_source(attachment: Attachment) -> Source:
    """An attached file by its name and, where it can be read, its words; never public."""
    words = partial(fetch, attachment.sha256)
    return Source(
        name=attachment_name(attachment.pk), division=attachment.division_id, public=False, attachment=attachment.pk,
        valid_from=timezone.localtime(attachment.at).date(),
        entries=(Found(What.DOCUMENT, str(attachment.pk), attachment.name, words_of_file(attachment.content_type, words)),),
    )  # fmt: skip


def _together(parts: tuple[str, ...] | list[str]) -> str:
    return "；".join(filter(None, parts))[:LONGEST_TEXT]
