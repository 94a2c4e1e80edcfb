"""``/api/v1/feedback`` to read and to say: for a token, as far as its account may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from qingdan.entry.dispatch.feedback_access import FeedbackAccess
from qingdan.entry.dispatch.hearing import heard
from qingdan.entry.dispatch.models import Feedback, FeedbackReason, FeedbackState, Way
from qingdan.entry.dispatch.services import feedback as services
from qingdan.foundation.clock.moments import today
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
from qingdan.policy.gate.model import Kind
from qingdan.register.obligations.api import obligation_or_404

feedback = Router(tags=["feedback"])


class FeedbackWanted(PageWanted):
    """Which feedback."""

    state: FeedbackState | None = None


class FeedbackOut(Schema):
    """A feedback or report, with the gate's answer."""

    id: int
    division: str
    obligation: int | None = Field(description="对哪一件派下来的事；空的是别的渠道来的")
    title: str
    text: str
    issuer: str
    way: str
    came_on: str | None
    due: str
    kind: str
    frequency: str
    code: str
    reason: str
    at: str
    state: str
    answer: str
    on_behalf: bool
    outcome: str
    verdict: dict[str, Any] = Field(description="结论，和 /gate/check 的一样")


class FeedbacksOut(Schema):
    """A page of them."""

    total: int
    page: int
    per_page: int
    items: list[FeedbackOut]


class OnObligation(Told):
    """What is wrong with what was dispatched."""

    obligation: int = Field(ge=1, le=9_000_000_000_000_000)
    reason: FeedbackReason = Field(description="outside 不在清单上、more 多要、no_funds、no_guidance、transferred 转嫁")
    text: str = Field("", max_length=services.LONGEST, description="涉密、工作秘密、内部资料不得写")


class OtherWay(Told):
    """What came by a call, a group, a paper. The informant is protected."""

    division: str = Field(max_length=12, description="哪个村（社区），12 位区划代码")
    text: str = Field(
        min_length=1, max_length=services.LONGEST, description="要村里做什么，照对方的话；涉密、内部的不得写"
    )
    issuer: str = Field(min_length=1, max_length=100, description="谁要的，单位")
    way: Way = Field(description="call 电话、group 群、paper 纸、meeting 会、system 别的系统、other")
    came_on: date | None = Field(None, description="哪天来的，不写是今天")
    due: str = Field("", max_length=60, description="什么时候要")
    reason: FeedbackReason = FeedbackReason.OUTSIDE
    kind: Kind | None = Field(None, description="不写就按文字认")
    frequency: str = Field("", max_length=16)
    code: str = Field("", max_length=64, description="对方给的编号")


@feedback.get("", response=FeedbacksOut, summary="本村的反馈和报告；镇街看各村的反馈", **FOR_OWN_READING)
def all_feedback(request: HttpRequest, wanted: Query[FeedbackWanted]) -> Any:
    """The feedback of the account's own village, or those of its town's villages that are open to it."""
    access = FeedbackAccess(actor_of(request))
    rows = access.listed()
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state)
    return a_page(rows, wanted, lambda row: shown_feedback(access, row))


@feedback.get("/{int:pk}", response=FeedbackOut, summary="一个反馈或报告，带规则结论和答复", **FOR_OWN_READING)
def one_feedback(request: HttpRequest, pk: int) -> Any:
    """One feedback that the account may read."""
    access = FeedbackAccess(actor_of(request))
    return shown_feedback(access, _feedback(access, pk))


@feedback.post("/dispatched", response={201: FeedbackOut}, summary="对派下来的事反馈核实", **FOR_WRITING)
def give(request: HttpRequest, response: HttpResponse, given: OnObligation) -> Any:
    """Set it aside, ask the gate again, record a lead."""

    def act(actor: Account) -> Feedback:
        owed = obligation_or_404(actor, given.obligation)
        return services.give_feedback(actor=actor, obligation=owed, reason=given.reason, text=given.text)

    return Status(201, _said(request, response, given, act))


@feedback.post("/reported", response={201: FeedbackOut}, summary="报告别的渠道来的事，反映人受保护", **FOR_WRITING)
def tell(request: HttpRequest, response: HttpResponse, given: OtherWay) -> Any:
    """Report what came by a call, a group, a paper; kind and frequency are read from the words where they are not said."""
    told = services.Told(
        way=given.way, title="", issuer_name=given.issuer, text=given.text, kind=given.kind or "", reason=given.reason,
        frequency=given.frequency, code=given.code, due=given.due, came_on=given.came_on or today(),
    )  # fmt: skip

    def act(actor: Account) -> Feedback:
        return services.report(actor=actor, division=given.division, told=heard(given.division, told))

    return Status(201, _said(request, response, given, act))


@feedback.post("/{int:pk}/take-back", response=FeedbackOut, summary="收回反馈，照常办", **FOR_WRITING)
def take_back(request: HttpRequest, response: HttpResponse, pk: int, given: Nothing) -> Any:
    """Take an open feedback back."""
    return _said(
        request, response, given,
        lambda actor: services.take_back(actor=actor, feedback=_feedback(FeedbackAccess(actor), pk)),
    )  # fmt: skip


def _said(
    request: HttpRequest, response: HttpResponse, given: Told, act: Callable[[Account], Feedback]
) -> dict[str, Any]:
    def run(actor: Account) -> dict[str, Any]:
        return shown_feedback(FeedbackAccess(actor), act(actor))

    return done_once(request, response, given, run)


def _feedback(access: FeedbackAccess, pk: int) -> Feedback:
    found = access.rows().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def shown_feedback(access: FeedbackAccess, row: Feedback) -> dict[str, Any]:
    """A feedback as the API shows it: never who said it; its words not to the body that it is about."""
    return {
        "id": row.pk, "division": row.division_id, "obligation": row.obligation_id, "title": row.title,
        "text": row.text if access.sees_words(row) else "", "issuer": row.issuer_name, "way": row.way, "came_on": iso(row.came_on),
        "due": row.due, "kind": row.kind, "frequency": row.frequency, "code": row.code, "reason": row.reason, "at": iso(row.at),
        "state": row.state, "answer": row.answer, "on_behalf": row.on_behalf, "outcome": row.outcome, "verdict": row.verdict,
    }  # fmt: skip
