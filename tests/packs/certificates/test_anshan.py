"""鞍山: law or kept list, and within duty; on the spot or within a limit; consent, signature and assessment before issue."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingdan.foundation.clock.moments import today
from qingdan.village.certificates.choices import Need, State, Way
from qingdan.village.certificates.models import Application
from qingdan.village.certificates.numbers.counting import Numbers
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.queries import earlier_of, values_on_record
from qingdan.village.certificates.rules import late
from qingdan.village.certificates.services import handling
from qingdan.village.certificates.services.issuing import issue
from qingdan.village.certificates.ways import Answers
from tests.packs.certificates.support import BARRED, CANCELLED, KEPT, OTHER, YES, Place, village_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed")]


@pytest.fixture
def here() -> Place:
    made = village_of("anshan")
    made.keep(KEPT, "复杂的证明")
    made.guide(KEPT)
    made.guide("复杂的证明", simple=False, workdays=4)
    return made


@pytest.mark.clause("AS-49")
def test_a_department_shows_its_basis_or_is_refused(here: Place) -> None:
    refused = here.ask(KEPT, "party_government", "区某局")
    assert refused.way == Way.REFUSE and "AS-49" in {reason["clause"] for reason in refused.verdict["reasons"]}
    shown = here.ask(KEPT, "party_government", "区某局", order=2, basis="law", basis_text="某法第一条")
    assert (shown.way, shown.basis, shown.basis_text) == (Way.ISSUE, "law", "某法第一条")


@pytest.mark.clause("AS-50")
def test_public_interest_needs_a_consultation_that_agreed(here: Place) -> None:
    made = here.fill(here.ask(KEPT, public_interest=True))
    _investigated(here, made)
    with pytest.raises(CertificateProblem, match="议事协商"):
        issue(actor=here.clerk, application=made, verified_how="看过")
    here.record(made, Need.DELIBERATION, favourable=False)
    handling.sign(actor=here.head, application=made)
    with pytest.raises(CertificateProblem, match="不同意"):
        issue(actor=here.clerk, application=made, verified_how="看过")
    here.record(made, Need.DELIBERATION)
    assert issue(actor=here.clerk, application=made, verified_how="看过").number


def _investigated(here: Place, made: Application) -> None:
    """What is not on the spot is looked into first."""
    here.record(made, Need.INVESTIGATION)


@pytest.mark.clause("AS-56")
def test_simple_is_done_on_the_spot_and_complex_within_its_limit_and_what_is_late_is_flagged(here: Place) -> None:
    simple, complex_ = here.ask(KEPT), here.ask("复杂的证明", order=2)
    assert simple.simple and simple.due_on == simple.received_on
    assert not complex_.simple and complex_.due_on > complex_.received_on
    tomorrow = simple.received_on + timedelta(days=1)
    assert late(simple.state, simple.due_on, tomorrow) and not late(complex_.state, complex_.due_on, tomorrow)
    assert late(complex_.state, complex_.due_on, complex_.due_on + timedelta(days=1))


@pytest.mark.clause("AS-57")
def test_what_is_on_record_of_a_person_is_shown_and_the_time_to_issue_is_kept(here: Place) -> None:
    first = here.fill(here.ask(KEPT))
    issue(actor=here.clerk, application=first, verified_how="看过")
    again = here.ask(KEPT, name="某学校")
    assert [each.pk for each in earlier_of(again)] == [first.pk]
    assert values_on_record(again)["address"] == "二区八号"
    issue(actor=here.clerk, application=here.fill(again, values_on_record(again)["address"]), verified_how="看过")
    again.refresh_from_db()
    assert again.workdays == 0 and again.closed_at >= again.received_at
    assert list(earlier_of(here.ask(KEPT, order=2))) == []


@pytest.mark.clause("AS-58")
def test_a_verification_has_investigator_due_date_and_finding_and_the_text_agrees_with_it(here: Place) -> None:
    made = here.fill(here.ask("复杂的证明"))
    task = handling.assign(
        actor=here.clerk, application=made, investigator=here.head, due_on=today() + timedelta(days=2)
    )
    assert (task.assigned_to, task.due_on, task.done_at) == (here.head, today() + timedelta(days=2), None)
    here.record(made, Need.INVESTIGATION)
    made.refresh_from_db()
    here.fill(made, address="三区一号")
    with pytest.raises(CertificateProblem, match="又改过"):
        issue(actor=here.clerk, application=made, verified_how="看过")
    here.record(made, Need.INVESTIGATION, favourable=False)
    with pytest.raises(CertificateProblem, match="不属实"):
        issue(actor=here.clerk, application=made, verified_how="看过")
    here.record(made, Need.INVESTIGATION)
    assert issue(actor=here.clerk, application=made, verified_how="看过").number


@pytest.mark.clause("AS-59", "AS-48")
def test_what_has_neither_law_nor_list_is_refused_with_the_clause(here: Place) -> None:
    made = here.ask(OTHER, answers=Answers("civil_demander", False, True))
    assert (made.way, made.state, made.within_duty) == (Way.REFUSE, State.TO_EXPLAIN, False)
    office = here.ask(
        OTHER, "party_government", "区某局", order=2, basis="none", answers=Answers("policy_gap", True, False)
    )
    assert office.way == Way.REFUSE and office.explanation.reason
    assert "AS-59" in {reason["clause"] for reason in office.verdict["reasons"]}
    kept = here.ask(KEPT, order=3)
    assert kept.way == Way.ISSUE and kept.verdict["matched"][0]["list_kind"] == "certificate_retained"


@pytest.mark.clause("AS-61")
def test_a_kind_not_kept_is_issued_with_a_cause_and_two_yes_and_counted_by_demander(here: Place) -> None:
    here.keep(CANCELLED, kind="certificate_cancelled", handled_by="由主管部门出具")
    with pytest.raises(CertificateProblem, match="为什么还要办"):
        here.ask(CANCELLED, answers=Answers("", True, True))
    for order, demander in enumerate(["某银行", "某银行", "某学校"], start=1):
        made = here.ask(CANCELLED, name=demander, order=order, answers=YES)
        assert (made.way, made.cause, made.within_duty, made.verifiable) == (Way.INTERIM, "civil_demander", True, True)
        handling.fill(actor=here.clerk, application=made, values={"fact": "住在本社区", "purpose": "开户"})
        here.record(made, Need.INVESTIGATION)
        issue(actor=here.clerk, application=made, verified_how="看过")
    counted = Numbers(Application.objects.all(), today(), today())
    assert counted.interim_by_demander == (("某银行", 2), ("某学校", 1))
    assert here.ask(BARRED, order=9, answers=YES).way == Way.REFUSE


@pytest.mark.clause("AS-62")
def test_legal_risk_needs_investigation_consultation_assessment_and_measures(here: Place) -> None:
    made = here.fill(here.ask(KEPT, legal_risk=True))
    for need in (Need.INVESTIGATION, Need.DELIBERATION, Need.ASSESSMENT, Need.PREVENTION):
        with pytest.raises(CertificateProblem, match=need.label):
            issue(actor=here.clerk, application=made, verified_how="看过")
        here.record(made, need)
    assert issue(actor=here.clerk, application=made, verified_how="看过").number
