"""What waits for a person in admission, of every sort in one query: the home page asks all rooms at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, Expression, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.urls import reverse

from qingdan.entry.admission.models import StepClock
from qingdan.entry.admission.models.papers import PaperKind
from qingdan.entry.admission.queries.cases import consultations_open_to, papers_to_check, waiting_cases_of
from qingdan.entry.admission.queries.procedures import local_procedures_to_confirm
from qingdan.entry.admission.rules import STATE_LABELS, WITH_APPLICANT, State
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.together import NO_DAY, these, together
from qingdan.foundation.web.waiting import Waiting

_CASE, _PAPER, _METHOD = "case", "paper", "method"


class _Row(NamedTuple):
    """One matter: ``word`` is the state of a case or the kind of a paper, ``by`` whose it is, ``number`` its own."""

    sort: str
    key: int
    named: str
    word: str
    by: str
    code: str
    from_day: date
    until: date | None


def waiting(account: Account, most: int) -> Iterator[Waiting]:
    """Cases that wait for the account's bodies, papers to compare, local methods to confirm; ``most`` of each."""
    parts = [
        _columns(
            these(waiting_cases_of(account), most), _CASE, "title", "state", "body__name", "number",
            Coalesce(_clock("since"), TruncDate("created_at")), _clock("due"),
        ),
        _columns(
            these(papers_to_check(account), most), _PAPER, "case__title", "kind", "case__body__name",
            "number", TruncDate("recorded_at"), key="case_id",
        ),
        _columns(
            these(local_procedures_to_confirm(account), most), _METHOD, "document", "division",
            "recorded_by__display_name", "document_number", TruncDate("recorded_at"),
        ),
    ]  # fmt: skip
    for row in together(parts):
        yield _waiting(_Row(*row))


def _clock(name: str) -> Subquery[Any]:
    """A day of the clock that runs in a case."""
    return Subquery(StepClock.objects.filter(case=OuterRef("pk"), left_on=None).values(name)[:1])


def _columns(
    rows: QuerySet[Any], sort: str, title: str, word: str, by: str, number: str, since: Expression,
    until: Expression | Subquery[Any] = NO_DAY, key: str = "pk",
) -> QuerySet[Any]:  # fmt: skip
    """The same columns of whatever waits; both databases want one type in a column."""
    words = {"named": F(title), "word": F(word), "whose": F(by), "code": F(number)}
    typed = {
        "sort": Value(sort, CharField()), "row": F(key), **{name: Cast(each, CharField()) for name, each in words.items()},
        "from_day": since, "ends": until,
    }  # fmt: skip
    found: QuerySet[Any] = rows.order_by().annotate(**typed).values_list(*typed)
    return found


def _waiting(row: _Row) -> Waiting:
    if row.sort == _METHOD:
        url = reverse("admission:method", args=[row.key])
        return Waiting(f"{row.named}{row.code}", url, "确认本地办法", row.from_day, None, f"{row.by} 登记")
    url = reverse("admission:case", args=[row.key])
    if row.sort == _PAPER:
        note = f"{PaperKind(row.word).label} {row.code}".strip()
        return Waiting(row.named, url, "对照原件确认", row.from_day, None, note)
    state = State(row.word)
    until = None if state in WITH_APPLICANT else row.until
    return Waiting(row.named, url, STATE_LABELS[state], row.from_day, until, f"{row.by} {row.code}".strip())


def asked(account: Account, most: int) -> Iterator[Waiting]:
    """Voluntary questions to the account's towns and villages."""
    for row in consultations_open_to(account)[:most]:
        question = row.consultation
        url = reverse("admission:consultation", args=[row.pk])
        title = f"{question.case.title}（{row.division}）"
        yield Waiting(title, url, "说说意见", question.asked_at.date(), question.until, "自愿，不回复也没有关系")
