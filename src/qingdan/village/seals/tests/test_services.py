"""Asking, approving, pressing, spoiling; who may, and what other rooms call."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from qingdan.foundation.audit.models import Record
from qingdan.foundation.audit.queries import verify
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.clock.rules import period_of
from qingdan.foundation.numbering.services import take
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.tests.browsing import person
from qingdan.village.seals import services
from qingdan.village.seals.access import SealAccess
from qingdan.village.seals.choices import SealState
from qingdan.village.seals.models import Custody, Seal, SealApproval, SealUse
from qingdan.village.seals.queries import approval_for, gaps_of, seals_of, to_check, to_press, uses_for
from qingdan.village.seals.rules import Who
from qingdan.village.seals.services import pressing
from qingdan.village.seals.tests.cast import (
    FOREIGN,
    KEEPER,
    SIBLING,
    VILLAGE,
    approved,
    asked,
    clerk,
    demo,
    head,
    new_seal,
    paper,
    place,
    refused,
    seal,
    town,
    used,
    wanted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


# --- the way of a use


def test_a_seal_is_pressed_only_on_the_heads_approval_and_the_register_says_everything() -> None:
    of = seal()
    waiting = asked(of)
    refused(lambda: services.record_use(actor=clerk(), approval=waiting), "没有批准的，不能用印")
    with pytest.raises(NotAllowed, match="村委会主任批准"):
        services.approve(actor=clerk(), approval=waiting)
    services.approve(actor=head(), approval=waiting)
    use = services.record_use(actor=clerk(), approval=waiting)
    entry = SealUse.objects.select_related("approval").get(pk=use.pk)
    assert (entry.approval.document_title, entry.approval.purpose) == ("土地流转合同", "村集体与合作社签合同")
    assert (entry.approval.applicant_name, entry.approval.approver_name) == (str(clerk()), str(head()))
    assert (entry.presser_name, entry.keeper_name, entry.pages, entry.copies) == ("刘会计", "刘会计", 3, 2)
    assert (entry.label, entry.late, entry.on_behalf) == (f"{today().year}-0001", False, False)
    refused(lambda: asked(of, kept_at=""), "没有对应材料的，不能用印", "kept_at")
    refused(lambda: asked(of, source="certificate", kept_at=""), "没有对应材料的", "kept_at")


def test_every_step_is_in_the_audit_without_words_of_the_papers() -> None:
    use = used()
    services.mark_spoiled(actor=clerk(), use=use, reason="盖歪了，已剪角留存")
    verbs = set(Record.objects.filter(stream="120117").values_list("verb", flat=True))
    assert {"register_seal", "ask_seal", "approve_seal", "use_seal", "seal_use_spoiled"} <= verbs
    assert not any("土地" in str(row) for row in Record.objects.values_list())
    assert verify() == []


def test_numbers_follow_each_other_for_each_seal_and_year() -> None:
    one, other = seal(), seal(name="刘庄村党支部", kind="party")
    assert [used(one).number, used(other).number, used(one).number] == [1, 1, 2]
    with time_machine.travel(now() + timedelta(days=366)):
        assert used(one).label == f"{today().year}-0001"


def test_part_of_what_was_approved_may_be_pressed_and_never_more() -> None:
    given = approved()
    services.record_use(actor=clerk(), approval=given, copies=1, pages=2)
    refused(lambda: services.record_use(actor=clerk(), approval=given, copies=2), "还剩 1 份", "copies")
    refused(lambda: services.record_use(actor=clerk(), approval=given, pages=4), "批准的是 3 页", "pages")
    services.record_use(actor=clerk(), approval=given)
    refused(lambda: services.record_use(actor=clerk(), approval=given), "已经盖完了", "copies")


def test_a_spoiled_sheet_keeps_its_number_and_may_be_pressed_again() -> None:
    of = seal()
    use = used(of)
    services.mark_spoiled(actor=clerk(), use=use, reason="盖歪了，已剪角留存")
    refused(lambda: services.mark_spoiled(actor=clerk(), use=use, reason="又说一次"), "已经登记过作废")
    again = services.record_use(actor=clerk(), approval=use.approval)
    assert (use.number, again.number, again.copies) == (1, 2, 2)
    gaps = gaps_of(of, period_of(today(), "monthly"))
    assert [each.number for each in gaps.spoiled] == [1] and gaps.missing == [] and gaps.unused == []


def test_what_was_approved_and_never_pressed_shows_as_a_gap() -> None:
    given = approved()
    month = period_of(today(), "monthly")
    assert [each.pk for each in gaps_of(given.seal, month).unused] == [given.pk]
    services.withdraw(actor=clerk(), approval=given)
    assert gaps_of(given.seal, month).nothing
    refused(lambda: services.record_use(actor=clerk(), approval=given), "没有批准的")


def test_a_missing_number_would_show() -> None:
    of = seal()
    used(of)
    take(pressing.series(of, today().year))
    used(of)
    assert gaps_of(of, period_of(today(), "monthly")).missing == [2]


def test_a_use_of_an_earlier_day_is_marked_late() -> None:
    of = seal()
    yesterday = today() - timedelta(days=1)
    given = approved(of)
    refused(
        lambda: services.record_use(actor=clerk(), approval=given, pressed_on=yesterday), "不能在批准以前", "pressed_on"
    )
    later = today() + timedelta(days=1)
    refused(lambda: services.record_use(actor=clerk(), approval=given, pressed_on=later), "以后的日子", "pressed_on")
    with time_machine.travel(now() + timedelta(days=2)):
        use = services.record_use(actor=clerk(), approval=given, pressed_on=today() - timedelta(days=1))
    assert use.late


def test_a_refusal_has_its_reason_and_ends_the_matter() -> None:
    waiting = asked()
    refused(lambda: services.refuse(actor=head(), approval=waiting, reason=" "), "请写为什么不批", "reason")
    services.refuse(actor=head(), approval=waiting, reason="合同还没有上会")
    refused(lambda: services.approve(actor=head(), approval=waiting), "不用再批")
    refused(lambda: services.record_use(actor=clerk(), approval=waiting), "没有批准的")


@pytest.mark.parametrize(
    ("more", "says", "field"),
    [
        ({"document_title": " "}, "请写什么材料", "document_title"),
        ({"document_title": "空白介绍信"}, "空白", "complete"),
        ({"complete": False}, "空白", "complete"),
        ({"purpose": "很" * 301}, "最多写 300 个字", "purpose"),
        ({"purpose": "给13812345678办"}, "不要写身份证", None),
        ({"pages": 0}, "页数", "pages"),
        ({"copies": 10**9}, "份数", "copies"),
        ({"applicant": Who(None, " ")}, "请写经办人", "applicant"),
    ],
)
def test_what_cannot_be_asked_for_is_said(more: dict[str, Any], says: str, field: str | None) -> None:
    refused(lambda: asked(**more), says, field)


# --- persons


def test_the_head_does_not_approve_what_the_head_handles() -> None:
    of = seal()
    own = services.ask_approval(actor=head(), seal=of, wanted=wanted())
    refused(
        lambda: services.approve(actor=head(), approval=own),
        "批准人和经办人不能是同一个人|经办人和批准人不能是同一个人",
    )
    assert own not in SealAccess(head()).to_approve()


def test_the_keeper_does_not_approve() -> None:
    of = seal(keeper=Who(head().pk, str(head())))
    refused(lambda: approved(of), "保管人和批准人不能是同一个人")
    by_name = seal(name="另一枚", keeper=Who(None, f" {head()} "))
    refused(lambda: approved(by_name), "保管人和批准人不能是同一个人")


def test_the_pairs_are_the_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    from qingdan.village.seals import settings
    from qingdan.village.seals.services import asking

    of, mine = seal(), {"applicant": KEEPER}
    asked(of, **mine)
    apart = settings.SealRules((settings.Separation(("keeper", "applicant"), ("XX-1",)),), 30)
    monkeypatch.setattr(asking, "seal_rules", lambda _division, _on: apart)
    refused(lambda: asked(of, **mine), "保管人和经办人不能是同一个人", "applicant")


def test_the_presser_is_kept_apart_where_the_pack_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from qingdan.village.seals import settings

    given = approved()
    apart = settings.SealRules((settings.Separation(("presser", "applicant"), ("XX-1",)),), 30)
    monkeypatch.setattr(pressing, "seal_rules", lambda _division, _on: apart)
    refused(
        lambda: services.record_use(actor=clerk(), approval=given, presser=Who(clerk().pk, str(clerk()))),
        "不能是同一个人",
        "applicant",
    )


# --- paper


def test_a_paper_approval_is_entered_afterwards_with_its_number_and_a_late_mark() -> None:
    of = seal()
    given = services.record_approval(actor=clerk(), seal=of, wanted=wanted(), paper=paper(today() - timedelta(days=3)))
    assert (given.state, given.paper_number, given.late, given.late_days) == ("approved", "用印审批第7号", True, 3)
    assert given in to_press(SealApproval.objects.all()) and given in to_check(SealApproval.objects.all())
    use = services.record_use(actor=clerk(), approval=given, pressed_on=today() - timedelta(days=3))
    assert use.late
    with pytest.raises(NotAllowed, match="两个人"):
        services.check_paper(actor=clerk(), approval=given)
    services.check_paper(actor=head(), approval=given)
    refused(lambda: services.check_paper(actor=town(), approval=given), "已经核对过")
    assert given not in to_check(SealApproval.objects.all())


def test_a_paper_of_today_is_not_late() -> None:
    given = services.record_approval(actor=clerk(), seal=seal(), wanted=wanted(), paper=paper())
    assert not given.late and given.late_days == 0


def test_after_the_packs_days_only_the_town_enters_a_paper() -> None:
    of, old = seal(), paper(today() - timedelta(days=31))
    refused(
        lambda: services.record_approval(actor=clerk(), seal=of, wanted=wanted(), paper=old), "由镇街代录", "paper_on"
    )
    given = services.record_approval(actor=town(), seal=of, wanted=wanted(), paper=old)
    assert given.on_behalf and given.late_days == 31


@pytest.mark.parametrize(
    ("more", "says", "field"),
    [
        ({"number": ""}, "编号", "paper_number"),
        ({"kept_at": ""}, "原件", "paper_kept_at"),
        ({"approver": Who(None, "")}, "谁批准", "approver"),
        ({"approver": KEEPER}, "保管人和批准人不能是同一个人", None),
    ],
)
def test_a_paper_is_entered_whole_or_not(more: dict[str, Any], says: str, field: str | None) -> None:
    of = seal()
    refused(lambda: services.record_approval(actor=clerk(), seal=of, wanted=wanted(), paper=paper(**more)), says, field)
    assert not SealApproval.objects.filter(seal=of).exists()


def test_a_paper_of_tomorrow_is_refused() -> None:
    tomorrow = paper(today() + timedelta(days=1))
    refused(
        lambda: services.record_approval(actor=clerk(), seal=seal(), wanted=wanted(), paper=tomorrow),
        "以后的日子",
        "paper_on",
    )


# --- what other rooms call


def test_another_room_asks_once_and_finds_its_approval_and_its_entry() -> None:
    of = seal()
    said = wanted(source="certificate", reference="17", kept_at="", document_title="居住证明第1号")
    first = services.ask_approval(actor=clerk(), seal=of, wanted=said)
    assert services.ask_approval(actor=clerk(), seal=of, wanted=said) == first == approval_for("certificate", "17")
    services.approve(actor=head(), approval=first)
    use = services.record_use(actor=clerk(), approval=first)
    assert list(uses_for("certificate", "17")) == [use]
    assert approval_for("certificate", "18") is None


def test_the_heads_signature_in_another_room_is_an_approval() -> None:
    of = seal()
    said = wanted(source="certificate", reference="17", kept_at="", applicant=Who(clerk().pk, str(clerk())))
    given = services.record_approval(actor=head(), seal=of, wanted=said)
    assert (given.state, given.approver) == ("approved", head())
    with pytest.raises(NotAllowed):
        services.record_approval(actor=clerk(), seal=of, wanted=said)
    refused(lambda: services.record_approval(actor=head(), seal=of, wanted=wanted()), "请写经办人", "applicant")


# --- places


def test_only_the_village_and_its_town_keep_the_register() -> None:
    neighbour = person("邻村文书", Role.VILLAGE_CLERK, SIBLING)
    of = seal()
    for stranger in (
        neighbour,
        demo("inspector"),
        demo("department-officer"),
        person("别镇", Role.TOWN_CLERK, FOREIGN[:9] + "000"),
    ):
        with pytest.raises(NotAllowed):
            services.ask_approval(actor=stranger, seal=of, wanted=wanted())
        with pytest.raises(NotAllowed):
            services.register_seal(actor=stranger, division=place(), new=new_seal(name="私刻"))
    assert not SealAccess(neighbour).seals().exists()
    assert SealAccess(demo("inspector")).seals().get() == of
    on_behalf = services.ask_approval(actor=town(), seal=of, wanted=wanted(applicant=Who(None, "王文书")))
    assert on_behalf.on_behalf


def test_a_head_of_another_village_does_not_approve() -> None:
    waiting = asked()
    with pytest.raises(NotAllowed):
        services.approve(actor=person("邻村主任", Role.VILLAGE_HEAD, SIBLING), approval=waiting)


def test_a_seal_that_is_approved_on_paper_only_is_not_approved_in_the_system() -> None:
    waiting = asked(seal(approver_role="", kind="party", name="刘庄村党支部", approver_title="党支部书记"))
    with pytest.raises(NotAllowed, match="党支部书记批准"):
        services.approve(actor=head(), approval=waiting)


# --- the seal itself


def test_a_seal_is_registered_once() -> None:
    of = seal()
    refused(seal, "已经登记过", "name")
    assert list(seals_of(VILLAGE)) == [of] and Custody.objects.get(seal=of).keeper_name == "刘会计"


def test_a_seal_that_is_put_away_or_destroyed_is_not_used() -> None:
    of = seal()
    given = approved(of)
    services.change_seal(actor=clerk(), seal=of, sort="put_away", reason="换届")
    refused(lambda: services.record_use(actor=clerk(), approval=given), "封存")
    refused(lambda: asked(Seal.objects.get(pk=of.pk)), "封存")
    services.change_seal(actor=clerk(), seal=of, sort="taken_up", reason="换届结束")
    services.record_use(actor=clerk(), approval=given)
    refused(
        lambda: services.change_seal(actor=clerk(), seal=of, sort="destroyed", reason="换新章"), "镇街回执", "receipt"
    )
    services.change_seal(actor=clerk(), seal=of, sort="destroyed", reason="换新章", receipt="苗庄镇收缴第3号")
    assert Seal.objects.get(pk=of.pk).state == SealState.DESTROYED
    refused(lambda: services.change_seal(actor=clerk(), seal=of, sort="taken_up", reason="再用"), "已销毁")
    assert seal().name == of.name
