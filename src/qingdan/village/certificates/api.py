"""``/api/v1/certificates``: what the rules say, a village's applications, and the steps from request to issue; people masked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.divisions import BadDivisionCode, full_code
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.personal.id_numbers import BadIdNumber
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
from qingdan.policy.packs.queries import OutsideEveryPack
from qingdan.village.certificates.access import ApplicationAccess
from qingdan.village.certificates.choices import Basis, Cause, Channel, Demander, State
from qingdan.village.certificates.judging import Request, judge
from qingdan.village.certificates.models import Application
from qingdan.village.certificates.persons import person
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.queries import Wanted, found
from qingdan.village.certificates.sealed import open_application
from qingdan.village.certificates.services import explaining, handling, issuing
from qingdan.village.certificates.services.receiving import Party, receive
from qingdan.village.certificates.standing import status_of
from qingdan.village.certificates.ways import Answers
from qingdan.village.guides.finding import find

router = Router(tags=["certificates"])


class FindWanted(Schema):
    """Everyday words at a place."""

    division: str = Field(min_length=2, max_length=12, description="哪里，区划代码")
    text: str = Field(min_length=1, max_length=200, description="居民的话，例如：证明我妈是我妈")


class KindFound(Schema):
    """A kind that the words mean."""

    title: str
    regime: str = Field(description="retained 保留、cancelled 取消、barred 不应出具、unlisted 清单上没有")
    score: float
    handled_by: str
    code: str


class Demand(Told):
    """What is asked, and by whom it is wanted."""

    division: str = Field(max_length=12, description="哪个村（社区），12 位区划代码")
    title: str = Field("", max_length=200, description="证明名称；写了 code 的不用写")
    code: str = Field("", max_length=64, description="清单上的编号")
    demander_class: Demander
    demander: str = Field("", max_length=100, description="哪个单位要的，不写人名")
    basis: Basis = Basis.UNKNOWN
    basis_text: str = Field("", max_length=200)
    public_interest: bool = False
    legal_risk: bool = False
    cause: Cause | None = None
    within_duty: bool | None = None
    verifiable: bool | None = None


class WayOut(Schema):
    """What the rules say of it; nothing is kept."""

    title: str
    regime: str
    way: str = Field(description="issue、interim、refuse、report_to_town、admit_kind、refer")
    says: str
    clause: str
    outcome: str = Field(description="闸门的结论")
    unanswered: list[str] = Field(description="先要回答的")
    needs: list[str] = Field(description="出具以前要有的记录")
    simple: bool
    due_on: str | None


class PersonIn(Schema):
    """The resident, whose paper was looked at."""

    name: str = Field(max_length=60)
    number: str = Field(max_length=40, description="身份证号码")
    phone: str = Field("", max_length=30)


class Received(Demand):
    """A request with the resident. ``identity_checked``: the card itself was looked at."""

    person: PersonIn | None = None
    identity_checked: bool = False
    purpose: str = Field("", max_length=200)


class Filled(Told):
    """The fields of the form, and how they were verified."""

    values: dict[str, str] = Field(description="样表的栏目；姓名和证件号码不用填")
    verified_how: str = Field("", max_length=300, description="写了就出具，不写只存内容")


class Delivered(Told):
    """How the explanation was handed over."""

    how: str = Field(min_length=1, max_length=100)


class ApplicationsWanted(PageWanted):
    """Which applications; those that are not closed where nothing is said."""

    state: State | None = None
    all: bool = False
    late: bool = False
    q: str = Field("", max_length=60, description="证明、单位、村，或者证明编号")


class CertificateOut(Schema):
    """An issued certificate without its text."""

    number: str
    code: str
    status: str = Field(description="valid、expired、revoked、replaced、void")
    issued_at: str | None
    valid_until: str | None
    printed_at: str | None
    delivered_at: str | None


class ApplicationOut(Schema):
    """An application; the resident is masked."""

    id: int
    division: str
    kind_code: str
    kind_title: str
    regime: str
    resident: str = Field(description="姓名，中间遮住")
    demander_class: str
    demander: str
    way: str
    way_clause: str
    outcome: str
    ungrounded: bool
    state: str
    simple: bool
    received_on: str | None
    due_on: str | None
    closed_at: str | None
    workdays: int | None
    on_behalf: bool
    hindrances: list[str] = Field(description="出具以前还要什么")
    certificates: list[CertificateOut]


class ApplicationsOut(Schema):
    """A page of them."""

    total: int
    page: int
    per_page: int
    items: list[ApplicationOut]


@router.get("/find", response=list[KindFound], summary="按平常的话找是哪种证明、谁来办", **FOR_READING)
def find_kinds(request: HttpRequest, wanted: Query[FindWanted]) -> Any:
    """The three kinds that the words most likely mean."""
    try:
        kinds = find(full_code(wanted.division), wanted.text, today())
    except (OutsideEveryPack, BadDivisionCode) as problem:
        raise CertificateProblem(str(problem), "division") from problem
    return [{name: getattr(each, name) for name in KindFound.model_fields} for each in kinds]


@router.post("/judge", response=WayOut, summary="先问规定怎么说，不留记录", **FOR_READING)
def ask_way(request: HttpRequest, given: Demand) -> Any:
    """The kind, the gate's answer, the way, and what is needed before issue."""
    judged = judge(_request(given), today())
    decision = judged.decision
    return {
        "title": judged.title, "regime": judged.regime, "way": decision.way, "says": decision.says, "clause": decision.clause,
        "outcome": judged.verdict.outcome.value, "unanswered": list(decision.unanswered), "needs": [need for need, _clause in judged.needs],
        "simple": judged.simple, "due_on": iso(judged.due_on) if judged.issuing else None,
    }  # fmt: skip


def _request(given: Demand, purpose: str = "") -> Request:
    return Request(
        division=given.division, title=given.title, code=given.code, demander_class=given.demander_class, demander=given.demander,
        basis=given.basis, basis_text=given.basis_text, purpose=purpose, public_interest=given.public_interest, legal_risk=given.legal_risk,
        answers=Answers(given.cause or "", given.within_duty, given.verifiable),
    )  # fmt: skip


@router.get("", response=ApplicationsOut, summary="本村、本镇各村的证明申请", **FOR_OWN_READING)
def applications(request: HttpRequest, wanted: Query[ApplicationsWanted]) -> Any:
    """The applications that the account may read, the newest first."""
    state = wanted.state.value if wanted.state else "all" if wanted.all else ""
    rows = found(ApplicationAccess(actor_of(request)).rows(), Wanted(wanted.q, state, wanted.late))
    kept = rows.order_by("-received_at", "-pk").prefetch_related("certificates__replaced_by", "safeguards")
    return a_page(kept, wanted, shown)


@router.get("/{int:pk}", response=ApplicationOut, summary="一件证明申请", **FOR_OWN_READING)
def one_application(request: HttpRequest, pk: int) -> Any:
    """One application that the account may read."""
    return shown(_application(actor_of(request), pk), whole=True)


@router.post("", response={201: ApplicationOut}, summary="受理一件；先按规定判断", **FOR_WRITING)
def take_in(request: HttpRequest, response: HttpResponse, given: Received) -> Any:
    """Take a request down, as the counter does."""

    def act(actor: Account) -> Application:
        who = _person(given.person) if given.person else None
        party = Party(person=who, identity_checked=given.identity_checked, channel=Channel.COUNTER.value)
        return receive(actor=actor, request=_request(given, given.purpose), party=party)

    return Status(201, _said(request, response, given, act))


def _person(given: PersonIn) -> Any:
    try:
        return person(given.name, given.number, given.phone, on=today())
    except BadIdNumber as fault:
        raise CertificateProblem(str(fault), "number") from fault


@router.post("/{int:pk}/fill", response=ApplicationOut, summary="填样表；写了怎么核实的就出具", **FOR_WRITING)
def fill_in(request: HttpRequest, response: HttpResponse, pk: int, given: Filled) -> Any:
    """Fill the form, and issue where it is said how the content was verified; issued already, it is the same certificate."""

    def act(actor: Account) -> Application:
        kept = _application(actor, pk)
        if given.verified_how:
            how = given.verified_how
            issuing.fill_and_issue(actor=actor, application=kept, values=given.values, verified_how=how)
        elif kept.state != State.ISSUED:
            handling.fill(actor=actor, application=kept, values=given.values)
        return _application(actor, pk)

    return _said(request, response, given, act)


@router.post("/{int:pk}/explain", response=ApplicationOut, summary="记下解释说明单已送达", **FOR_WRITING)
def explain(request: HttpRequest, response: HttpResponse, pk: int, given: Delivered) -> Any:
    """Record that the resident has the explanation."""

    def act(actor: Account) -> Application:
        return explaining.deliver_explanation(actor=actor, application=_application(actor, pk), how=given.how)

    return _said(request, response, given, act)


def _application(actor: Account, pk: int) -> Application:
    one = ApplicationAccess(actor).rows().filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def _said(request: HttpRequest, response: HttpResponse, given: Any, act: Callable[[Account], Application]) -> Any:
    def run(actor: Account) -> dict[str, Any]:
        return shown(_application(actor, act(actor).pk), whole=True)

    return done_once(request, response, given, run)


def shown(row: Application, *, whole: bool = False) -> dict[str, Any]:
    """An application as the API shows it; ``whole`` asks also what holds the issue back."""
    return {
        "id": row.pk, "division": row.division_id, "kind_code": row.kind_code, "kind_title": row.kind_title, "regime": row.regime,
        "resident": open_application(row).masked_name, "demander_class": row.demander_class, "demander": row.demander_name, "way": row.way,
        "way_clause": row.way_clause, "outcome": row.outcome, "ungrounded": row.ungrounded, "state": row.state, "simple": row.simple,
        "received_on": iso(row.received_on), "due_on": iso(row.due_on), "closed_at": iso(row.closed_at), "workdays": row.workdays,
        "on_behalf": row.on_behalf, "hindrances": list(issuing.hindrances_of(row)) if whole and row.state == State.HANDLING else [],
        "certificates": [
            {
                "number": each.number, "code": each.code, "status": status_of(each, today()), "issued_at": iso(each.issued_at),
                "valid_until": iso(each.valid_until), "printed_at": iso(each.printed_at), "delivered_at": iso(each.delivered_at),
            }
            for each in row.certificates.all()
        ],
    }  # fmt: skip
