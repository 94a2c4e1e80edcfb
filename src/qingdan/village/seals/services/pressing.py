"""Entering a use, and what is said of it later."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.numbering.services import take
from qingdan.foundation.orgs.models import Account
from qingdan.village.seals.access import SealAccess
from qingdan.village.seals.choices import ApprovalState, NoteSort, Sort
from qingdan.village.seals.models import Seal, SealApproval, SealUse, UseNote
from qingdan.village.seals.problems import SealProblem
from qingdan.village.seals.rules import Who, demand_counts, demand_different, demand_nobodys_data
from qingdan.village.seals.services.writing import (
    applicant_of,
    demand_in_use,
    keeper_of,
    locked_approval,
    named,
    note,
    words,
)
from qingdan.village.seals.settings import seal_rules


@transaction.atomic
def record_use(
    *,
    actor: Account,
    approval: SealApproval,
    pages: int | None = None,
    copies: int | None = None,
    presser: Who | None = None,
    pressed_on: date | None = None,
) -> SealUse:
    """Enter a use on an approval that is on record; it gets the next number of the seal's year.

    Usually all that is left of the approval, pressed today by the keeper. Document, purpose and source are the
    approval's. Raises :class:`SealProblem` without an approval, for more than was approved, for a seal that is not in
    use, for a day before the approval was given, and where two parts must be different persons.
    """
    kept = locked_approval(approval)
    on_behalf = SealAccess(actor).demand_recorder(kept.seal.division_id)
    demand_in_use(kept.seal)
    if kept.state != ApprovalState.APPROVED or kept.sort != Sort.USE:
        raise SealProblem("没有批准的，不能用印。请先由批准人批准，或者录入纸质批准。")
    left, day = copies_left(kept), pressed_on or today()
    pages = kept.pages if pages is None else pages
    copies = left if copies is None else copies
    _demand_within(kept, pages, copies, left)
    _demand_day(kept, day)
    who = named(presser or keeper_of(kept.seal), "presser", "请写谁盖的章。")
    _demand_people(kept, who)
    return _enter(actor, kept, on_behalf, who, pages, copies, day)


def copies_left(approval: SealApproval) -> int:
    """How many copies may still be pressed on an approval; spoiled ones do not count."""
    pressed = approval.uses.exclude(notes__sort=NoteSort.SPOILED).aggregate(n=Sum("copies"))["n"] or 0
    return approval.copies - int(pressed)


def _demand_within(approval: SealApproval, pages: int, copies: int, left: int) -> None:
    if left <= 0:
        raise SealProblem("批准的份数已经盖完了。还要盖的，请另外申请。", "copies")
    demand_counts(pages, copies)
    if copies > left:
        raise SealProblem(f"批准的还剩 {left} 份，不能盖 {copies} 份。", "copies")
    if pages > approval.pages:
        raise SealProblem(f"批准的是 {approval.pages} 页，不能盖 {pages} 页。", "pages")


def _demand_day(approval: SealApproval, day: date) -> None:
    if day > today():
        raise SealProblem("盖章的日期不能是以后的日子。", "pressed_on")
    given = approval.paper_on or (timezone.localdate(approval.decided_at) if approval.decided_at else None)
    if given and day < given:
        raise SealProblem(f"{given} 才批准，盖章不能在批准以前。", "pressed_on")


def _demand_people(approval: SealApproval, presser: Who) -> None:
    people = {
        "keeper": keeper_of(approval.seal), "presser": presser, "applicant": applicant_of(approval),
        "approver": Who(approval.approver_id, approval.approver_name),
    }  # fmt: skip
    demand_different(people, seal_rules(approval.seal.division_id, today()).different)


def _enter(
    actor: Account, approval: SealApproval, on_behalf: bool, presser: Who, pages: int, copies: int, day: date
) -> SealUse:
    seal, year = approval.seal, today().year
    made = SealUse.objects.create(
        seal=seal, year=year, number=take(series(seal, year)), approval=approval, presser_id=presser.account,
        presser_name=presser.name, keeper_name=seal.keeper_name, outside=seal.takeouts.filter(back_at=None).exists(),
        pages=pages, copies=copies, pressed_on=day, late=day != today(), recorded_by=actor, recorded_at=now(), on_behalf=on_behalf,
    )  # fmt: skip
    detail = [made.label, approval.pk, pages, copies, approval.source, approval.reference]
    note(actor, "use_seal", "seal_use", made.pk, seal.division_id, detail)
    return made


def series(seal: Seal, year: int) -> str:
    """The series of a seal's numbers in a year."""
    return f"seal-{seal.pk}-{year}"


@transaction.atomic
def mark_spoiled(*, actor: Account, use: SealUse, reason: str) -> UseNote:
    """Say that what was pressed is spoiled: the entry and its number stay, its copies may be pressed again."""
    return _add_note(actor, use, NoteSort.SPOILED, words(reason, "words", "请写为什么作废，废件怎么处理的。", 300))


@transaction.atomic
def correct(*, actor: Account, use: SealUse, text: str) -> UseNote:
    """Add a correction; the entry stays as it is."""
    return _add_note(actor, use, NoteSort.CORRECTION, words(text, "words", "请写更正什么。", 300))


def _add_note(actor: Account, use: SealUse, sort: NoteSort, text: str) -> UseNote:
    division = locked_approval(use.approval).seal.division_id
    on_behalf = SealAccess(actor).demand_recorder(division)
    demand_nobodys_data(text)
    if sort is NoteSort.SPOILED and use.notes.filter(sort=sort).exists():
        raise SealProblem("这一号已经登记过作废。")
    made = UseNote.objects.create(use=use, sort=sort, words=text, by=actor, at=now(), on_behalf=on_behalf)
    note(actor, f"seal_use_{sort}", "seal_use", use.pk, division, text)
    return made
