"""Reads for other rooms and for the register's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from qingdan.foundation.clock.rules import Period, period_of
from qingdan.village.seals.choices import ApprovalState, NoteSort, SealState, Sort
from qingdan.village.seals.models import Seal, SealApproval, SealUse, UseNote
from qingdan.village.seals.rules import missing_numbers


def seals_of(division: str) -> QuerySet[Seal]:
    """The seals of a village that are in use; the caller says who may see them."""
    return Seal.objects.filter(division_id=division, state=SealState.IN_USE).order_by("kind", "pk")


def approval_for(source: str, reference: str) -> SealApproval | None:
    """The approval on record for a thing of another room: the newest that was neither refused nor withdrawn."""
    rows = SealApproval.objects.filter(source=source, reference=reference, sort=Sort.USE)
    rows = rows.filter(state__in=[ApprovalState.ASKED, ApprovalState.APPROVED])
    return rows.select_related("seal").order_by("-pk").first()


def uses_for(source: str, reference: str) -> QuerySet[SealUse]:
    """The entries of the register for a thing of another room, the oldest first."""
    rows = SealUse.objects.filter(approval__source=source, approval__reference=reference)
    return rows.select_related("seal", "approval").order_by("pk")


def with_spoiled(rows: QuerySet[SealUse]) -> QuerySet[Any]:
    """The entries with ``spoiled``, the words of why, or None."""
    why = UseNote.objects.filter(use=OuterRef("pk"), sort=NoteSort.SPOILED).values("words")[:1]
    return rows.annotate(spoiled=Subquery(why))


def with_pressed(rows: QuerySet[SealApproval]) -> QuerySet[Any]:
    """The approvals with ``pressed``, how many copies were pressed on them and are not spoiled."""
    good = SealUse.objects.filter(approval=OuterRef("pk")).exclude(notes__sort=NoteSort.SPOILED).order_by()
    counted = good.values("approval").annotate(n=Sum("copies")).values("n")
    return rows.annotate(pressed=Coalesce(Subquery(counted), 0))


def to_press(rows: QuerySet[SealApproval]) -> QuerySet[Any]:
    """Of these approvals, those on which something is still to be pressed."""
    approved = rows.filter(state=ApprovalState.APPROVED, sort=Sort.USE)
    return with_pressed(approved).filter(pressed__lt=F("copies"))


def to_take_out(rows: QuerySet[SealApproval]) -> QuerySet[SealApproval]:
    """Of these approvals, those on which a seal may still be taken outside."""
    return rows.filter(state=ApprovalState.APPROVED, sort=Sort.TAKEOUT, takeout=None)


def to_check(rows: QuerySet[SealApproval]) -> QuerySet[SealApproval]:
    """Of these approvals, those on paper that wait for a second person."""
    return rows.exclude(paper_number="").filter(checked_at=None).exclude(state=ApprovalState.WITHDRAWN)


def month_of(text: str) -> Period | None:
    """The month of ``2026-11``; None for anything else."""
    try:
        return period_of(date.fromisoformat(f"{text}-01"), "monthly")
    except ValueError:
        return None


def entered_in(period: Period) -> Q:
    """The entries that were made in a period: the register is in the order of its numbers."""
    zone = timezone.get_current_timezone()
    first = datetime.combine(period.first, time.min, zone)
    return Q(recorded_at__gte=first, recorded_at__lte=datetime.combine(period.last, time.max, zone))


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a reader of the register should see at once: numbers that are missing or spoiled, approvals never used."""

    missing: list[int]
    spoiled: list[Any]
    unused: list[SealApproval]

    @property
    def nothing(self) -> bool:
        """Whether the register is without a gap."""
        return not (self.missing or self.spoiled or self.unused)


def gaps_of(seal: Seal, period: Period) -> Gaps:
    """The gaps of a seal's register in a period (of one year)."""
    entered = with_spoiled(SealUse.objects.filter(entered_in(period), seal=seal)).select_related("approval")
    rows = list(entered.order_by("number"))
    last = rows[-1].number if rows else 0
    present = SealUse.objects.filter(seal=seal, year=period.first.year, number__lte=last)
    approved = SealApproval.objects.filter(seal=seal, state=ApprovalState.APPROVED, sort=Sort.USE)
    unused = approved.filter(decided_at__date__gte=period.first, decided_at__date__lte=period.last, uses=None)
    return Gaps(
        missing_numbers(present.values_list("number", flat=True), last),
        [use for use in rows if use.spoiled is not None],
        list(unused.order_by("decided_at")),
    )


def last_number(seal: Seal, on: date) -> int:
    """The last number of a seal's register in a day's year, 0 where there is none."""
    found = SealUse.objects.filter(seal=seal, year=on.year).aggregate(n=Max("number"))["n"]
    return int(found or 0)
