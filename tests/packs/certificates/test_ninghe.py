"""宁河: kept kinds are issued in time, barred ones explained; what is still needed goes to the town."""

from __future__ import annotations

import pytest

from qingdan.foundation.alerts.models import Message
from qingdan.ledger.models import Lead
from qingdan.village.certificates.choices import Settled, State, Way
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.sealed import open_certificate
from qingdan.village.certificates.services import explaining, handling
from qingdan.village.certificates.services.issuing import issue
from tests.packs.certificates.support import BARRED, KEPT, OTHER, Place, nothing_issued, village_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed")]


@pytest.fixture
def here() -> Place:
    return village_of("ninghe")


@pytest.mark.clause("NH-71")
def test_an_office_without_a_law_gets_no_certificate_and_is_counted(here: Place) -> None:
    made = here.ask(OTHER, "party_government", "区某局", basis="none")
    assert made.way == Way.REPORT and made.ungrounded and made.outcome == "forbidden"
    assert "NH-71" in {reason["clause"] for reason in made.verdict["reasons"]}


@pytest.mark.clause("NH-72")
def test_a_kept_kind_is_issued_with_how_it_was_verified_or_rejected_with_a_reason(here: Place) -> None:
    here.keep(KEPT)
    here.guide(KEPT)
    made = here.fill(here.ask(KEPT))
    with pytest.raises(CertificateProblem, match="理由"):
        handling.reject(actor=here.clerk, application=made, reason=" ")
    with pytest.raises(CertificateProblem, match="怎么核实"):
        issue(actor=here.clerk, application=made, verified_how=" ")
    kept = issue(actor=here.clerk, application=made, verified_how="查看户口簿")
    made.refresh_from_db()
    assert (kept.verified_how, kept.verified_by) == ("查看户口簿", here.clerk)
    assert kept.issued_at >= made.received_at and made.workdays == 0 and made.closed_at is not None
    assert "二区八号" in "".join(open_certificate(kept).paragraphs)
    second = here.ask(KEPT, order=2)
    handling.reject(actor=here.clerk, application=second, reason="入户看过，不住在这里", instead="住到以后再来办")
    second.refresh_from_db()
    assert (second.state, second.explanation.reason) == (State.TO_EXPLAIN, "入户看过，不住在这里")


@pytest.mark.clause("NH-73")
def test_a_barred_kind_is_explained_with_item_reason_and_who_does_it_and_the_delivery_is_on_record(here: Place) -> None:
    made = here.ask(BARRED)
    slip = made.explanation
    assert "不应由基层群众性自治组织出具证明事项清单" in slip.item and BARRED in slip.item
    assert slip.reason and "公安派出所" in slip.instead
    assert slip.delivered_at is None
    explaining.deliver_explanation(actor=here.clerk, application=made, how="打印交给本人")
    slip.refresh_from_db()
    assert (slip.delivered_by, slip.delivered_how) == (here.clerk, "打印交给本人") and slip.delivered_at is not None


@pytest.mark.clause("NH-74")
def test_what_is_still_needed_is_reported_to_the_town_with_demander_and_cause_and_nothing_is_issued(
    here: Place,
) -> None:
    made = here.ask(BARRED)
    explaining.deliver_explanation(actor=here.clerk, application=made, how="打印交给本人")
    with nothing_issued(made):
        with pytest.raises(CertificateProblem, match="为什么还要办"):
            explaining.escalate(actor=here.clerk, application=made, cause="")
        row = explaining.escalate(actor=here.clerk, application=made, cause="civil_demander")
        assert (row.demander, row.cause, row.town_id) == ("某银行", "civil_demander", "120117103000")
    assert made.state == State.ESCALATED
    with pytest.raises(CertificateProblem):
        issue(actor=here.clerk, application=made, verified_how="看过")
    unnamed = here.ask(BARRED, "individual", order=2)
    explaining.deliver_explanation(actor=here.clerk, application=unnamed, how="打印交给本人")
    with pytest.raises(CertificateProblem, match="谁要的"):
        explaining.escalate(actor=here.clerk, application=unnamed, cause="policy_gap")


@pytest.mark.clause("NH-75")
def test_the_town_names_whom_it_spoke_to_and_the_outcome_and_village_and_resident_hear_it(here: Place) -> None:
    made = here.ask(BARRED)
    explaining.deliver_explanation(actor=here.clerk, application=made, how="打印交给本人")
    explaining.escalate(actor=here.clerk, application=made, cause="policy_gap")
    assert Message.objects.filter(recipient=here.town, title__contains=BARRED).exists()
    with pytest.raises(CertificateProblem, match="哪个单位"):
        explaining.answer(actor=here.town, application=made, contacted="", settled=Settled.BY_ITSELF, outcome="自己查")
    with pytest.raises(CertificateProblem, match="怎么协调"):
        explaining.answer(actor=here.town, application=made, contacted="某银行", settled=Settled.BY_ITSELF, outcome="")
    explaining.answer(actor=here.town, application=made, contacted="某银行", settled=Settled.BY_ITSELF, outcome="银行自己到派出所核查")  # fmt: skip
    assert Message.objects.filter(recipient=here.clerk, title__contains="有结果了").exists()
    explaining.tell_resident(actor=here.clerk, application=made, how="电话告诉本人")
    made.refresh_from_db()
    assert made.state == State.CLOSED and made.coordination.told_how == "电话告诉本人"


def test_a_demand_of_the_districts_own_body_is_a_lead_without_the_residents_name(here: Place) -> None:
    made = here.ask(BARRED, "party_government", "区残联")
    lead = Lead.objects.get(pk=made.lead_id or 0)
    assert lead.about_name == "区残联" and "王小明" not in f"{lead.title}{lead.text}{lead.verdict}"
