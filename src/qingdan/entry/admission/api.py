"""``/api/v1/cases``: applications for admission to read, to draft and to hand in; decisions are people's, on pages or paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from qingdan.entry.admission import services
from qingdan.entry.admission.access import cases_for, own_bodies
from qingdan.entry.admission.attached import LONGEST_RULE, LONGEST_SAMPLE
from qingdan.entry.admission.checking import check
from qingdan.entry.admission.models import AdmittedItem, Case
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.rules import State
from qingdan.entry.admission.services.drafting import MOST_PLACES, MOST_STEPS
from qingdan.entry.admission.services.handing import procedure_of
from qingdan.entry.admission.wanting import missing_parts
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.web.api_calls import (
    FOR_OWN_READING,
    FOR_WRITING,
    PageWanted,
    Told,
    a_page,
    actor_of,
    body_meant,
    done_once,
    iso,
)
from qingdan.foundation.web.text import clean_words
from qingdan.policy.gate.model import Kind

router = Router(tags=["cases"])
Line = Annotated[str, Field(max_length=200)]
Words = Annotated[str, Field(max_length=4000)]
Code = Annotated[str, Field(max_length=12)]


class CasesWanted(PageWanted):
    """Which cases."""

    state: State | None = None
    q: str = Field("", max_length=60, description="名称里的字，或者申请号")


class CaseOut(Schema):
    """An application as it stands."""

    id: int
    number: str = Field(description="申请号，报送以后才有")
    body: str
    kind: str
    title: str
    content: str
    basis: str
    basis_text: str
    divisions: list[str]
    units: list[str]
    duration: str
    review_on: str | None
    ends_on: str | None
    frequency: str
    minutes: int | None
    funding_standard: str
    funding_source: str
    funding_per_village: str | None
    flow_steps: list[str]
    training: str
    unregulated: bool | None
    useful: bool | None
    verifiable: bool | None
    model_text: str
    operating_rule: str
    upper_title: str
    upper_number: str
    upper_issuer: str
    upper_asks: str
    added_here: str
    facts: dict[str, Any]
    openness: str
    state: str
    state_label: str
    revision: int
    submitted_at: str | None
    ended_at: str | None


class ActOut(Schema):
    """What was done in a case."""

    number: int
    verb: str
    label: str
    seat: str
    stance: str
    text: str
    conditions: str
    at: str
    state_after: str


class OneCaseOut(CaseOut):
    """One case with what was done, and what came of it."""

    acts: list[ActOut]
    code: str | None = Field(description="准入编号，备案以后才有")
    filing_number: str | None


class CasesOut(Schema):
    """A page of them."""

    total: int
    page: int
    per_page: int
    items: list[CaseOut]


class CheckOut(Schema):
    """The pre-check: what the gate says of it, what is missing, the burden of all villages (测算值)."""

    outcome: str
    forbidden: list[dict[str, Any]] = Field(description="碰了红线的地方和条款")
    missing: list[dict[str, Any]] = Field(description="还差什么；refused 为真的是准入条件答了“否”，补不了")
    similar: list[dict[str, Any]]
    villages: int
    hours: str | None = Field(description="所有村（社区）一年合计小时，测算值")
    burden: str
    undecided: str = Field(description="没有办理程序的，为什么")


class Applied(Told):
    """Fields of an application; what is not named stays."""

    kind: Kind | None = None
    title: str | None = Field(None, min_length=1, max_length=200)
    content: Words = ""
    basis: str = Field("", max_length=16)
    basis_text: Words = ""
    divisions: list[Code] = Field(
        default_factory=list, max_length=MOST_PLACES, description="12 位区划代码；空的是本单位所在的地方"
    )
    units: list[Line] = Field(default_factory=list, max_length=10)
    duration: str = Field("standing", max_length=10, description="standing 长期、fixed 固定期限、temporary 临时")
    review_on: date | None = None
    ends_on: date | None = None
    frequency: str = Field("", max_length=16)
    minutes: int | None = Field(None, ge=1, le=100_000)
    funding_standard: Words = ""
    funding_source: Words = ""
    funding_per_village: Decimal | None = Field(None, ge=0, max_digits=12, decimal_places=2)
    flow_steps: list[Line] = Field(default_factory=list, max_length=MOST_STEPS)
    training: Words = ""
    unregulated: bool | None = Field(None, description="证明：省、市没有统一规范")
    useful: bool | None = Field(None, description="证明：方便村民工作、学习、生活")
    verifiable: bool | None = Field(None, description="证明：村（社区）能够核实")
    model_text: str = Field("", max_length=LONGEST_SAMPLE, description="证明：具体式样，要填的空写成 {住址} 这样")
    operating_rule: str = Field("", max_length=LONGEST_RULE, description="证明：操作规范；办理程序写在 flow_steps")
    upper_title: Line = ""
    upper_number: str = Field("", max_length=100)
    upper_issuer: str = Field("", max_length=100)
    upper_asks: Words = Field("", description="上级文件的原话")
    added_here: Words = Field("", description="本级增加的要求")
    facts: dict[str, str | bool] = Field(default_factory=dict, max_length=20)
    openness: str = Field("internal", pattern="^(internal|public)$")

    def application(self, case: Case | None) -> services.Application:
        """The application with what was named in place of what the case says."""
        known = {name: getattr(case, name) for name in services.Application.__slots__} if case else {}
        named = self.model_dump(exclude_unset=True, include=set(services.Application.__slots__))
        said = known | {
            name: value for name, value in named.items() if value is not None or name not in {"kind", "title"}
        }
        for name, words in (("kind", "请写类别。"), ("title", "请写事项的名称。")):
            if not said.get(name):
                raise AdmissionProblem(words, name)
        return services.Application(**said | {"kind": str(said["kind"])})


class NewCase(Applied):
    """An application that begins."""

    body: str = Field("", max_length=100, description="哪个单位申请；令牌的人只代表一个单位的可以不写")


class ChangedCase(Applied):
    """A change of a draft or a returned application."""

    revision: int | None = Field(None, ge=0, le=2_000_000_000, description="看到的改动次数；别人改过就拒绝（409）")


class Seen(Told):
    """Which state of the case the caller saw."""

    revision: int | None = Field(None, ge=0, le=2_000_000_000)


@router.get("", response=CasesOut, summary="能看到的准入申请，新的在前", **FOR_OWN_READING)
def cases(request: HttpRequest, wanted: Query[CasesWanted]) -> Any:
    """The cases of the account's bodies, those in which they have a seat, and those of its place by office."""
    rows = cases_for(actor_of(request))
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state)
    if words := clean_words(wanted.q, longest=60):
        rows = rows.filter(title__contains=words) | rows.filter(number=words)
    return a_page(rows, wanted, shown_case)


@router.get("/{int:pk}", response=OneCaseOut, summary="一件申请，办到哪里、谁怎么答复", **FOR_OWN_READING)
def case(request: HttpRequest, pk: int) -> Any:
    """One case."""
    return _whole(_case(actor_of(request), pk))


@router.get("/{int:pk}/check", response=CheckOut, summary="预检：碰不碰红线、差什么、负担多少", **FOR_OWN_READING)
def precheck(request: HttpRequest, pk: int) -> Any:
    """What stands in the way of handing it in; writes nothing."""
    found, procedure, why = _case(actor_of(request), pk), None, ""
    try:
        procedure = procedure_of(found)
    except AdmissionProblem as problem:
        why = str(problem)
    checked = check(found, procedure)
    return {
        "outcome": checked.outcome.value,
        "forbidden": [
            {"division": place.division, "name": place.name, "reasons": [reason.text for reason in place.verdict.reasons if not reason.note]}
            for place in checked.forbidden
        ],
        "missing": [{"field": each.field, "text": each.words, "refused": each.refused} for each in missing_parts(found, procedure)] if procedure else [],
        "similar": [{"code": each.code, "title": each.title, "where": each.where, "score": each.score} for each in checked.similar],
        "villages": checked.villages, "hours": None if checked.hours is None else str(checked.hours), "burden": checked.burden,
        "undecided": why,
    }  # fmt: skip


@router.post("", response={201: OneCaseOut}, summary="起草一件准入申请", **FOR_WRITING)
def begin(request: HttpRequest, response: HttpResponse, given: NewCase) -> Any:
    """Begin an application as a draft that only its body sees."""

    def act(actor: Account) -> dict[str, Any]:
        body = _own_body(actor, given.body)
        return _whole(services.start_case(actor=actor, body=body, application=given.application(None)))

    return Status(201, done_once(request, response, given, act))


@router.patch("/{int:pk}", response=OneCaseOut, summary="改草稿或者退回补正的申请", **FOR_WRITING)
def change(request: HttpRequest, response: HttpResponse, pk: int, given: ChangedCase) -> Any:
    """Change the named fields."""

    def act(actor: Account) -> dict[str, Any]:
        found = _case(actor, pk)
        changed = services.save_draft(
            actor=actor, case=found, application=given.application(found), seen=given.revision
        )
        return _whole(changed)

    return done_once(request, response, given, act)


@router.post("/{int:pk}/submit", response=OneCaseOut, summary="报送申请；碰红线的、缺东西的报不上去", **FOR_WRITING)
def submit(request: HttpRequest, response: HttpResponse, pk: int, given: Seen) -> Any:
    """Hand it in, where the body's own chain has one step; a longer chain is signed on pages or stamped on paper."""

    def act(actor: Account) -> dict[str, Any]:
        return _whole(services.submit(actor=actor, case=_case(actor, pk), seen=given.revision))

    return done_once(request, response, given, act)


def _case(actor: Account, pk: int) -> Case:
    found = cases_for(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _own_body(actor: Account, name: str) -> Body:
    found = body_meant(own_bodies(actor), name)
    if found is None:
        raise AdmissionProblem("请写明是哪个单位申请，要是您代表的单位。", "body")
    return found


def shown_case(row: Case) -> dict[str, Any]:
    """An application as the API shows it."""
    each = row.funding_per_village
    return {
        "id": row.pk, "number": row.number, "body": str(row.body), "kind": row.kind, "title": row.title, "content": row.content,
        "basis": row.basis, "basis_text": row.basis_text, "divisions": row.divisions, "units": row.units, "duration": row.duration,
        "review_on": iso(row.review_on), "ends_on": iso(row.ends_on), "frequency": row.frequency, "minutes": row.minutes,
        "funding_standard": row.funding_standard, "funding_source": row.funding_source,
        "funding_per_village": None if each is None else str(each), "flow_steps": row.flow_steps, "training": row.training,
        "unregulated": row.unregulated, "useful": row.useful, "verifiable": row.verifiable, "model_text": row.model_text, "operating_rule": row.operating_rule,
        "upper_title": row.upper_title, "upper_number": row.upper_number, "upper_issuer": row.upper_issuer,
        "upper_asks": row.upper_asks, "added_here": row.added_here, "facts": row.facts, "openness": row.openness,
        "state": row.state, "state_label": row.get_state_display(), "revision": row.revision,
        "submitted_at": iso(row.submitted_at), "ended_at": iso(row.ended_at),
    }  # fmt: skip


def _whole(row: Case) -> dict[str, Any]:
    item = AdmittedItem.objects.filter(case=row).first()
    acts = [
        {
            "number": act.number, "verb": act.verb, "label": act.get_verb_display(), "seat": act.seat, "stance": act.stance,
            "text": act.text, "conditions": act.conditions, "at": iso(act.at), "state_after": act.state_after,
        }
        for act in row.acts.order_by("number")
    ]  # fmt: skip
    return shown_case(row) | {
        "acts": acts, "code": item.code if item else None, "filing_number": item.filing_number if item else None,
    }  # fmt: skip
