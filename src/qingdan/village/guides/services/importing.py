"""Guides from an Excel sheet: it is read and shown; drafts are made when its owner confirms, all of them or none."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from qingdan.foundation.clock.moments import now
from qingdan.foundation.documents.secrecy import REMINDER, marked
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.registry import job
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.grids import BadTable
from qingdan.foundation.web.text import clean_words
from qingdan.village.guides.access import GuideAccess
from qingdan.village.guides.models import PendingGuides
from qingdan.village.guides.problems import GuidesProblem
from qingdan.village.guides.services.drafting import begin_version, write_version
from qingdan.village.guides.services.writing import note
from qingdan.village.guides.sheet.judging import DOING, Judged, judge, kept_rows, read, unknown_of

KEPT = timedelta(days=1)
MOST_DRAFTS = 200


@transaction.atomic
def prepare_import(*, actor: Account, division: str, name: str, data: bytes) -> PendingGuides:
    """Read a sheet and keep what was understood for its owner's word; raises ``NotAllowed`` and ``BadTable``.

    A sheet with a mark of secrecy is refused whole, and nothing of it is kept.
    """
    GuideAccess(actor).demand_preparer(division)
    sheet = read(name, data)
    if marked(*(words for row in sheet.rows for words in row.said.values())):
        raise BadTable(f"文件里有密级标志。{REMINDER}没有保存。")
    rows = [each.as_row() for each in judge(actor, division, sheet.rows)]
    PendingGuides.objects.filter(owner=actor, made=None).delete()
    return PendingGuides.objects.create(
        owner=actor, division=division, name=clean_words(name, longest=150), rows=rows, unknown=unknown_of(sheet)
    )


@transaction.atomic
def confirm_import(*, actor: Account, pending: PendingGuides) -> int:
    """Make drafts of the rows, all of them or none; how many. A second time says the same and makes nothing.

    Raises ``NotAllowed``, and :class:`GuidesProblem` where something has changed since the rows were shown: whoever calls
    shows them again then (:func:`judge_again`). What has a fault is left out. Nothing is published.
    """
    kept = PendingGuides.objects.select_for_update().filter(pk=pending.pk, owner=actor).first()
    if kept is None:
        raise GuidesProblem("这个文件已经处理过了，或者已经丢掉。")
    if kept.made is not None:
        return kept.made
    GuideAccess(actor).demand_preparer(kept.division)
    rows = judge(actor, kept.division, kept_rows(kept.rows))
    shown = [(row["effect"], row["stamp"]) for row in kept.rows]
    if moved := sum((row.effect, row.stamp) != before for row, before in zip(rows, shown, strict=True)):
        raise GuidesProblem(f"您核对的时候有 {moved} 行又变了，什么都没有保存，请再看一遍。")
    doing = sorted((row for row in rows if row.effect in DOING), key=lambda row: row.code)
    if len(doing) > MOST_DRAFTS:
        raise GuidesProblem(f"一次最多生成 {MOST_DRAFTS} 份草稿，这个文件有 {len(doing)} 份。请分成几个文件。")
    written = [_write(actor, kept.division, row) for row in doing]
    kept.made, kept.rows, kept.unknown = len(written), [], []
    kept.save()
    note(actor, "import_guides", "guides_file", kept.pk, kept.division, written)
    return kept.made


def _write(actor: Account, division: str, row: Judged) -> list[object]:
    """One draft, by the same services as by hand; refused where somebody else has begun one meanwhile."""
    if row.draft is None:
        raise ValueError("a row without words makes no draft")
    taken = GuidesProblem(f"《{row.title}》刚有别人起草了草稿，什么都没有保存，请再看一遍。")
    try:
        version = row.open or begin_version(actor=actor, division=division, code=row.code, kind=row.kind)
    except NotAllowed as error:
        raise taken from error
    revision = row.open.revision if row.open else 0
    if version.prepared_by_id != actor.pk or version.revision != revision:
        raise taken
    made = write_version(actor=actor, version=version, draft=row.draft, revision=revision)
    return [row.code, made.digest]


@transaction.atomic
def judge_again(*, actor: Account, pending: PendingGuides) -> None:
    """Hold the kept rows against the guides as they are now."""
    kept = PendingGuides.objects.select_for_update().filter(pk=pending.pk, owner=actor, made=None).first()
    if kept is not None:
        kept.rows = [row.as_row() for row in judge(actor, kept.division, kept_rows(kept.rows))]
        kept.save(update_fields=["rows"])


@transaction.atomic
def cancel_import(*, actor: Account, pending: PendingGuides) -> None:
    """Throw a file away that waits."""
    PendingGuides.objects.filter(pk=pending.pk, owner=actor, made=None).delete()


@job("guides.forget_files", every=timedelta(hours=6))
def forget_files(_job: Job) -> None:
    """Throw away files that nobody confirmed within a day."""
    PendingGuides.objects.filter(at__lt=now() - KEPT).delete()
