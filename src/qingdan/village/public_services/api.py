"""``/api/v1/services`` and ``/api/v1/tickets``: the services of a place for anybody; the window for a token."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.divisions import BadDivisionCode, full_code
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.api_calls import (
    FOR_OWN_READING,
    FOR_READING,
    FOR_WRITING,
    PageWanted,
    Told,
    a_page,
    actor_of,
    done_once,
    iso,
)
from qingdan.village.public_services.access import ServicesAccess
from qingdan.village.public_services.choices import Mode, Outcome, ServiceClass, TicketState
from qingdan.village.public_services.models import Ticket
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.queries.catalogue import Service, searched, services_at
from qingdan.village.public_services.services import window

services = Router(tags=["services"])
tickets = Router(tags=["services"])


class ServicesWanted(Schema):
    """Which services of a place."""

    division: str = Field(max_length=12, description="区划代码，2 到 12 位")
    q: str = Field("", max_length=40, description="服务或者单位的名称里有的字")
    service_class: str = Field("", max_length=10, description="public 公共事务、charity 公益服务")
    field: str = Field("", max_length=10, description="health、insurance、work、relief、elderly、culture、other")
    unit: str = Field("", max_length=20, description="village 村、community 社区")


class ServiceOut(Schema):
    """A service in force at a place."""

    code: str
    title: str
    list_title: str
    edition: int
    service_class: str
    field: str
    department: str
    provider: str
    target: str
    bottom_line: bool
    agency: bool
    materials: str
    time_limit: str
    online: list[str]
    has_guide: bool
    takes: str | None = Field(description="村里能不能办：yes、agent、no；没有说的、不是村的为空")


class ServicesOut(Schema):
    """The services of a place."""

    division: str
    on: str
    items: list[ServiceOut]


class TicketsWanted(PageWanted):
    """Which matters."""

    state: TicketState | None = None


class TicketOut(Schema):
    """A matter at a window: never who it is."""

    id: int
    receipt: str
    number: int
    division: str
    day: str | None
    matter: str
    service_class: str
    item_code: str
    mode: str
    state: str
    outcome: str
    result: str
    on_behalf: bool


class TicketsOut(Schema):
    """A page of them."""

    total: int
    page: int
    per_page: int
    items: list[TicketOut]


class NewTicket(Told):
    """What somebody comes for."""

    division: str = Field(max_length=12, description="哪个村（社区），12 位区划代码")
    matter: str = Field(min_length=1, max_length=window.LONGEST_MATTER, description="办什么事；不写姓名、身份证号")
    service_class: ServiceClass = ServiceClass.PUBLIC
    item_code: str = Field("", max_length=40, description="清单上的服务编号")
    mode: Mode = Mode.WINDOW


class Ending(Told):
    """How a matter ended."""

    outcome: Outcome
    result: str = Field("", max_length=500)
    guidance: str = Field("", max_length=500, description="个人事项：怎么引导的")


@services.get("", response=ServicesOut, summary="一个地方现行的公开服务事项", **FOR_READING)
def all_services(request: HttpRequest, wanted: Query[ServicesWanted]) -> Any:
    """The public services in force at a place."""
    try:
        place = full_code(wanted.division)
    except BadDivisionCode as error:
        raise ServiceProblem(str(error), "division") from error
    found = searched(
        services_at(place, today(), public_only=True), words=wanted.q, service_class=wanted.service_class,
        field=wanted.field, unit=wanted.unit,
    )  # fmt: skip
    return {"division": place, "on": today().isoformat(), "items": [_service(each) for each in found]}


def _service(each: Service) -> dict[str, Any]:
    known = each.known
    return {
        "code": each.code, "title": each.title, "list_title": each.edition.item_list.title, "edition": each.edition.number,
        "service_class": each.service_class, "field": each.field, "department": each.department,
        "provider": known.provider if known else "", "target": known.target if known else "", "bottom_line": each.bottom_line,
        "agency": each.agency, "materials": known.materials if known else "", "time_limit": known.time_limit if known else "",
        "online": list(each.online), "has_guide": each.guide is not None, "takes": each.said.takes if each.said else None,
    }  # fmt: skip


@tickets.get("", response=TicketsOut, summary="本村窗口的事；镇街看各村的", **FOR_OWN_READING)
def all_tickets(request: HttpRequest, wanted: Query[TicketsWanted]) -> Any:
    """The matters at the windows that the account may read."""
    rows = ServicesAccess(actor_of(request)).tickets()
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state)
    return a_page(rows, wanted, _ticket)


@tickets.get("/{int:pk}", response=TicketOut, summary="窗口的一件事", **FOR_OWN_READING)
def one_ticket(request: HttpRequest, pk: int) -> Any:
    """One matter that the account may read."""
    return _ticket(_own(actor_of(request), pk))


@tickets.post("", response={201: TicketOut}, summary="取号", **FOR_WRITING)
def take_number(request: HttpRequest, response: HttpResponse, given: NewTicket) -> Any:
    """Take the next number of a village's queue."""

    def act(actor: Account) -> dict[str, Any]:
        matter = window.Matter(given.matter, given.service_class, given.item_code, given.mode)
        return _ticket(window.take_number(actor=actor, division=given.division, matter=matter))

    return Status(201, done_once(request, response, given, act))


@tickets.post("/{int:pk}/close", response=TicketOut, summary="办结", **FOR_WRITING)
def close(request: HttpRequest, response: HttpResponse, pk: int, given: Ending) -> Any:
    """End a matter."""

    def act(actor: Account) -> dict[str, Any]:
        kept = window.close(
            actor=actor, ticket=_own(actor, pk), outcome=given.outcome, result=given.result, guidance=given.guidance
        )
        return _ticket(kept)

    return done_once(request, response, given, act)


def _own(actor: Account, pk: int) -> Ticket:
    found = ServicesAccess(actor).tickets().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _ticket(row: Ticket) -> dict[str, Any]:
    return {
        "id": row.pk, "receipt": row.receipt, "number": row.number, "division": row.division_id, "day": iso(row.day),
        "matter": row.matter, "service_class": row.service_class, "item_code": row.item_code, "mode": row.mode, "state": row.state,
        "outcome": row.outcome, "result": row.result, "on_behalf": row.on_behalf,
    }  # fmt: skip
