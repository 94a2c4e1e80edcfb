"""崆峒: only what is on the kept list or admitted is issued, on the sample form; what nobody regulated is admitted first."""

from __future__ import annotations

import pytest

from qingdan.ledger.models import Lead
from qingdan.village.certificates.choices import State, Way
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.sealed import open_certificate
from qingdan.village.certificates.services import handling
from qingdan.village.certificates.services.issuing import issue
from qingdan.village.certificates.ways import Answers
from tests.packs.certificates.support import BARRED, KEPT, OTHER, YES, Place, village_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed")]


@pytest.fixture
def here() -> Place:
    return village_of("kongtong")


@pytest.mark.clause("KT-41")
def test_what_either_batch_bars_is_refused_with_list_and_item_number(here: Place) -> None:
    here.keep("第二批里的证明", kind="certificate_barred", handled_by="由主管部门核查")
    first, second = here.ask(BARRED), here.ask("第二批里的证明", order=2)
    assert first.way == second.way == Way.REFUSE
    assert "CN-BC-01" in first.explanation.item and "第一批" in first.explanation.item
    assert "KT-ZB-01" in second.explanation.item


@pytest.mark.clause("KT-42")
def test_only_what_is_kept_or_admitted_is_issued(here: Place) -> None:
    assert here.ask(OTHER, answers=YES).state == State.TO_EXPLAIN
    here.keep(KEPT)
    here.guide(KEPT)
    assert issue(actor=here.clerk, application=here.fill(here.ask(KEPT, order=2)), verified_how="看过").number


@pytest.mark.clause("KT-43")
def test_a_kept_kind_fills_its_sample_form_and_nothing_else(here: Place) -> None:
    here.keep(KEPT, "没有样表的证明")
    here.guide(KEPT)
    made = here.ask(KEPT)
    with pytest.raises(CertificateProblem):
        handling.fill(actor=here.clerk, application=made, values={"address": "二区八号", "free": "另外证明他人品好"})
    text = "".join(
        open_certificate(issue(actor=here.clerk, application=here.fill(made), verified_how="看过")).paragraphs
    )
    assert text.startswith("兹证明 王小明（证件号码") and text.endswith("住址为二区八号。")
    bare = here.ask("没有样表的证明", order=2)
    with pytest.raises(CertificateProblem, match="样表"):
        issue(actor=here.clerk, application=bare, verified_how="看过")


@pytest.mark.clause("KT-46")
def test_whoever_demands_what_is_barred_is_refused_and_logged_by_name(here: Place) -> None:
    made = here.ask(BARRED, "party_government", "区某局")
    assert (made.way, made.ungrounded, made.demander_name) == (Way.REFUSE, True, "区某局")
    assert Lead.objects.get(pk=made.lead_id or 0).about_name == "区某局"


def test_what_no_list_regulates_is_admitted_first_where_the_village_can_verify_it(here: Place) -> None:
    made = here.ask(OTHER, answers=YES)
    assert (made.way, made.way_clause, made.state) == (Way.ADMIT, "KT-47", State.TO_EXPLAIN)
    with pytest.raises(CertificateProblem):
        issue(actor=here.clerk, application=made, verified_how="看过")
    with pytest.raises(CertificateProblem, match="能够核实"):
        here.ask(OTHER, order=2)
    assert here.ask(OTHER, order=3, answers=Answers(verifiable=False)).way == Way.REFUSE


@pytest.mark.clause("KT-50")
def test_what_was_verified_and_by_whom_is_kept(here: Place) -> None:
    here.keep(KEPT)
    here.guide(KEPT)
    kept = issue(actor=here.clerk, application=here.fill(here.ask(KEPT)), verified_how="查看户口簿，问了组长")
    assert (kept.verified_how, kept.verified_by) == ("查看户口簿，问了组长", here.clerk)
