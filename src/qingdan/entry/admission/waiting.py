"""What waits for a person in admission, of every sort in one query: the home page asks all rooms at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse

from qingdan.entry.admission.models import StepClock
from qingdan.entry.admission.models.papers import PaperKind
from qingdan.entry.admission.queries.cases import consultations_open_to, papers_to_check, waiting_cases_of
from qingdan.entry.admission.queries.procedures import local_procedures_to_confirm
from qingdan.entry.admission.rules import STATE_LABELS, WITH_APPLICANT, State
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.waiting import Waiting
from qingdan.foundation.web.waiting_rows import Matter, Rows, matters

_CASE, _PAPER, _METHOD = "case", "paper", "method"


def _parts(account: Account, most: int) -> Iterator[QuerySet[Any]]:
    """Cases that wait for the account's bodies, papers to compare, local methods to confirm; ``most`` of each.

    ``word`` is the state of a case or the kind of a paper, ``by`` whose it is, ``more`` its number.
    """
    yield matters(
        waiting_cases_of(account), most, _CASE, named="title", word="state", by="body__name", more="number",
        since=Coalesce(_clock("since"), TruncDate("created_at")), until=_clock("due"),
    )  # fmt: skip
    yield matters(
        papers_to_check(account), most, _PAPER, named="case__title", word="kind", by="case__body__name", more="number",
        since=TruncDate("recorded_at"), key="case_id",
    )  # fmt: skip
    yield matters(
        local_procedures_to_confirm(account), most, _METHOD, named="document", word="division",
        by="recorded_by__display_name", more="document_number", since=TruncDate("recorded_at"),
    )  # fmt: skip


def _clock(name: str) -> Subquery[Any]:
    """A day of the clock that runs in a case."""
    return Subquery(StepClock.objects.filter(case=OuterRef("pk"), left_on=None).values(name)[:1])


def _waiting(row: Matter) -> Waiting:
    if row.sort == _METHOD:
        url = reverse("admission:method", args=[row.key])
        return Waiting(f"{row.named}{row.more}", url, "确认本地办法", row.since, None, f"{row.by} 登记")
    url = reverse("admission:case", args=[row.key])
    if row.sort == _PAPER:
        note = f"{PaperKind(row.word).label} {row.more}".strip()
        return Waiting(row.named, url, "对照原件确认", row.since, None, note)
    state = State(row.word)
    until = None if state in WITH_APPLICANT else row.until
    return Waiting(row.named, url, STATE_LABELS[state], row.since, until, f"{row.by} {row.more}".strip())


waiting = Rows("admission", _parts, _waiting)
"""What waits in this room."""


def asked(account: Account, most: int) -> Iterator[Waiting]:
    """Voluntary questions to the account's towns and villages."""
    for row in consultations_open_to(account)[:most]:
        question = row.consultation
        url = reverse("admission:consultation", args=[row.pk])
        title = f"{question.case.title}（{row.division}）"
        yield Waiting(title, url, "说说意见", question.asked_at.date(), question.until, "自愿，不回复也没有关系")
