"""Issuing: what has to be on record first, one number for one certificate, printed, handed over, replaced, revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from qingdan.foundation.clock.moments import today
from qingdan.foundation.numbering.models import VoidedNumber
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.village.certificates.choices import Need, State
from qingdan.village.certificates.codes import shown_code, typed_code
from qingdan.village.certificates.models import Certificate
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.sealed import open_certificate
from qingdan.village.certificates.services import handing, handling, issuing, stamping
from qingdan.village.certificates.setting import pdf_of
from qingdan.village.certificates.standing import status_of
from qingdan.village.certificates.tests import cast
from qingdan.village.certificates.tests.cast import AID, BARE, GUARDIAN, HOW, LAND
from qingdan.village.seals.models import Seal, SealUse
from qingdan.village.seals.rules import Who
from qingdan.village.seals.services import NewSeal, approve, register_seal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def test_a_simple_certificate_is_issued_on_the_spot() -> None:
    made = cast.issued()
    content = open_certificate(made)
    assert made.number == f"{cast.VILLAGE}-{today().year}-0001" and made.valid_until == today() + timedelta(days=29)
    assert content.paragraphs == (
        f"兹证明 王小明（证件号码 {cast.id_number()}）现住本村，住址为苗庄镇刘庄村二区八号，居住至今。",
    )
    assert content.issuer.endswith("村民委员会") and "王小明" not in made.sealed
    assert made.verified_by == cast.clerk() and made.verified_how == HOW
    application = made.application
    application.refresh_from_db()
    assert (application.state, application.workdays) == (State.ISSUED, 0)
    assert pdf_of(made).startswith(b"%PDF") and pdf_of(made) == pdf_of(Certificate.objects.get(pk=made.pk))


def test_pressed_again_it_is_the_same_certificate_and_numbers_follow_each_other() -> None:
    first = cast.issued()
    assert issuing.issue(actor=cast.head(), application=first.application, verified_how="再按一次") == first
    assert [cast.issued(order=n).serial for n in (2, 3)] == [2, 3]


def test_a_text_that_cannot_be_printed_spends_no_number() -> None:
    application = handling.fill(actor=cast.clerk(), application=cast.received(), values={"address": "\U00013000" * 3})
    with pytest.raises(CertificateProblem) as refused:
        issuing.issue(actor=cast.clerk(), application=application, verified_how=HOW)
    assert "打印" in str(refused.value) and cast.issued(order=5).serial == 1


def test_nothing_is_issued_without_saying_how_it_was_verified_or_with_an_empty_form() -> None:
    with pytest.raises(CertificateProblem, match="还没有填"):
        issuing.issue(actor=cast.clerk(), application=cast.received(), verified_how=HOW)
    with pytest.raises(CertificateProblem) as refused:
        issuing.issue(actor=cast.clerk(), application=cast.filled(order=2), verified_how=" ")
    assert refused.value.field == "verified_how"


@pytest.mark.parametrize("values", [
    {"address": ""}, {"address": "长" * 201}, {"address": "甲", "more": "再加一句"}, {"name": "别人", "address": "甲"},
])  # fmt: skip
def test_only_the_fields_of_the_form_are_filled(values: dict[str, str]) -> None:
    with pytest.raises(CertificateProblem):
        handling.fill(actor=cast.clerk(), application=cast.received(), values=values)


def test_a_kind_without_a_published_guide_is_not_issued() -> None:
    made = cast.received(cast.wanted(BARE))
    assert "办事指南" in issuing.hindrances_of(made)[0]
    with pytest.raises(CertificateProblem, match="办事指南"):
        issuing.issue(actor=cast.clerk(), application=made, verified_how=HOW)


def test_the_text_agrees_with_the_finding() -> None:
    made = cast.filled(AID)
    with pytest.raises(CertificateProblem, match="调查核实"):
        issuing.issue(actor=cast.clerk(), application=made, verified_how=HOW)
    cast.on_record(made, Need.INVESTIGATION)
    changed = handling.fill(actor=cast.clerk(), application=made, values={"address": "别的地方"})
    with pytest.raises(CertificateProblem, match="又改过"):
        issuing.issue(actor=cast.clerk(), application=changed, verified_how=HOW)
    cast.on_record(changed, Need.INVESTIGATION)
    assert issuing.issue(actor=cast.clerk(), application=changed, verified_how=HOW).serial


def test_an_unfavourable_finding_holds_the_issue_back() -> None:
    made = cast.filled(AID)
    cast.on_record(made, Need.INVESTIGATION, favourable=False)
    with pytest.raises(CertificateProblem, match="不能出具"):
        issuing.issue(actor=cast.clerk(), application=made, verified_how=HOW)


def test_public_interest_is_signed_by_the_head_after_the_residents_agreed() -> None:
    made = cast.filled(LAND)
    cast.on_record(made, Need.INVESTIGATION)
    with pytest.raises(CertificateProblem, match="议事协商"):
        handling.sign(actor=cast.head(), application=made)
    cast.on_record(made, Need.DELIBERATION)
    with pytest.raises(CertificateProblem, match="负责人签字"):
        issuing.issue(actor=cast.clerk(), application=made, verified_how=HOW)
    with pytest.raises(NotAllowed):
        handling.sign(actor=cast.clerk(), application=made)
    handling.sign(actor=cast.head(), application=made)
    assert issuing.issue(actor=cast.clerk(), application=made, verified_how=HOW).serial == 1


def test_a_legal_risk_is_looked_into_and_assessed_first() -> None:
    made = cast.filled(GUARDIAN)
    assert {each.need for each in made.safeguards.all()} == {"investigation", "assessment"}
    cast.on_record(made, Need.INVESTIGATION)
    cast.on_record(made, Need.ASSESSMENT)
    assert issuing.issue(actor=cast.clerk(), application=made, verified_how=HOW).serial == 1


def test_a_meeting_that_did_not_carry_is_not_favourable() -> None:
    made = cast.filled(LAND)
    handling.ask_for(actor=cast.clerk(), application=made, need=Need.MEETING.value)
    cast.on_record(made, Need.MEETING, entitled=60, present=30, in_favour=30)
    assert made.safeguards.get(need=Need.MEETING).favourable is False
    cast.on_record(made, Need.MEETING, entitled=60, present=31, in_favour=16)
    assert made.safeguards.get(need=Need.MEETING).favourable is True


def test_a_kept_kind_is_rejected_with_a_reason_only() -> None:
    made = cast.received()
    with pytest.raises(CertificateProblem) as refused:
        handling.reject(actor=cast.clerk(), application=made, reason="  ")
    assert refused.value.field == "reason"
    handling.reject(actor=cast.clerk(), application=made, reason="户口不在本村，也不住在本村")
    made.refresh_from_db()
    assert made.state == State.TO_EXPLAIN and "不在本村" in made.explanation.reason


def test_printed_stamped_and_handed_over_are_facts_of_their_own() -> None:
    made = cast.issued()
    with pytest.raises(CertificateProblem, match="还没有打印"):
        handing.record_delivery(actor=cast.clerk(), certificate=made, to="self")
    handing.record_print(actor=cast.clerk(), certificate=made)
    with pytest.raises(CertificateProblem, match="理由"):
        handing.record_print(actor=cast.clerk(), certificate=made)
    assert handing.record_print(actor=cast.clerk(), certificate=made, reason="卡纸了").number == 2
    done = handing.record_delivery(actor=cast.clerk(), certificate=made, to="self")
    assert handing.record_delivery(actor=cast.head(), certificate=made, to="agent").delivered_to == "self"
    assert done.issued_at <= done.printed_at <= done.delivered_at


def test_a_replacement_has_its_own_number_and_ends_the_first() -> None:
    made = cast.issued()
    newer = issuing.replace(actor=cast.clerk(), certificate=made, reason="丢了")
    assert issuing.replace(actor=cast.clerk(), certificate=made, reason="丢了") == newer
    made = Certificate.objects.get(pk=made.pk)
    assert (newer.serial, status_of(made, today()), status_of(newer, today())) == (2, "replaced", "valid")
    with pytest.raises(CertificateProblem, match="已换发"):
        handing.record_print(actor=cast.clerk(), certificate=made)


def test_a_certificate_is_revoked_with_a_reason_and_expires_by_itself() -> None:
    made = cast.issued()
    assert status_of(made, made.valid_until) == "valid"
    assert status_of(made, made.valid_until + timedelta(days=1)) == "expired"
    with pytest.raises(CertificateProblem):
        handing.revoke(actor=cast.clerk(), certificate=made, reason="")
    assert status_of(handing.revoke(actor=cast.clerk(), certificate=made, reason="住址不实"), today()) == "revoked"


def test_a_spoiled_one_keeps_its_number_void() -> None:
    made = cast.issued()
    issuing.void_certificate(actor=cast.clerk(), certificate=made, reason="打印机吞纸")
    issuing.void_certificate(actor=cast.clerk(), certificate=made, reason="再按一次")
    assert VoidedNumber.objects.get(number=made.serial).reason == "打印机吞纸"
    assert cast.issued(order=2).serial == 2


def test_the_database_keeps_what_was_issued() -> None:
    made = cast.issued()
    for said in ({"number": "改了"}, {"sealed": "AG1:别的"}, {"code": "X"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.filter(pk=made.pk).update(**said)
    with pytest.raises(IntegrityError), transaction.atomic():
        made.delete()


def test_strangers_issue_print_and_revoke_nothing() -> None:
    made = cast.issued()
    for name in ("department-officer", "lead-civil", "supervisor", "inspector", "system-admin"):
        who = cast.demo(name)
        with pytest.raises(NotAllowed):
            issuing.issue(actor=who, application=made.application, verified_how=HOW)
        with pytest.raises(NotAllowed):
            handing.record_print(actor=who, certificate=made)
        with pytest.raises(NotAllowed):
            handing.revoke(actor=who, certificate=made, reason="不")


def test_a_code_is_read_as_it_was_typed() -> None:
    made = cast.issued()
    assert typed_code(shown_code(made.code).lower()) == made.code
    assert typed_code(made.code[:-1] + "0") in ("", made.code) and typed_code("x" * 500) == ""


def stamped_village() -> Seal:
    """The village's seal on the register, kept by the clerk, approved by the head."""
    keeper = Who(cast.clerk().pk, str(cast.clerk()))
    new = NewSeal("committee", "刘庄村村民委员会", keeper, "村委会主任")
    return register_seal(actor=cast.clerk(), division=cast.village(), new=new)


def test_the_stamp_stands_on_an_approval_and_in_the_seals_register() -> None:
    seal = stamped_village()
    made = cast.issued()
    handing.record_print(actor=cast.clerk(), certificate=made)
    with pytest.raises(CertificateProblem, match="盖章"):
        handing.record_delivery(actor=cast.clerk(), certificate=made, to="self")
    with pytest.raises(CertificateProblem, match="批准"):
        stamping.record_stamp(actor=cast.clerk(), certificate=made)
    approve(actor=cast.head(), approval=stamping.approval_of(made))
    stamping.record_stamp(actor=cast.clerk(), certificate=made)
    assert stamping.record_stamp(actor=cast.clerk(), certificate=made).stamped_at
    assert SealUse.objects.filter(seal=seal).count() == 1
    assert handing.record_delivery(actor=cast.clerk(), certificate=made, to="self").delivered_at


def test_the_heads_signature_is_the_approval_of_the_seal() -> None:
    stamped_village()
    made = cast.filled(LAND)
    cast.on_record(made, Need.INVESTIGATION)
    cast.on_record(made, Need.DELIBERATION)
    handling.sign(actor=cast.head(), application=made)
    certificate = issuing.issue(actor=cast.clerk(), application=made, verified_how=HOW)
    handing.record_print(actor=cast.clerk(), certificate=certificate)
    assert stamping.record_stamp(actor=cast.clerk(), certificate=certificate).stamped_at
    assert stamping.approval_of(certificate).approver == cast.head()


@pytest.mark.parametrize("sign", ["\U00031350", "\U0002ebf0"])
def test_a_sign_that_no_font_has_is_told_and_spends_no_number(sign: str) -> None:
    """Also one that is newer than what Python knows: it is never left out of a name."""
    made = handling.fill(actor=cast.clerk(), application=cast.received(who=cast.party(f"王{sign}")), values=cast.VALUES)
    with pytest.raises(CertificateProblem, match="字"):
        issuing.issue(actor=cast.clerk(), application=made, verified_how=cast.HOW)
    assert not Certificate.objects.exists()


def test_a_sign_of_somebodys_own_making_in_the_text_is_told() -> None:
    with pytest.raises(CertificateProblem, match="自造") as refused:
        cast.filled(address="刘庄村\ue000区八号")
    assert refused.value.field == "address"
