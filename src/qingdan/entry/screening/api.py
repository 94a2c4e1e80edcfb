"""``/api/v1/screen`` judges words and keeps nothing; ``/api/v1/screenings`` keeps and works through what was found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import Field

from qingdan.entry.screening.access import ScreeningAccess
from qingdan.entry.screening.json_form import screened_to_json
from qingdan.entry.screening.model import Paper
from qingdan.entry.screening.models import FoundDemand, Screening, Side
from qingdan.entry.screening.reading import Refused, read_words
from qingdan.entry.screening.services import working
from qingdan.entry.screening.services.screening import Asked, mended_paper, screen
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
    body_meant,
    done_once,
    iso,
    reader_of,
)

judging = Router(tags=["screen"])
screenings = Router(tags=["screenings"])
LONGEST, LONGEST_FOR_VISITORS = 500_000, 20_000


class Words(Told):
    """A notice's words. Nothing of them is kept."""

    text: str = Field(min_length=1, max_length=LONGEST, description="通知的文字；涉密、工作秘密、内部资料不得录入")
    division: str = Field(max_length=12, description="按哪里的规定看，2 到 12 位区划代码")
    issuer: str = Field("", max_length=200, description="谁发的，默认按落款")
    on: date | None = Field(None, description="按哪一天的规定看，默认今天")


class DocumentOut(Schema):
    """What the paper's head and foot say."""

    title: str
    number: str
    issuer: str
    addressees: list[str]
    date: str | None
    attachments: list[str]


class DemandOut(Schema):
    """A sentence or table row that asks something of villages; positions are those of the text."""

    text: str
    start: int
    end: int
    kinds: list[str]
    outcome: str
    word: str
    reasons: list[dict[str, Any]] = Field(description="最硬的结论的理由，和 /gate/check 的一样")
    suggestion: str
    who: str
    what: str
    level: str | None
    frequency: str | None
    deadline: str
    quantity: str
    evidence: list[str]
    sanction: str
    because: list[str]
    amendments: list[dict[str, Any]]
    answers: list[dict[str, Any]] = Field(description="每一类的结论，最硬的在前")


class HoursOut(Schema):
    """The burden, an estimate."""

    each_village: float
    villages: int
    total: float
    in_words: str


class ScreenedOut(Schema):
    """A screened paper."""

    document: DocumentOut
    division: str
    on: str
    verdict: Literal["may_send", "mend", "admit_first", "no_demand", "unreadable"]
    word: str
    demands: list[DemandOut]
    hours: HoursOut
    notes: list[str]


class Kept(Words):
    """A notice whose result is kept; its text only for a day, unless ``keep``."""

    side: Side = Field(description="draft 准备发出的、received 收到的")
    body: str = Field("", max_length=200, description="哪个单位要发，只有一个单位时不用写")
    name: str = Field("", max_length=150, description="文件名")
    keep: bool = Field(False, description="留下原文")


class FoundOut(Schema):
    """A demand on record, and what became of it."""

    place: int
    text: str
    kinds: list[str]
    outcome: str
    suggestion: str
    state: str
    reason: str
    lead: int | None


class ScreeningOut(Schema):
    """A screening on record."""

    id: int
    side: str
    division: str
    body: str | None
    title: str
    number: str
    issuer: str
    on: str
    at: str
    verdict: str
    word: str
    demands: int
    stopping: int
    mended: int
    cost: str


class WholeScreeningOut(ScreeningOut):
    """The same with its demands."""

    found: list[FoundOut]


class ScreeningsOut(Schema):
    """A page of them."""

    total: int
    page: int
    per_page: int
    items: list[ScreeningOut]


class Act(Told):
    """What to do with a demand that was found."""

    act: Literal["accept", "dismiss", "reopen", "lead"]
    reason: str = Field("", max_length=working.LONGEST, description="不用改的理由")


@judging.post("", response=ScreenedOut, summary="筛查一份通知的文字，不留存", **FOR_READING)
def judge(request: HttpRequest, response: HttpResponse, given: Words) -> Any:
    """Every demand of the words with its verdict; nothing is written."""
    if reader_of(request) is None and len(given.text) > LONGEST_FOR_VISITORS:
        raise HttpError(413, f"没有令牌一次最多 {LONGEST_FOR_VISITORS} 字。请分几次问，或者用令牌。")
    asked = Asked(_division(given.division), Side.RECEIVED, on=given.on, issuer=given.issuer)
    return screened_to_json(mended_paper(_paper(given.text), asked))


@screenings.get("", response=ScreeningsOut, summary="本单位、本村（社区）的筛查", **FOR_OWN_READING)
def all_screenings(request: HttpRequest, wanted: Query[PageWanted]) -> Any:
    """The screenings that the account may read, newest first."""
    return a_page(ScreeningAccess(actor_of(request)).rows(), wanted, shown)


@screenings.get("/{int:pk}", response=WholeScreeningOut, summary="一次筛查，带找出的要求", **FOR_OWN_READING)
def one_screening(request: HttpRequest, pk: int) -> Any:
    """One screening that the account may read."""
    return whole(_screening(actor_of(request), pk))


@screenings.post("", response={201: WholeScreeningOut}, summary="筛查一份通知，留下结果", **FOR_WRITING)
def keep(request: HttpRequest, response: HttpResponse, given: Kept) -> Any:
    """Judge the words and keep the result."""

    def act(actor: Account) -> dict[str, Any]:
        access = ScreeningAccess(actor)
        body = body_meant(access.bodies(), given.body) if given.side == Side.DRAFT else None
        asked = Asked(
            _division(given.division), given.side, body, given.on, given.issuer, given.name, keep=given.keep
        )  # fmt: skip
        return whole(screen(actor=actor, paper=_paper(given.text), asked=asked))

    return Status(201, done_once(request, response, given, act))


@screenings.post("/{int:pk}/found/{int:place}", response=FoundOut, summary="处理找出的一处要求", **FOR_WRITING)
def work(request: HttpRequest, response: HttpResponse, pk: int, place: int, given: Act) -> Any:
    """Accept the advice, dismiss it with a reason, take that back, or file a lead."""
    acts: dict[str, Callable[[Account, FoundDemand], FoundDemand]] = {
        "accept": lambda actor, found: working.accept(actor=actor, found=found),
        "dismiss": lambda actor, found: working.dismiss(actor=actor, found=found, reason=given.reason),
        "reopen": lambda actor, found: working.reopen(actor=actor, found=found),
        "lead": lambda actor, found: working.file_lead(actor=actor, found=found),
    }

    def act(actor: Account) -> dict[str, Any]:
        found = _screening(actor, pk).found.filter(place=place).first()
        if found is None:
            raise Http404
        return shown_found(acts[given.act](actor, found))

    return done_once(request, response, given, act)


def _division(given: str) -> str:
    try:
        return full_code(given)
    except BadDivisionCode as error:
        raise HttpError(422, str(error)) from error


def _paper(text: str) -> Paper:
    try:
        return read_words(text)
    except Refused as refused:
        raise HttpError(422, str(refused)) from refused


def _screening(actor: Account, pk: int) -> Screening:
    found = ScreeningAccess(actor).rows().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def shown(row: Screening) -> dict[str, Any]:
    """A screening as data."""
    return {
        "id": row.pk, "side": row.side, "division": row.division_id, "body": row.body.name if row.body else None,
        "title": row.title, "number": row.number, "issuer": row.issuer_name, "on": iso(row.on), "at": iso(row.at),
        "verdict": row.verdict, "word": row.get_verdict_display(), "demands": row.demands, "stopping": row.stopping,
        "mended": row.mended, "cost": row.cost,
    }  # fmt: skip


def whole(row: Screening) -> dict[str, Any]:
    """A screening with its demands as data."""
    return {**shown(row), "found": [shown_found(found) for found in row.found.order_by("place")]}


def shown_found(found: FoundDemand) -> dict[str, Any]:
    """A demand on record as data."""
    return {
        "place": found.place, "text": found.text, "kinds": found.kinds, "outcome": found.outcome,
        "suggestion": found.suggestion, "state": found.state, "reason": found.reason, "lead": found.lead_id,
    }  # fmt: skip
