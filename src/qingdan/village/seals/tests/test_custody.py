"""A seal outside and back; seals handed over with their inventory."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.village.seals import services
from qingdan.village.seals.choices import Sort
from qingdan.village.seals.models import Custody, Seal
from qingdan.village.seals.tests.cast import (
    KEEPER,
    SIBLING,
    approved,
    clerk,
    head,
    place,
    plan,
    refused,
    seal,
    town,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


# --- taking outside


def test_a_seal_leaves_on_an_approval_and_comes_back_once() -> None:
    of = seal()
    use = approved(of)
    refused(
        lambda: services.take_out(actor=clerk(), approval=use, taker=KEEPER, where="镇里", due_back=today()), "先批准"
    )
    given = approved(of, sort=Sort.TAKEOUT, document_title="到镇里签合同", kept_at="")
    refused(
        lambda: services.take_out(actor=clerk(), approval=given, taker=KEEPER, where="", due_back=today()),
        "带到哪里",
        "where",
    )
    far = today() + timedelta(days=31)
    refused(
        lambda: services.take_out(actor=clerk(), approval=given, taker=KEEPER, where="镇里", due_back=far),
        "30 天",
        "due_back",
    )
    out = services.take_out(actor=clerk(), approval=given, taker=KEEPER, where="苗庄镇政府", due_back=today())
    assert services.record_use(actor=clerk(), approval=use).outside
    refused(lambda: services.change_seal(actor=clerk(), seal=of, sort="put_away", reason="换届"), "还在外面")
    refused(lambda: services.record_use(actor=clerk(), approval=given), "没有批准的")
    services.bring_back(actor=clerk(), takeout=out, remark="完好")
    refused(lambda: services.bring_back(actor=clerk(), takeout=out), "已经登记带回")
    refused(
        lambda: services.take_out(actor=clerk(), approval=given, taker=KEEPER, where="镇里", due_back=today()),
        "已经带出过",
    )


def test_a_seal_that_is_outside_is_not_taken_out_again() -> None:
    of = seal()
    one, other = (approved(of, sort=Sort.TAKEOUT, kept_at="") for _ in range(2))
    services.take_out(actor=clerk(), approval=one, taker=KEEPER, where="镇里", due_back=today())
    refused(
        lambda: services.take_out(actor=clerk(), approval=other, taker=KEEPER, where="区里", due_back=today()),
        "还在外面",
    )


# --- handing over


def test_seals_pass_on_when_both_sides_have_confirmed() -> None:
    one, other = seal(), seal(name="刘庄村经济合作社", kind="collective")
    made = services.begin_handover(actor=clerk(), division=place(), plan=plan(one, other))
    refused(lambda: services.begin_handover(actor=clerk(), division=place(), plan=plan(one)), "正在移交", "seals")
    refused(lambda: services.confirm_handover(actor=town(), handover=made, side="given"), "刘会计签字", "paper")
    with pytest.raises(NotAllowed, match="本人登录"):
        services.confirm_handover(actor=head(), handover=made, side="taken")
    services.confirm_handover(actor=clerk(), handover=made, side="taken")
    refused(lambda: services.confirm_handover(actor=clerk(), handover=made, side="taken"), "已经确认过")
    assert Seal.objects.get(pk=one.pk).keeper_name == "刘会计"
    services.confirm_handover(actor=town(), handover=made, side="given", paper="档案柜1号")
    for each in (one, other):
        assert Seal.objects.get(pk=each.pk).keeper == clerk()
        assert [row.keeper_name for row in Custody.objects.filter(seal=each)] == [str(clerk()), "刘会计"]
    refused(lambda: services.call_off_handover(actor=clerk(), handover=made), "已移交")


@pytest.mark.parametrize(
    ("more", "says", "field"),
    [
        ({"taker": KEEPER}, "不能是同一个人", "taker"),
        ({"witness": " 刘会计"}, "监交人", "witness"),
        ({"witness": ""}, "监交人", "witness"),
        ({"inventory": " \n "}, "移交清单", "inventory"),
        ({"reason": ""}, "为什么移交", "reason"),
        ({"seals": ()}, "请选移交", "seals"),
    ],
)
def test_a_handover_is_whole_or_not(more: dict[str, Any], says: str, field: str) -> None:
    of = seal()
    refused(
        lambda: services.begin_handover(actor=clerk(), division=place(), plan=plan(**({"seals": (of,)} | more))),
        says,
        field,
    )


def test_seals_of_another_village_are_not_handed_over() -> None:
    of = seal()
    refused(lambda: services.begin_handover(actor=town(), division=place(SIBLING), plan=plan(of)), "请选移交", "seals")


def test_a_handover_that_is_called_off_moves_nothing() -> None:
    of = seal()
    made = services.begin_handover(actor=clerk(), division=place(), plan=plan(of))
    services.call_off_handover(actor=clerk(), handover=made)
    refused(lambda: services.confirm_handover(actor=clerk(), handover=made, side="taken"), "已取消")
    services.begin_handover(actor=clerk(), division=place(), plan=plan(of))
