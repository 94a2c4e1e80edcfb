"""长春: what is on neither list may be issued where it is within duty and verifiable; meetings before what touches all."""

from __future__ import annotations

import pytest

from qingdan.village.certificates.choices import Need, State, Way
from qingdan.village.certificates.papers import slip_paper
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.services import handling
from qingdan.village.certificates.services.issuing import issue
from qingdan.village.certificates.ways import Answers
from tests.packs.certificates.support import CANCELLED, KEPT, OTHER, YES, Place, village_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed")]


@pytest.fixture
def here() -> Place:
    return village_of("changchun")


def interim(here: Place, order: int = 1) -> int:
    made = here.ask(OTHER, order=order, answers=YES)
    handling.fill(actor=here.clerk, application=made, values={"fact": "租住在本村二区", "purpose": "孩子上学"})
    return made.pk


@pytest.mark.clause("CC-26")
def test_a_kind_on_neither_list_needs_two_yes_and_how_it_was_verified(here: Place) -> None:
    with pytest.raises(CertificateProblem, match="职责范围"):
        here.ask(OTHER)
    assert here.ask(OTHER, answers=Answers("", False, True)).way == Way.REFUSE
    made = here.ask(OTHER, order=2, answers=YES)
    assert (made.way, made.state, made.within_duty, made.verifiable) == (Way.INTERIM, State.HANDLING, True, True)
    handling.fill(actor=here.clerk, application=made, values={"fact": "租住在本村二区", "purpose": "孩子上学"})
    with pytest.raises(CertificateProblem, match="调查核实"):
        issue(actor=here.clerk, application=made, verified_how="看过合同")
    here.record(made, Need.INVESTIGATION)
    with pytest.raises(CertificateProblem, match="怎么核实"):
        issue(actor=here.clerk, application=made, verified_how="")
    assert issue(actor=here.clerk, application=made, verified_how="看过租房合同").interim


@pytest.mark.clause("CC-26")
def test_a_cancelled_kind_never_takes_that_way(here: Place) -> None:
    here.keep(CANCELLED, kind="certificate_cancelled", handled_by="由房管部门出具")
    assert here.ask(CANCELLED, answers=YES).way == Way.REFUSE


@pytest.mark.clause("CC-25b")
def test_the_slip_of_a_cancelled_kind_prints_its_basis_and_the_way_that_takes_its_place(here: Place) -> None:
    here.keep(CANCELLED, kind="certificate_cancelled", handled_by="由房管部门出具")
    paper = slip_paper(here.ask(CANCELLED))
    words = "".join(cell.value for row in paper.rows for cell in row)
    assert "某法第一条" in words and "由房管部门出具" in words


@pytest.mark.clause("CC-27")
@pytest.mark.parametrize("mark", ["public_interest", "legal_risk"])
def test_public_interest_or_legal_risk_wants_investigation_and_consultation_first(here: Place, mark: str) -> None:
    here.keep(KEPT)
    here.guide(KEPT)
    made = here.fill(here.ask(KEPT, **{mark: True}))
    assert {each.need for each in made.safeguards.all()} == {Need.INVESTIGATION, Need.DELIBERATION}
    with pytest.raises(CertificateProblem, match="议事协商"):
        issue(actor=here.clerk, application=made, verified_how="看过")
    here.record(made, Need.INVESTIGATION)
    with pytest.raises(CertificateProblem, match="议事协商"):
        issue(actor=here.clerk, application=made, verified_how="看过")
    here.record(made, Need.DELIBERATION)
    assert issue(actor=here.clerk, application=made, verified_how="看过").number


@pytest.mark.clause("CC-27a")
def test_where_the_handler_wants_a_meeting_its_quorum_and_vote_decide(here: Place) -> None:
    here.keep(KEPT)
    here.guide(KEPT)
    made = here.fill(here.ask(KEPT, public_interest=True))
    here.record(made, Need.INVESTIGATION)
    here.record(made, Need.DELIBERATION)
    handling.ask_for(actor=here.clerk, application=made, need=Need.MEETING)
    with pytest.raises(CertificateProblem, match="会议"):
        issue(actor=here.clerk, application=made, verified_how="看过")
    with pytest.raises(CertificateProblem, match="人数"):
        here.record(made, Need.MEETING)
    here.record(made, Need.MEETING, entitled=60, present=45, in_favour=20)
    with pytest.raises(CertificateProblem, match="不同意"):
        issue(actor=here.clerk, application=made, verified_how="看过")
    here.record(made, Need.MEETING, entitled=60, present=45, in_favour=40)
    assert issue(actor=here.clerk, application=made, verified_how="看过").number
