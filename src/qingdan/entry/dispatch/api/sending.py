"""``/api/v1/dispatches`` to write: drafting, changing, the preview, sending, taking back; by the same services as the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Schema, Status
from pydantic import Field

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.api.dispatches import DispatchOut, OneDispatchOut, dispatch_or_404, router, whole_dispatch
from qingdan.entry.dispatch.emergency_access import running_for
from qingdan.entry.dispatch.models import Dispatch, DispatchState, Emergency
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.services.drafting import MOST_PICKED, MOST_WORDS, Wish, amend, draft
from qingdan.entry.dispatch.services.sending import preview, send, withdraw
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.api_calls import (
    FOR_OWN_READING,
    FOR_WRITING,
    Nothing,
    Told,
    actor_of,
    body_meant,
    done_once,
)
from qingdan.register.burden.rules import in_words

Place = Annotated[str, Field(pattern=r"^[0-9]{12}$")]
Word = Annotated[str, Field(max_length=20)]


class Wanted(Told):
    """What is sent, where, when and how often. What is not named stays as it is, in a new dispatch at its first value."""

    divisions: list[Place] = Field(
        default_factory=list, max_length=MOST_PICKED, description="12 位区划代码：村（社区），或者整个镇街、区县"
    )
    frequency: str = Field("once", max_length=16, description="once、monthly、quarterly……，不能比清单规定的勤")
    begins: date | None = Field(None, description="从哪天起，不早于今天")
    until: date | None = None
    due_on: date | None = Field(None, description="只办一次的：哪天前办完")
    due_workdays: int = Field(5, ge=0, le=30, description="按周期来的：周期结束后几个工作日内")
    what: str = Field("", max_length=MOST_WORDS, description="要村里做什么；不能代替清单上的流程图、经费和培训")
    units: list[Word] = Field(default_factory=list, max_length=10, description="村、社区各类；空的是都派")
    title: str = Field("", max_length=200, description="只有紧急派发才写；别的照记录")

    def wish(self, kept: Dispatch | None, code: str, emergency: Emergency | None) -> Wish:
        """What was named, in place of what the draft says."""
        names = ("divisions", "frequency", "begins", "until", "due_on", "due_workdays", "what", "units", "title")
        known = {name: getattr(kept, name) for name in names} if kept else {}
        said = known | self.model_dump(exclude_unset=kept is not None, include=set(names))
        if said["begins"] is None:
            raise DispatchProblem("请写从哪天起。", "begins")
        if self.title and emergency is None:
            raise DispatchProblem("名称照记录上的，不能另写；只有紧急派发才写。", "title")
        if emergency is not None and said["frequency"] == "on_event":
            said["until"] = said["until"] or emergency.ends
        files = list(kept.attachments.all()) if kept else []
        return Wish(code=code, emergency=emergency, attachments=files, **said)


class NewDispatch(Wanted):
    """A dispatch that begins."""

    code: str = Field("", max_length=64, description="清单事项的编号或者准入编号；紧急派发不写")
    body: str = Field("", max_length=100, description="以哪个单位的名义；令牌的人只代表一个单位的可以不写")
    emergency: int | None = Field(None, ge=1, le=9_000_000_000_000_000, description="按哪一起紧急情况派；这时写 title")

    def under(self, access: DispatchAccess) -> Emergency | None:
        """The emergency that is meant; raises :class:`DispatchProblem` for one that does not run, or beside a code."""
        if self.emergency is None:
            return None
        if self.code:
            raise DispatchProblem("有编号的照常派；紧急派发不写编号，写 title。", "code")
        found = running_for(access).filter(pk=self.emergency).first()
        if found is None:
            raise DispatchProblem("没有这一起紧急情况，或者还没有生效、已经结束。请核对编号。", "emergency")
        return found


class Why(Told):
    """A reason that the villages read."""

    reason: str = Field(min_length=1, max_length=2000)


class GroupOut(Schema):
    """Villages of which the gate says the same."""

    outcome: str
    text: str
    clause: str
    source: str
    next_step: str
    villages: int = Field(description="多少个村（社区）")
    named: list[str] = Field(description="其中几个的名称")


class PreviewOut(Schema):
    """What would go out and what not; nothing is written."""

    total: int
    goes: int
    stays: int
    towns: int
    via: str
    going: list[GroupOut]
    not_going: list[GroupOut]
    burden: str = Field(description="所有村（社区）一年的用时，测算值")


class WithdrawnOut(DispatchOut):
    """A dispatch that was taken back."""

    villages: int = Field(description="多少个村（社区）不用再办")


@router.post("", response={201: OneDispatchOut}, summary="起草一次派发，存成草稿，还不派", **FOR_WRITING)
def begin(request: HttpRequest, response: HttpResponse, given: NewDispatch) -> Any:
    """Begin a dispatch of what stands on record, or under an emergency on record."""

    def act(actor: Account) -> Dispatch:
        access = DispatchAccess(actor)
        issuer = body_meant(access.bodies(), given.body)
        if issuer is None:
            raise DispatchProblem("请写明以哪个单位的名义派，要是您代表的单位。", "body")
        return draft(actor=actor, issuer=issuer, wish=given.wish(None, given.code, given.under(access)))

    return Status(201, _done(request, response, given, act))


@router.patch("/{int:pk}", response=OneDispatchOut, summary="改派发的草稿，只改写了的几项", **FOR_WRITING)
def change(request: HttpRequest, response: HttpResponse, pk: int, given: Wanted) -> Any:
    """Change the named fields of a draft; its matter and its emergency stay."""

    def act(actor: Account) -> Dispatch:
        kept = _own(actor, pk)
        return amend(actor=actor, dispatch=kept, wish=given.wish(kept, kept.code, kept.emergency))

    return _done(request, response, given, act)


@router.get(
    "/{int:pk}/preview", response=PreviewOut, summary="草稿的预览：派到几个村、哪些不会派和理由", **FOR_OWN_READING
)
def look_ahead(request: HttpRequest, pk: int) -> Any:
    """The gate's answers for the villages of a draft, on its first day."""
    found = _own(actor_of(request), pk)
    if found.state != DispatchState.DRAFT:
        raise DispatchProblem(f"“{found.title}”{found.get_state_display()}，派到哪里请看派发本身。")
    seen = preview(found)
    return {
        "total": seen.total, "goes": seen.goes, "stays": seen.stays, "towns": seen.towns, "via": found.via,
        "going": [_group(group.answer, group.number, ()) for group in seen.going],
        "not_going": [_group(group.refusal, group.number, group.named) for group in seen.not_going],
        "burden": in_words(found.record.get("minutes"), found.frequency, seen.goes, unit="村") if seen.goes else "",
    }  # fmt: skip


@router.post("/{int:pk}/send", response=OneDispatchOut, summary="派出去；不该派的村不会派到", **FOR_WRITING)
def send_out(request: HttpRequest, response: HttpResponse, pk: int, given: Nothing) -> Any:
    """Send a draft to the villages, or hand it to the towns that arrange it in their plan."""
    return _done(request, response, given, lambda actor: send(actor=actor, dispatch=_own(actor, pk)))


@router.post("/{int:pk}/withdraw", response=WithdrawnOut, summary="撤回，写明理由，村里看得到", **FOR_WRITING)
def take_back(request: HttpRequest, response: HttpResponse, pk: int, given: Why) -> Any:
    """Take a dispatch back: what is not done is owed no longer."""

    def act(actor: Account) -> dict[str, Any]:
        kept = _own(actor, pk)
        number = withdraw(actor=actor, dispatch=kept, reason=given.reason)
        return whole_dispatch(dispatch_or_404(DispatchAccess(actor), pk)) | {"villages": number}

    return done_once(request, response, given, act)


def _done(
    request: HttpRequest, response: HttpResponse, given: Told, act: Callable[[Account], Dispatch]
) -> dict[str, Any]:
    return done_once(request, response, given, lambda actor: whole_dispatch(act(actor)))


def _own(actor: Account, pk: int) -> Dispatch:
    """A dispatch of one of the account's bodies; who only reads it is told that there is nothing to do."""
    access = DispatchAccess(actor)
    found = dispatch_or_404(access, pk)
    if not access.sends(found):
        raise Http404
    return found


def _group(answer: Any, number: int, named: Any) -> dict[str, Any]:
    fields = {name: getattr(answer, name) for name in ("outcome", "text", "clause", "source", "next_step")}
    return fields | {"villages": number, "named": list(named)}
