"""``POST /api/v1/gate/check``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from qingdan.foundation.web.rate_limit import limit
from qingdan.policy.gate.json_form import verdict_to_json
from qingdan.register.check.services import ask_document

router = Router(tags=["gate"])


class Question(Schema):
    """What somebody wants of a village; the keys are those of the command line's batch lines."""

    model_config = ConfigDict(extra="forbid")

    id: str | int | None = None
    division: str = Field(description="2 到 12 位区划代码")
    kind: str
    title: str
    text: str = ""
    issuer: str = ""
    frequency: str | None = None
    code: str = ""
    on: str | None = Field(None, description="按哪一天的规定看，YYYY-MM-DD，默认今天")
    attributes: dict[str, str | bool] = Field(default_factory=dict, description="已知的情况")


class ReasonOut(Schema):
    """One reason."""

    text: str
    clause: str | None
    item: str | None
    document: str
    strength: str | None
    effect: str | None
    about: str
    quote: str
    note: bool


class MatchOut(Schema):
    """An item that the demand is, or may be."""

    code: str
    title: str
    list_kind: str
    score: float


class MissingOut(Schema):
    """A fact that nobody has said, and how to ask for it."""

    fact: str
    label: str
    question: str
    choices: list[list[str]]


class VerdictOut(Schema):
    """The gate's answer."""

    id: str | int
    outcome: str
    word: str
    stamp: str
    summary: str
    reasons: list[ReasonOut]
    next_step: str
    matched: list[MatchOut]
    missing: list[MissingOut]
    pack: str
    pack_status: str
    pack_hash: str
    editions: list[str]
    on: str


@router.post("/check", response=VerdictOut, summary="这件事可以要求这个村办吗")
def check(request: HttpRequest, question: Question) -> dict[str, Any]:
    """Open to everybody, limited per address; writes nothing."""
    limit(request)
    verdict = ask_document(question.model_dump())
    return verdict_to_json(verdict, id_=question.id)
