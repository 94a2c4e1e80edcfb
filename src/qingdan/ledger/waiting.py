"""What waits for a person in the ledger, of every sort in one query: the home page asks all rooms at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BooleanField, CharField, Expression, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.urls import reverse

from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.together import NO_DAY, these, together
from qingdan.foundation.web.waiting import Waiting
from qingdan.ledger import queries
from qingdan.ledger.access import Powers
from qingdan.ledger.choices import ExtensionState
from qingdan.ledger.models import Finding, Lead

_LEAD, _MEND, _VERIFY, _EXTENSION = "lead", "mend", "verify", "extension"


class _Row(NamedTuple):
    """One matter; ``until`` is its day, ``other`` the day that a request for more time asks for."""

    sort: str
    key: int
    named: str
    code_year: int
    code_number: int
    from_day: date
    until: date | None
    measured: bool
    unit: str
    other: date | None

    @property
    def code(self) -> str:
        """The number as people say it."""
        rows = Lead if self.sort == _LEAD else Finding
        return rows(year=self.code_year, number=self.code_number).code


def waiting(account: Account, most: int) -> Iterator[Waiting]:
    """Leads to confirm, findings to mend, reports to verify, requests for more time to decide; ``most`` of each."""
    powers = Powers(account)
    extensions = Finding.objects.filter(
        pk__in=queries.waiting_extensions(powers)[:most].values("finding"), extensions__state=ExtensionState.ASKED
    )
    parts = [
        _columns(these(queries.waiting_leads(powers), most), _LEAD, TruncDate("received_at")),
        _findings(these(queries.waiting_to_mend(powers), most), _MEND, F("shown_from")),
        _findings(
            these(queries.waiting_to_verify(powers), most), _VERIFY, Coalesce(TruncDate("mended_at"), F("opened_on"))
        ),
        _findings(extensions, _EXTENSION, TruncDate("extensions__asked_at"), F("extensions__until")),
    ]
    for row in together(parts):
        yield _waiting(_Row(*row))


def _findings(rows: QuerySet[Any], sort: str, since: Expression | F, other: Expression | F = NO_DAY) -> QuerySet[Any]:
    return _columns(
        rows, sort, since, F("due"), ExpressionWrapper(~Q(measure=""), BooleanField()), F("body__name"), other
    )


def _columns(
    rows: QuerySet[Any],
    sort: str,
    since: Expression | F,
    until: Expression | F = NO_DAY,
    measured: Expression = Value(False),  # noqa: B008 - an expression is not changed
    unit: F | Value = Value(""),  # noqa: B008 - an expression is not changed
    other: Expression | F = NO_DAY,
) -> QuerySet[Any]:
    """The same columns of whatever waits; both databases want one type in a column."""
    typed = {
        "sort": Value(sort, CharField()), "key": F("pk"), "named": F("title"), "code_year": F("year"), "code_number": F("number"),
        "from_day": since, "ends": until, "measured": Cast(measured, BooleanField()), "unit": Cast(unit, CharField()), "other": other,
    }  # fmt: skip
    found: QuerySet[Any] = rows.order_by().annotate(**typed).values_list(*typed)
    return found


def _waiting(row: _Row) -> Waiting:
    if row.sort == _LEAD:
        url = reverse("ledger:lead", args=[row.key])
        return Waiting(row.named, url, "确认线索", row.from_day, row.from_day + queries.DECIDE_WITHIN, row.code)
    if row.sort == _EXTENSION:
        url = reverse("ledger:act", args=[row.key, "decide-extension"])
        return Waiting(row.named, url, "批延期", row.from_day, row.until, f"{row.unit} 申请延到 {row.other}")
    url = reverse("ledger:finding", args=[row.key])
    if row.sort == _VERIFY:
        until = row.from_day + queries.VERIFY_WITHIN
        return Waiting(row.named, url, "核验整改", row.from_day, until, f"{row.unit} 报告已改")
    act = "报告整改" if row.measured else "写整改措施"
    return Waiting(row.named, url, act, row.from_day, row.until, row.code)
