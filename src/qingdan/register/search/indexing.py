"""Filling the index: in the transaction that publishes, and for packs and attachments whenever something is missing."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import docx
from django.db import transaction
from django.urls import reverse

from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.rules import DOCX, TXT
from qingdan.foundation.documents.storage import fetch
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.registry import job
from qingdan.policy.packs.models import PackVersion
from qingdan.policy.packs.queries import newest_versions, stored_pack
from qingdan.register.lists.models import Edition, EditionState, Item, Openness
from qingdan.register.search.models import Entry, Token, What
from qingdan.register.search.tokens import weighted

BATCH = 500
LONGEST_TEXT = 20_000
_ITEM_TEXTS = ("category", "lead_body", "handled_by", "funding", "flow_chart", "training", "note", "conflict")
_ITEM_LISTS = ("aliases", "basis", "supporting_bodies")


def on_published(sender: object, edition: Edition, **_more: Any) -> None:
    """Index an edition and its items in the transaction that publishes it."""
    index_edition(edition)


def on_superseded(sender: object, edition: Edition, **_more: Any) -> None:
    """An edition that is superseded is found as such from the day the next one takes effect."""
    if edition.superseded_on is not None:
        last = edition.superseded_on - timedelta(days=1)
        Entry.objects.filter(source=edition_source(edition)).update(valid_to=last)


def on_openness(sender: object, edition: Edition, **_more: Any) -> None:
    """Another 公开属性 counts at once."""
    public = edition.openness == Openness.PUBLIC
    Entry.objects.filter(source=edition_source(edition)).update(public=public)
    Token.objects.filter(entry__source=edition_source(edition)).update(public=public)


def edition_source(edition: Edition) -> str:
    """What the entries of an edition come from."""
    return f"edition:{edition.pk}"


def index_edition(edition: Edition) -> None:
    """Index a published edition and its items; doing it again changes nothing."""
    source = edition_source(edition)
    if Entry.objects.filter(source=source).exists():
        return
    ends = [
        day for day in (edition.ends_on, edition.superseded_on and edition.superseded_on - timedelta(days=1)) if day
    ]
    shared: dict[str, Any] = {
        "source": source, "kind": edition.item_list.kind, "division": edition.item_list.division,
        "public": edition.openness == Openness.PUBLIC, "valid_from": edition.effective_on, "valid_to": min(ends, default=None),
    }  # fmt: skip
    kept = edition.item_list
    heading = Entry(
        what=What.LIST, reference=edition.id_text, title=kept.title[:300], url=reverse("lists:edition", args=[edition.pk]),
        text="；".join(filter(None, (edition.document, edition.document_number, kept.publisher, edition.note, kept.code))), **shared,
    )  # fmt: skip
    items = (
        Entry(
            what=What.ITEM,
            reference=item.code,
            title=item.title,
            text=_item_text(item),
            url=reverse("lists:item", args=[item.code]),
            **shared,
        )
        for item in edition.items.all()
    )
    _store([heading, *items])


def _item_text(item: Item) -> str:
    spec = item.spec
    parts = [item.code, *(str(spec.get(name, "")) for name in _ITEM_TEXTS)]
    for name in _ITEM_LISTS:
        parts += spec.get(name, [])
    return "；".join(filter(None, parts))[:LONGEST_TEXT]


def index_pack(version: PackVersion) -> None:
    """Index the document and the clauses of a pack's version; earlier versions of the pack go."""
    source = f"pack:{version.pack_id}:{version.hash[:16]}"
    if Entry.objects.filter(source=source).exists():
        return
    Entry.objects.filter(source__startswith=f"pack:{version.pack_id}:").delete()
    pack = stored_pack(version.hash)
    document = pack.header.document
    shared: dict[str, Any] = {
        "source": source, "division": pack.header.division, "public": document.openness == "public",
        "valid_from": document.effective, "valid_to": document.ends,
    }  # fmt: skip
    basis = [f"{each.title} {each.number or ''}" for each in document.basis]
    whole = Entry(
        what=What.DOCUMENT, reference=pack.id, title=document.title[:300], url=reverse("packs:pack", args=[pack.id]),
        text="；".join(filter(None, (document.number or "", *document.issuers, *basis, document.note))), **shared,
    )  # fmt: skip
    clauses = (
        Entry(
            what=What.CLAUSE,
            reference=clause.id,
            title=f"{clause.id} {document.short_title}{clause.ref}"[:300],
            text=clause.text,
            url=reverse("packs:clause", args=[clause.id]),
            **shared,
        )
        for clause in pack.clauses
    )
    _store([whole, *clauses])


def _store(entries: Sequence[Entry]) -> None:
    stored = Entry.objects.bulk_create(entries, batch_size=BATCH)
    for part in _parts(_tokens(stored), 10_000):
        Token.objects.bulk_create(part, batch_size=BATCH)


def _tokens(entries: Iterable[Entry]) -> Iterator[Token]:
    for entry in entries:
        for token, weight in weighted(entry.title, entry.text).items():
            yield Token(token=token, entry=entry, weight=weight, public=entry.public)


def _parts(rows: Iterable[Token], size: int) -> Iterator[list[Token]]:
    part: list[Token] = []
    for row in rows:
        part.append(row)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


def index_missing() -> int:
    """Index what is published or installed but not in the index yet; returns how many sources were added.

    Each source is one transaction, so that it can be stopped and taken up again at any time while others read.
    """
    known = set(Entry.objects.order_by().values_list("source", flat=True).distinct())
    added = 0
    for version in newest_versions():
        if f"pack:{version.pack_id}:{version.hash[:16]}" not in known:
            added += _once(index_pack, version)
    for edition in Edition.objects.exclude(state=EditionState.DRAFT).select_related("item_list"):
        if edition_source(edition) not in known:
            added += _once(index_edition, edition)
    return added


def _once(index: Any, source: object) -> int:
    with transaction.atomic():
        index(source)
    return 1


def rebuild() -> int:
    """Empty the index and fill it anew, source by source; returns how many sources there are."""
    for source in list(Entry.objects.order_by().values_list("source", flat=True).distinct()):
        Entry.objects.filter(source=source).delete()
    return index_missing()


@job("search.attachments", every=timedelta(minutes=10))
def index_attachments(_job: Job) -> None:
    """Index the words of attached Word and text files; scans and PDF have none that we read."""
    known = Entry.objects.filter(what=What.DOCUMENT, attachment__isnull=False).values("attachment")
    for attachment in Attachment.objects.exclude(pk__in=known).filter(
        content_type__in=[DOCX.content_type, TXT.content_type]
    )[:200]:
        with transaction.atomic():
            _store([_attachment(attachment)])


def _attachment(attachment: Attachment) -> Entry:
    return Entry(
        what=What.DOCUMENT, reference=str(attachment.pk), source=f"attachment:{attachment.pk}", title=attachment.name, text=_words(attachment),
        division=attachment.division_id, url="", attachment=attachment, valid_from=_day(attachment),
    )  # fmt: skip


def _day(attachment: Attachment) -> date:
    return attachment.at.date()


def _words(attachment: Attachment) -> str:
    data = fetch(attachment.sha256)
    if attachment.content_type == TXT.content_type:
        return data.decode("utf-8", errors="replace")[:LONGEST_TEXT]
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])[:LONGEST_TEXT]
