"""A village with its seal, people and papers, for tests of this room."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account, Division
from qingdan.register.obligations.tests.cast import FOREIGN, SIBLING, TOWN, VILLAGE, demo
from qingdan.village.seals import services
from qingdan.village.seals.choices import SealKind
from qingdan.village.seals.models import Seal, SealApproval, SealUse
from qingdan.village.seals.problems import SealProblem
from qingdan.village.seals.rules import Who
from qingdan.village.seals.services import HandoverPlan, NewSeal, Paper, Wanted

KEEPER = Who(None, "刘会计")


def clerk() -> Account:
    return demo("village-clerk")


def head() -> Account:
    return demo("village-head")


def town() -> Account:
    return demo("town-clerk")


def place(code: str = VILLAGE) -> Division:
    return Division.objects.get(pk=code)


def new_seal(**more: Any) -> NewSeal:
    said: dict[str, Any] = {
        "kind": SealKind.COMMITTEE, "name": "苗庄镇刘庄村村民委员会", "keeper": KEEPER, "approver_title": "村委会主任",
    }  # fmt: skip
    return NewSeal(**(said | more))


def seal(**more: Any) -> Seal:
    return services.register_seal(actor=clerk(), division=place(), new=new_seal(**more))


def wanted(**more: Any) -> Wanted:
    said: dict[str, Any] = {
        "document_title": "土地流转合同",
        "purpose": "村集体与合作社签合同",
        "pages": 3,
        "copies": 2,
        "kept_at": "档案柜2号",
    }
    return Wanted(**(said | more))


def asked(of: Seal | None = None, **more: Any) -> SealApproval:
    return services.ask_approval(actor=clerk(), seal=of or seal(), wanted=wanted(**more))


def approved(of: Seal | None = None, **more: Any) -> SealApproval:
    return services.approve(actor=head(), approval=asked(of, **more))


def used(of: Seal | None = None, **more: Any) -> SealUse:
    return services.record_use(actor=clerk(), approval=approved(of, **more))


def paper(on: date | None = None, **more: Any) -> Paper:
    said: dict[str, Any] = {
        "number": "用印审批第7号",
        "on": on or today(),
        "kept_at": "档案柜1号",
        "approver": Who(None, "赵主任"),
    }
    return Paper(**(said | more))


__all__ = ["FOREIGN", "SIBLING", "TOWN", "VILLAGE", "demo"]


def refused(act: Any, says: str, field: str | None = None) -> None:
    with pytest.raises(SealProblem, match=says) as raised, transaction.atomic():
        act()
    assert field is None or raised.value.field == field


def plan(*seals: Seal, **more: Any) -> HandoverPlan:
    said: dict[str, Any] = {
        "seals": seals, "taker": Who(clerk().pk, str(clerk())), "witness": "赵主任", "reason": "刘会计退休",
        "inventory": "村委会印章 1 枚\n用印登记 1 本，登记到第 0 号",
    }  # fmt: skip
    return HandoverPlan(**(said | more))
