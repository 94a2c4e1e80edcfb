"""``/api/v1/seals``: the seals of the token's places and the register of their uses, to read."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from qingdan.foundation.web.api_calls import FOR_OWN_READING, PageWanted, a_page, actor_of, iso
from qingdan.village.seals.access import SealAccess
from qingdan.village.seals.choices import SealKind, SealState
from qingdan.village.seals.models import Seal
from qingdan.village.seals.queries import entered_in, month_of, with_spoiled

router = Router(tags=["seals"])


class SealsWanted(PageWanted):
    """Which seals."""

    division: str = Field("", max_length=12, description="只要这个村（社区）的，12 位区划代码")
    kind: SealKind | None = None
    state: SealState | None = None


class SealOut(Schema):
    """A seal of a village."""

    id: int
    division: str
    village: str
    kind: str
    name: str = Field(description="印文")
    keeper: str = Field(description="谁保管")
    approver_title: str = Field(description="用印由谁批准")
    state: str
    on_behalf: bool


class SealsOut(Schema):
    """A page of seals."""

    total: int
    page: int
    per_page: int
    items: list[SealOut]


class UsesWanted(PageWanted):
    """Which entries of the register."""

    seal: int | None = Field(None, ge=1, le=9_000_000_000_000_000)
    division: str = Field("", max_length=12, description="只要这个村（社区）的，12 位区划代码")
    month: str = Field("", max_length=7, description="哪个月登记的，例如 2026-11")


class UseOut(Schema):
    """One use of a seal, as the register has it."""

    id: int
    seal: int
    number: str = Field(description="编号，例如 2026-0012")
    document: str = Field(description="什么材料")
    purpose: str = Field(description="做什么用")
    source: str = Field(description="系统里的来源，例如 certificate；空的是别的材料")
    reference: str
    pages: int
    copies: int
    applicant: str = Field(description="经办人")
    approver: str = Field(description="批准人")
    paper_number: str = Field(description="纸质批准的编号")
    presser: str = Field(description="盖章人")
    keeper: str = Field(description="保管人")
    pressed_on: str
    recorded_at: str
    late: bool = Field(description="补录")
    outside: bool = Field(description="在外面盖的")
    on_behalf: bool = Field(description="代录")
    spoiled: str | None = Field(description="作废的原因；null 是没有作废")


class UsesOut(Schema):
    """A page of entries."""

    total: int
    page: int
    per_page: int
    items: list[UseOut]


@router.get("", response=SealsOut, summary="本村、本镇各村的印章", **FOR_OWN_READING)
def seals(request: HttpRequest, wanted: Query[SealsWanted]) -> Any:
    """The seals that the account may read."""
    rows = SealAccess(actor_of(request)).seals()
    if wanted.division:
        rows = rows.filter(division=wanted.division)
    for name in ("kind", "state"):
        if getattr(wanted, name) is not None:
            rows = rows.filter(**{name: getattr(wanted, name)})
    return a_page(rows.order_by("division", "kind", "pk"), wanted, _seal)


@router.get("/uses", response=UsesOut, summary="用印登记", **FOR_OWN_READING)
def uses(request: HttpRequest, wanted: Query[UsesWanted]) -> Any:
    """The entries that the account may read, the newest first."""
    rows = with_spoiled(SealAccess(actor_of(request)).uses())
    if wanted.seal is not None:
        rows = rows.filter(seal=wanted.seal)
    if wanted.division:
        rows = rows.filter(seal__division=wanted.division)
    month = month_of(wanted.month)
    if month is not None:
        rows = rows.filter(entered_in(month))
    return a_page(rows.order_by("-recorded_at", "-pk"), wanted, _use)


@router.get("/uses/{int:pk}", response=UseOut, summary="一次用印", **FOR_OWN_READING)
def one_use(request: HttpRequest, pk: int) -> Any:
    """One entry that the account may read."""
    found = with_spoiled(SealAccess(actor_of(request)).uses()).filter(pk=pk).first()
    if found is None:
        raise Http404
    return _use(found)


def _seal(row: Seal) -> dict[str, Any]:
    return {
        "id": row.pk, "division": row.division_id, "village": str(row.division), "kind": row.kind, "name": row.name, "keeper": row.keeper_name,
        "approver_title": row.approver_title, "state": row.state, "on_behalf": row.on_behalf,
    }  # fmt: skip


def _use(row: Any) -> dict[str, Any]:
    given = row.approval
    return {
        "id": row.pk, "seal": row.seal_id, "number": row.label, "document": given.document_title, "purpose": given.purpose,
        "source": given.source, "reference": given.reference, "pages": row.pages, "copies": row.copies, "applicant": given.applicant_name,
        "approver": given.approver_name, "paper_number": given.paper_number, "presser": row.presser_name, "keeper": row.keeper_name,
        "pressed_on": iso(row.pressed_on), "recorded_at": iso(row.recorded_at), "late": row.late or given.late, "outside": row.outside,
        "on_behalf": row.on_behalf, "spoiled": row.spoiled,
    }  # fmt: skip
