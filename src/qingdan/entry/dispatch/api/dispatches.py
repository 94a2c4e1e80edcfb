"""``/api/v1/dispatches`` to read: what a body sent, each delivery, and the grounds of what was not sent."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.models import Dispatch, DispatchState
from qingdan.foundation.web.api_calls import FOR_OWN_READING, PageWanted, a_page, actor_of, iso
from qingdan.foundation.web.text import clean_words

router = Router(tags=["dispatches"])


class DispatchesWanted(PageWanted):
    """Which dispatches."""

    state: DispatchState | None = None
    q: str = Field("", max_length=60, description="名称里的字，或者编号")


class DispatchOut(Schema):
    """A dispatch; what was on record of its item when it was sent stands in ``record``."""

    id: int
    title: str
    kind: str
    code: str
    what: str
    issuer: str
    frequency: str
    begins: str
    until: str | None
    due_on: str | None
    due_workdays: int
    divisions: list[str]
    units: list[str]
    via: str = Field(description="direct 直接派到村，town_plan 经镇街年度计划")
    state: str
    emergency: str | None = Field(description="哪一个紧急情况")
    sent_at: str | None
    withdrawn_at: str | None
    withdrawn_for: str
    record: dict[str, Any] = Field(description="清单、依据、经费、流程图、培训、每次用时")


class OneDispatchOut(DispatchOut):
    """One dispatch with how its villages stand."""

    deliveries: list[dict[str, Any]] = Field(description="每一次：第几次、哪天、派到几个村、没有派几个村和理由")


class DispatchesOut(Schema):
    """A page of them."""

    total: int
    page: int
    per_page: int
    items: list[DispatchOut]


@router.get("", response=DispatchesOut, summary="本单位派的；镇街看交来的，按职责看一个地方的", **FOR_OWN_READING)
def all_dispatches(request: HttpRequest, wanted: Query[DispatchesWanted]) -> Any:
    """The dispatches that the account may read, the newest first."""
    rows = DispatchAccess(actor_of(request)).rows()
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state)
    if words := clean_words(wanted.q, longest=60):
        rows = rows.filter(title__contains=words) | rows.filter(code=words)
    return a_page(rows, wanted, shown_dispatch)


@router.get("/{int:pk}", response=OneDispatchOut, summary="一次派发，每一次派到哪里、没有派的理由", **FOR_OWN_READING)
def one_dispatch(request: HttpRequest, pk: int) -> Any:
    """One dispatch with its deliveries and the grounds of what was not sent."""
    return whole_dispatch(dispatch_or_404(DispatchAccess(actor_of(request)), pk))


def dispatch_or_404(access: DispatchAccess, pk: int) -> Dispatch:
    """A dispatch that the account may read; what it may not see is not there."""
    found = access.rows().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def whole_dispatch(found: Dispatch) -> dict[str, Any]:
    """A dispatch with its deliveries and the grounds of what was not sent."""
    schedules = found.schedules.prefetch_related("deliveries__grounds").select_related("town")
    deliveries = [
        {
            "number": each.number, "on": each.on.isoformat(), "town": schedule.town_id, "state": each.state, "sent": each.sent,
            "refused": each.refused,
            "grounds": [
                {"outcome": why.outcome, "text": why.text, "clause": why.clause or None, "source": why.source, "villages": why.number}
                for why in each.grounds.all()
            ],
        }
        for schedule in schedules
        for each in schedule.deliveries.all()
    ]  # fmt: skip
    return shown_dispatch(found) | {"deliveries": deliveries}


def shown_dispatch(row: Dispatch) -> dict[str, Any]:
    """A dispatch as the API shows it."""
    return {
        "id": row.pk, "title": row.title, "kind": row.kind, "code": row.code, "what": row.what, "issuer": str(row.issuer),
        "frequency": row.frequency, "begins": row.begins.isoformat(), "until": iso(row.until), "due_on": iso(row.due_on),
        "due_workdays": row.due_workdays, "divisions": row.divisions, "units": row.units, "via": row.via, "state": row.state,
        "emergency": str(row.emergency) if row.emergency else None, "sent_at": iso(row.sent_at),
        "withdrawn_at": iso(row.withdrawn_at), "withdrawn_for": row.withdrawn_for, "record": row.record,
    }  # fmt: skip
