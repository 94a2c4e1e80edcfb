"""What is not issued is explained on paper; what is needed all the same goes to the town and comes back to the resident."""

from __future__ import annotations

import pytest

from qingdan.foundation.alerts.models import Message
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.village.certificates.choices import Settled, State
from qingdan.village.certificates.models import Certificate
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.services import explaining, handling
from qingdan.village.certificates.services.receiving import Party
from qingdan.village.certificates.tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def test_the_slip_is_handed_over_and_that_is_recorded() -> None:
    made = cast.refused()
    explaining.deliver_explanation(actor=cast.clerk(), application=made, how="打印交给本人")
    made.refresh_from_db()
    assert made.state == State.EXPLAINED and made.explanation.delivered_by == cast.clerk()
    with pytest.raises(CertificateProblem):
        explaining.deliver_explanation(actor=cast.clerk(), application=made, how="再交一次")


def test_a_village_reports_to_its_town_with_demander_and_cause() -> None:
    made = cast.refused()
    with pytest.raises(CertificateProblem, match="不能向镇街反映"):
        explaining.escalate(actor=cast.clerk(), application=made, cause="policy_gap")
    made = cast.explained()
    with pytest.raises(CertificateProblem) as refused:
        explaining.escalate(actor=cast.clerk(), application=made, cause="")
    assert refused.value.field == "cause"
    row = explaining.escalate(actor=cast.clerk(), application=made, cause="policy_gap")
    made.refresh_from_db()
    assert (made.state, row.town_id, row.demander) == (State.ESCALATED, cast.TOWN, "区残联")
    assert Message.objects.filter(recipient=cast.town(), title__startswith="需要协调").exists()
    assert not Certificate.objects.exists()
    with pytest.raises(CertificateProblem):
        handling.fill(actor=cast.clerk(), application=made, values={})


def test_nobody_is_told_a_result_without_a_telephone() -> None:
    made = cast.received(cast.by_department(cast.BARRED), Party())
    made = explaining.deliver_explanation(actor=cast.clerk(), application=made, how="读给本人听")
    with pytest.raises(CertificateProblem) as refused:
        explaining.escalate(actor=cast.clerk(), application=made, cause="policy_gap")
    assert refused.value.field == "phone"


def test_the_towns_answer_names_body_and_outcome_and_reaches_village_and_resident() -> None:
    made = cast.explained()
    explaining.escalate(actor=cast.clerk(), application=made, cause="policy_gap")
    with pytest.raises(NotAllowed):
        explaining.answer(
            actor=cast.clerk(), application=made, contacted="区残联", settled=Settled.BY_ITSELF, outcome="自查"
        )
    for said, field in (({"contacted": ""}, "contacted"), ({"settled": "?"}, "settled"), ({"outcome": " "}, "outcome")):
        words = {"contacted": "区残联", "settled": Settled.BY_ITSELF.value, "outcome": "由区残联向公安核查", **said}
        with pytest.raises(CertificateProblem) as refused:
            explaining.answer(actor=cast.town(), application=made, **words)
        assert refused.value.field == field
    explaining.record_contact(actor=cast.town(), application=made, body="区残联")
    explaining.answer(
        actor=cast.town(), application=made, contacted="", settled=Settled.BY_ITSELF.value, outcome="由区残联向公安核查"
    )
    made.refresh_from_db()
    assert (
        made.state == State.COORDINATED
        and Message.objects.filter(recipient=cast.clerk(), title__startswith="协调有结果").exists()
    )
    explaining.tell_resident(actor=cast.clerk(), application=made, how="打电话")
    made.refresh_from_db()
    assert made.state == State.CLOSED and made.coordination.told_by == cast.clerk() and made.closed_at


def test_leading_a_resident_through_is_on_record() -> None:
    made = cast.refused()
    handling.refer(actor=cast.clerk(), application=made, text="陪同到派出所，当天开出")
    assert made.steps.last().text.startswith("陪同到派出所")
