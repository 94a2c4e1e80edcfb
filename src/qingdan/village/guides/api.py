"""``GET /api/v1/kinds``: kinds of certificates at a place, and one of them with its guide."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from qingdan.foundation.web.api_calls import FOR_READING
from qingdan.foundation.web.text import clean_words
from qingdan.village.guides.asking import NoSuchPlace, asked_day, asked_place
from qingdan.village.guides.kinds import GuideInForce, Kind
from qingdan.village.guides.queries import kind_at, kinds_at

router = Router(tags=["kinds"])


class PlaceIn(Schema):
    """Where and when."""

    division: str = Field(description="2 到 12 位区划代码")
    on: str | None = Field(None, description="哪一天，YYYY-MM-DD，默认今天")


class FieldOut(Schema):
    """A gap of a model text."""

    name: str
    label: str
    type: str
    required: bool
    choices: list[str]


class GuideOut(Schema):
    """A guide in force."""

    number: int
    purpose: str
    issuing_body: str
    validity: str
    validity_days: int | None
    legal_basis: list[str]
    model_text: str
    fields: list[FieldOut]
    procedure: list[str]
    operating_rule: str
    materials: list[str]
    simple: bool
    workdays: int | None
    fee: str
    suggested: bool = Field(description="系统建议范本，部门还没有提供自己的")


class KindOut(Schema):
    """A kind of certificate at a place; ``guide`` is null where none was published."""

    code: str
    title: str
    regime: str = Field(description="retained 保留，cancelled 取消，barred 不应出具")
    aliases: list[str]
    list_title: str
    level: str
    basis: list[str]
    lead_body: str
    handled_by: str
    clause: str | None
    flag: str
    guide: GuideOut | None


@router.get("", response=list[KindOut], summary="一个地方的各种证明：保留、取消、不应出具", **FOR_READING)
def kinds(request: HttpRequest, place: Query[PlaceIn]) -> list[dict[str, Any]]:
    """Open to everybody, limited per address."""
    return [_kind(each) for each in kinds_at(*_asked(place))]


@router.get("/one", response=KindOut, summary="一种证明和它的办事指南", **FOR_READING)
def one(request: HttpRequest, place: Query[PlaceIn], code: str) -> dict[str, Any]:
    """``code`` is an item's code, its title or another name of it; 404 where no list of the place has it."""
    division, on = _asked(place)
    found = kind_at(division, clean_words(code, longest=60), on)
    if found is None:
        raise Http404
    return _kind(found)


def _asked(place: PlaceIn) -> tuple[str, Any]:
    try:
        return asked_place(place.division), asked_day(place.on)
    except NoSuchPlace as error:
        raise HttpError(400, str(error)) from error


def _kind(kind: Kind) -> dict[str, Any]:
    return {
        "code": kind.code, "title": kind.title, "regime": kind.regime, "aliases": list(kind.aliases), "list_title": kind.list_title,
        "level": kind.level.value, "basis": list(kind.every_basis), "lead_body": kind.lead_body, "handled_by": kind.handled_by,
        "clause": kind.clause, "flag": kind.flag, "guide": _guide(kind.guide) if kind.guide else None,
    }  # fmt: skip


def _guide(guide: GuideInForce) -> dict[str, Any]:
    return {
        "number": guide.number, "purpose": guide.purpose, "issuing_body": guide.issuing_body, "validity": guide.validity,
        "validity_days": guide.validity_days, "legal_basis": list(guide.legal_basis), "model_text": guide.model_text,
        "fields": [
            {"name": each.name, "label": each.label, "type": each.type, "required": each.required, "choices": list(each.choices)}
            for each in guide.fields
        ],
        "procedure": list(guide.procedure), "operating_rule": guide.operating_rule, "materials": list(guide.materials),
        "simple": guide.simple, "workdays": guide.workdays, "fee": guide.fee, "suggested": guide.suggested,
    }  # fmt: skip
