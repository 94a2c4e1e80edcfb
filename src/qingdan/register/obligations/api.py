"""``/api/v1/obligations``: what the token's account has to do at its village, or its town's villages, or what its body gave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.api_calls import (
    FOR_OWN_READING,
    FOR_WRITING,
    Nothing,
    PageWanted,
    Told,
    a_page,
    actor_of,
    done_once,
    iso,
)
from qingdan.register.obligations import services
from qingdan.register.obligations.access import ObligationAccess
from qingdan.register.obligations.models import RUNNING, Obligation, State
from qingdan.register.obligations.queries import EARLIEST_FIRST

router = Router(tags=["obligations"])


class ObligationsWanted(PageWanted):
    """Which obligations."""

    state: State | None = Field(
        None, description="waiting 没看过、opened 已签收、done、disputed、withdrawn；不写是还要办的"
    )
    all: bool = Field(False, description="true：办过的、撤回的也要")
    division: str = Field("", max_length=12, description="只要这个村（社区）的，12 位区划代码")


class ObligationOut(Schema):
    """What one village owes."""

    id: int
    division: str
    village: str
    title: str
    what: str = Field(description="要做什么")
    kind: str
    code: str = Field(description="准入编号或者清单事项编号")
    issuer: str = Field(description="谁要的")
    via: str | None = Field(description="哪个镇街安排的")
    frequency: str
    period: str = Field(description="哪个周期")
    on: str = Field(description="交办日期")
    due: str | None = Field(description="期限")
    provisional: bool = Field(description="期限按暂定的日历算")
    stamp: str = Field(description="急：紧急派发")
    state: str
    opened_at: str | None
    done_at: str | None
    minutes: int | None = Field(description="村里自愿说的用时，分钟")
    note: str
    on_behalf: bool = Field(description="镇街代录")
    origin: str = Field(description="从哪里来，例如 dispatch:12")


class ObligationsOut(Schema):
    """A page of them."""

    total: int
    page: int
    per_page: int
    items: list[ObligationOut]


class Finished(Told):
    """What may be told when it is done; nothing need be."""

    minutes: int | None = Field(None, ge=1, le=services.MOST_MINUTES, description="花了多少分钟，自愿")
    note: str = Field("", max_length=500)


@router.get("", response=ObligationsOut, summary="村里要办的事；镇街看各村的，单位看自己交办的", **FOR_OWN_READING)
def obligations(request: HttpRequest, wanted: Query[ObligationsWanted]) -> Any:
    """The obligations that the account may read, the earliest day first. Reading is no receipt."""
    access = ObligationAccess(actor_of(request))
    rows = access.told(access.rows())
    if wanted.division:
        rows = rows.filter(division_id=wanted.division)
    if wanted.state is not None:
        rows = rows.filter(told=wanted.state)
    elif not wanted.all:
        rows = rows.filter(told__in=RUNNING)
    return a_page(rows.order_by(EARLIEST_FIRST, "-pk"), wanted, shown_obligation)


@router.get("/{int:pk}", response=ObligationOut, summary="一件要办的事", **FOR_OWN_READING)
def obligation(request: HttpRequest, pk: int) -> Any:
    """One obligation. Reading it by a program is no receipt; ``open`` is."""
    return shown_obligation(obligation_or_404(actor_of(request), pk))


@router.post("/{int:pk}/open", response=ObligationOut, summary="签收", **FOR_WRITING)
def open_(request: HttpRequest, response: HttpResponse, pk: int, given: Nothing) -> Any:
    """Sign for it: the village, or its town on its behalf."""
    return _moved(request, response, pk, given, services.open_obligation)


@router.post("/{int:pk}/finish", response=ObligationOut, summary="办完了，用时自愿写", **FOR_WRITING)
def finish(request: HttpRequest, response: HttpResponse, pk: int, given: Finished) -> Any:
    """It is done."""
    return _moved(request, response, pk, given, services.finish, **given.model_dump())


@router.post("/{int:pk}/reopen", response=ObligationOut, summary="还没办完，改回来", **FOR_WRITING)
def reopen(request: HttpRequest, response: HttpResponse, pk: int, given: Nothing) -> Any:
    """It is not done after all."""
    return _moved(request, response, pk, given, services.reopen)


def _moved(
    request: HttpRequest, response: HttpResponse, pk: int, given: Told, act: Callable[..., Obligation], **words: Any
) -> dict[str, Any]:
    def run(actor: Account) -> dict[str, Any]:
        act(actor=actor, obligation=obligation_or_404(actor, pk), **words)
        return shown_obligation(obligation_or_404(actor, pk))

    return done_once(request, response, given, run)


def obligation_or_404(actor: Account, pk: int) -> Any:
    """An obligation that the account may read, with the state that it may know."""
    access = ObligationAccess(actor)
    found = access.told(access.rows()).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def shown_obligation(row: Any) -> dict[str, Any]:
    """An obligation as the API shows it."""
    given = row.assignment
    return {
        "id": row.pk, "division": row.division_id, "village": str(row.division), "title": given.title, "what": given.what,
        "kind": given.kind, "code": given.code, "issuer": str(given.issuer), "via": str(given.via) if given.via else None,
        "frequency": given.frequency, "period": given.label, "on": given.on.isoformat(), "due": iso(row.due),
        "provisional": given.provisional, "stamp": given.stamp, "state": row.told, "opened_at": iso(row.opened_at),
        "done_at": iso(row.done_at), "minutes": row.minutes, "note": row.note, "on_behalf": row.on_behalf, "origin": given.origin,
    }  # fmt: skip
