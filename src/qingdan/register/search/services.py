"""Filling the index: in the transaction that publishes, and at the start for whatever is missing.

Each source is replaced in one transaction, so filling can be stopped and taken up again at any time, and whoever
reads meanwhile finds either what was there or what is new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import transaction

from qingdan.foundation.clock.moments import now
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.registry import job
from qingdan.foundation.jobs.services import keep
from qingdan.policy.packs.models import PackVersion
from qingdan.policy.packs.queries import newest_versions
from qingdan.register.lists.models import Edition, EditionState, Openness
from qingdan.register.search.bulk import insert_tokens, refresh_statistics
from qingdan.register.search.models import Entry, Generation, What, Words
from qingdan.register.search.sources import (
    READABLE_TYPES,
    Source,
    attachment_source,
    edition_name,
    edition_source,
    last_day,
    pack_name,
    pack_source,
)
from qingdan.register.search.tokens import METHOD, joined, weighted

BATCH = 500
ATTACHMENTS_A_RUN = 200
_HEADINGS = (What.LIST, What.DOCUMENT)
"""Every source has one entry of these: by it we know that the source is there."""
Progress = Callable[[int], None]


def on_published(sender: object, edition: Edition, **_more: Any) -> None:
    """Index an edition and its items in the transaction that publishes it."""
    replace_source(edition_source(edition), generation())


def on_superseded(sender: object, edition: Edition, **_more: Any) -> None:
    """An edition that is superseded is found as such from the day the next one takes effect."""
    Entry.objects.filter(source=edition_name(edition.pk)).update(valid_to=last_day(edition))


def on_openness(sender: object, edition: Edition, **_more: Any) -> None:
    """Another 公开属性 counts at once."""
    public = edition.openness == Openness.PUBLIC
    Entry.objects.filter(source=edition_name(edition.pk)).update(public=public)


def generation() -> Generation:
    """The making of the index that is under way or done; a new one where tokens are now cut otherwise."""
    newest = Generation.objects.last()
    if newest is None or newest.method != METHOD:
        newest = Generation.objects.create(method=METHOD)
    return newest


def index_missing(progress: Progress | None = None) -> int:
    """Index what is published or installed and not yet in this making of the index; returns how many sources were added."""
    current = generation()
    known = set(
        Entry.objects.filter(generation=current, what__in=_HEADINGS, attachment=None).values_list("source", flat=True)
    )
    editions = Edition.objects.exclude(state=EditionState.DRAFT).order_by("pk").values_list("pk", flat=True)
    versions = [version for version in newest_versions() if pack_name(version) not in known]
    missing = [pk for pk in editions if edition_name(pk) not in known]
    for done, version in enumerate(versions, start=1):
        _index_pack(version, current)
        _tell(progress, done)
    for done, pk in enumerate(missing, start=len(versions) + 1):
        _index_edition(pk, current)
        _tell(progress, done)
    if current.finished_at is None:
        _finish(current)
    return len(versions) + len(missing)


def rebuild(progress: Progress | None = None) -> int:
    """Make the whole index anew, source by source; one that was stopped goes on where it was. Returns how many sources."""
    newest = Generation.objects.last()
    if newest is None or newest.finished_at is not None:
        Generation.objects.create(method=METHOD)
    done = index_missing(progress)
    for _each in _attachments():
        pass
    return done


@transaction.atomic
def _index_edition(pk: int, current: Generation) -> None:
    """The edition is locked: its 公开属性 cannot change between reading and storing it."""
    edition = Edition.objects.select_for_update(of=("self",)).select_related("item_list").get(pk=pk)
    replace_source(edition_source(edition), current)


@transaction.atomic
def _index_pack(version: PackVersion, current: Generation) -> None:
    """Earlier versions of the pack go: pages show the clauses of the newest only."""
    PackVersion.objects.select_for_update().only("pk").get(pk=version.pk)
    name = pack_name(version)
    Entry.objects.filter(source__startswith=f"pack:{version.pack_id}:").exclude(source=name).delete()
    replace_source(pack_source(version), current)


@transaction.atomic
def _finish(current: Generation) -> None:
    """What only earlier makings have is gone; attachments come by their job and go with their rows."""
    Entry.objects.filter(generation__lt=current, attachment=None).delete()
    Generation.objects.filter(pk=current.pk).update(finished_at=now())
    refresh_statistics()


def replace_source(source: Source, current: Generation) -> None:
    """Put a source's entries into the index in place of those that were there, in the caller's transaction."""
    Entry.objects.filter(source=source.name).delete()
    fresh = [
        Entry(
            what=each.what, reference=each.reference, source=source.name, generation=current, title=each.title[:300],
            key=joined(each.title)[:300], kind=source.kind, units=each.units, division=source.division, public=source.public,
            attachment_id=source.attachment, valid_from=source.valid_from, valid_to=source.valid_to,
        )
        for each in source.entries
    ]  # fmt: skip
    stored = Entry.objects.bulk_create(fresh, batch_size=BATCH)
    pairs = list(zip(stored, source.entries, strict=True))
    Words.objects.bulk_create([Words(entry=entry, text=each.text) for entry, each in pairs], batch_size=BATCH)
    insert_tokens(
        (entry.pk, token, weight) for entry, each in pairs for token, weight in weighted(each.title, each.text).items()
    )


@job("search.attachments", every=timedelta(minutes=2))
def index_attachments(running: Job) -> None:
    """Index attached files that are not in this making of the index yet, some at a time."""
    for _each in islice(_attachments(), ATTACHMENTS_A_RUN):
        keep(running)


def _attachments() -> Iterator[Attachment]:
    """Index the attached files that are missing, one transaction each."""
    current = generation()
    known = Entry.objects.filter(generation=current, attachment__isnull=False).values("attachment")
    rows = Attachment.objects.exclude(pk__in=known).filter(content_type__in=READABLE_TYPES, of_case=False)
    for attachment in rows.order_by("pk"):
        source = attachment_source(attachment)
        with transaction.atomic():
            replace_source(source, current)
        yield attachment


def _tell(progress: Progress | None, done: int) -> None:
    if progress is not None:
        progress(done)
