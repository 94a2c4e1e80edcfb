"""Reads of the room: what is on record of the same person, what the steps leave to do, the filtered list."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from qingdan.foundation.clock.moments import today
from qingdan.village.certificates.choices import OPEN, State
from qingdan.village.certificates.filling import asked_fields
from qingdan.village.certificates.forms_of import fields_of
from qingdan.village.certificates.models import Application
from qingdan.village.certificates.sealed import open_application
from qingdan.village.guides.queries import kind_at

MOST_EARLIER = 10


def earlier_of(application: Application) -> list[Application]:
    """The other applications of the same person in the village, the newest first: what is on record is shown (AS-57)."""
    if not application.person_digest:
        return []
    rows = Application.objects.filter(division=application.division_id, person_digest=application.person_digest)
    return list(
        rows.exclude(pk=application.pk).select_related("subject", "division").order_by("-received_at")[:MOST_EARLIER]
    )


def values_on_record(application: Application) -> dict[str, str]:
    """What the form begins with: what is filled in already, else what was issued to the same person before."""
    opened = open_application(application)
    if opened.values:
        return dict(opened.values)
    names = {each.name for each in asked_fields(fields_of(application))}
    found: dict[str, str] = {"purpose": opened.purpose} if "purpose" in names and opened.purpose else {}
    for earlier in earlier_of(application):
        if earlier.state == State.ISSUED and earlier.erased_at is None:
            known = open_application(earlier).values
            return {**{name: value for name, value in known.items() if name in names}, **found}
    return found


def is_kept_now(application: Application) -> bool:
    """Whether a kind that had to be admitted first has been (KT-47): the place's lists and admissions have it today."""
    kind = kind_at(application.division_id, application.kind_title, today())
    return kind is not None and kind.regime == "retained"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which applications a list shows."""

    words: str = ""
    state: str = ""
    late: bool = False


def found(rows: QuerySet[Application], wanted: Wanted) -> QuerySet[Application]:
    """The applications by kind, demander or a certificate's number or code; by state; late ones."""
    if wanted.words:
        words = wanted.words
        rows = rows.filter(
            Q(kind_title__contains=words) | Q(demander_name__contains=words) | Q(division__name__contains=words)
            | Q(pk__in=Application.objects.filter(certificates__number=words).values("pk"))
            | Q(pk__in=Application.objects.filter(certificates__code=words.replace("-", "").upper()).values("pk"))
        )  # fmt: skip
    if wanted.late:
        return rows.filter(state__in=OPEN, due_on__lt=today())
    if wanted.state in State.values:
        return rows.filter(state=wanted.state)
    return rows if wanted.state == "all" else rows.filter(state__in=OPEN)
