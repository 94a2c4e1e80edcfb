"""宁河区: initial review with two opinions, two approvals sought by the applicant, filing; only then the code is valid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.admission import services
from qingdan.entry.admission.models import AdmittedItem, CaseAct, PaperKind, PaperState
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.queries import admissions_at, admitted_by_code, valid_admissions_of
from qingdan.entry.admission.rules import Stance, State
from qingdan.entry.admission.tests.cast import (
    CIVIL,
    COMMITTEE,
    GOVERNMENT,
    PARTY,
    RURAL,
    TITLE,
    VILLAGE,
    admitted,
    applicant,
    application,
    approved,
    body,
    confirmed,
    drafted,
    filed,
    installed,
    officer,
    opined,
    person,
    recorded,
    reviewed,
    submitted,
)
from qingdan.foundation.alerts.models import Message
from qingdan.foundation.audit.models import Record
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.policy.gate.model import ListKind, Outcome
from qingdan.register.check.services import ask
from qingdan.register.lists.tests.cast import dated, draft, publish
from qingdan.register.lists.tests.cast import submitted as submitted_edition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo districts with packs and lists."""
    yield from installed_for_module(django_db_blocker, *installed())


def asked(code: str = "", **more: object) -> Outcome:
    said = {"division": VILLAGE, "kind": "form", "title": TITLE, "issuer": "区残联", "frequency": "quarterly"}
    more = {"facts": {"issuer_level": "town"}, **more}  # a form comes by way of the town (NH-35)
    return ask(**(said | more), code=code).outcome


@pytest.mark.clause("NH-98", "NH-100", "NH-101", "NH-102", "NH-103")
def test_the_code_is_valid_only_from_filing_on() -> None:
    case = submitted()
    assert case.state == State.REVIEWING
    for name, seat in (("lead-party", PARTY), ("lead-rural", RURAL)):
        with pytest.raises(AdmissionProblem, match="出具意见"):
            services.write_review(actor=person("lead-civil"), case=case, seat=CIVIL, stance=Stance.AGREE, text="通过")
        services.give_opinion(actor=person(name), case=case, seat=seat, stance=Stance.AGREE, text="同意")
    services.write_review(actor=person("lead-civil"), case=case, seat=CIVIL, stance=Stance.AGREE, text="初审通过")
    services.hand_on(actor=applicant(), case=case)
    first = recorded(case, COMMITTEE)
    second = recorded(case, GOVERNMENT, number="津宁政〔2026〕7号")
    assert confirmed(first).state == State.APPROVING
    assert not AdmittedItem.objects.exists()
    assert confirmed(second).state == State.HANDING
    assert asked() is not Outcome.LISTED
    services.hand_on(actor=applicant(), case=case)
    assert not AdmittedItem.objects.exists()
    item = services.file_case(actor=person("lead-civil"), case=case, seat=CIVIL)
    assert item.filing_number == f"{today().year}-0001"
    assert item.code.startswith(f"NH{today().year % 100:02d}-0001-")
    verdict = ask(
        division=VILLAGE, kind="form", title=TITLE, issuer="区残联", frequency="quarterly", code=item.code,
        facts={"issuer_level": "town"},
    )  # fmt: skip
    assert (verdict.outcome, verdict.stamp) == (Outcome.LISTED, "准")
    assert list(valid_admissions_of(body(), today())) == [item]
    assert admitted_by_code(item.code.lower().replace("-", " ")) == item


@pytest.mark.clause("NH-101")
def test_the_applicant_itself_seeks_approval_and_not_before_the_initial_review() -> None:
    case = submitted()
    with pytest.raises(AdmissionProblem, match="审核中"):
        services.hand_on(actor=applicant(), case=case)
    reviewed(case)
    with pytest.raises(NotAllowed):
        services.hand_on(actor=person("lead-civil"), case=case)
    assert services.hand_on(actor=applicant(), case=case).state == State.APPROVING


@pytest.mark.clause("NH-102")
def test_nobody_but_the_applicant_files_and_nobody_but_the_civil_affairs_bureau_gives_the_number() -> None:
    case = approved(submitted())
    with pytest.raises(NotAllowed):
        services.hand_on(actor=person("lead-civil"), case=case)
    with pytest.raises(AdmissionProblem, match="待报送"):
        services.file_case(actor=person("lead-civil"), case=case, seat=CIVIL)
    services.hand_on(actor=applicant(), case=case)
    with pytest.raises(NotAllowed):
        services.file_case(actor=person("lead-party"), case=case, seat=CIVIL)


def test_one_paper_of_the_two_offices_carries_both_decisions_and_counts_each_once() -> None:
    case = reviewed(submitted())
    services.hand_on(actor=applicant(), case=case)
    paper = recorded(case, COMMITTEE, GOVERNMENT, kind=PaperKind.TWO_OFFICES)
    with pytest.raises(AdmissionProblem, match="已经登记过"):
        recorded(case, COMMITTEE)
    confirmed(paper)
    decisions = CaseAct.objects.filter(case=case, verb="decide")
    assert sorted(decisions.values_list("seat", flat=True)) == [COMMITTEE, GOVERNMENT]
    with pytest.raises(AdmissionProblem, match="已确认"):
        services.confirm_paper(actor=person("lead-party"), paper=paper)


def test_a_paper_counts_for_nothing_before_a_second_person_who_is_not_of_the_applicant() -> None:
    case = reviewed(submitted())
    services.hand_on(actor=applicant(), case=case)
    paper = recorded(case, COMMITTEE, GOVERNMENT, kind=PaperKind.TWO_OFFICES)
    case.refresh_from_db()
    assert case.state == State.APPROVING
    for wrong in (person("decision-recorder"), applicant(), person("village-clerk"), person("supervisor")):
        with pytest.raises(NotAllowed):
            services.confirm_paper(actor=wrong, paper=paper)
    services.reject_paper(actor=person("lead-civil"), paper=paper, reason="文号抄错了")
    paper.refresh_from_db()
    assert paper.state == PaperState.REJECTED
    assert confirmed(recorded(case, COMMITTEE, GOVERNMENT, kind=PaperKind.TWO_OFFICES)).state == State.HANDING


def test_a_refusal_of_one_approver_ends_the_case_and_voids_what_waits() -> None:
    case = reviewed(submitted())
    services.hand_on(actor=applicant(), case=case)
    waiting = recorded(case, COMMITTEE)
    refused = confirmed(recorded(case, GOVERNMENT, stance=Stance.DISAGREE, text="与现有报表重复"))
    assert refused.state == State.REFUSED
    waiting.refresh_from_db()
    assert waiting.state == PaperState.VOID
    assert Message.objects.filter(recipient=applicant(), title__contains="没有通过").exists()


@pytest.mark.parametrize("verb", ["return", "coordinate"])
def test_dissent_leads_to_return_or_to_coordination_and_never_to_a_pass(verb: str) -> None:
    case = submitted()
    case = opined(case, party=Stance.DISAGREE)
    civil = person("lead-civil")
    with pytest.raises(AdmissionProblem, match="不同意，初审不能通过"):
        services.write_review(actor=civil, case=case, seat=CIVIL, stance=Stance.AGREE, text="通过")
    if verb == "return":
        services.return_case(actor=civil, case=case, seat=CIVIL, reason="请改频次")
        again = services.submit(actor=applicant(), case=case)
        assert (again.state, again.round) == (State.REVIEWING, 2)
        opined(again)
    else:
        services.call_coordination(actor=civil, case=case, seat=CIVIL, about="频次", meets_on=today())
        services.minute_coordination(actor=civil, case=case, seat=CIVIL, present="三部门", minutes="改为半年一次")
        with pytest.raises(AdmissionProblem):
            services.give_opinion(
                actor=person("lead-rural"), case=case, seat=RURAL, stance=Stance.AGREE, text="再说一遍"
            )
        services.give_opinion(actor=person("lead-party"), case=case, seat=PARTY, stance=Stance.AGREE, text="同意")
    services.write_review(actor=civil, case=case, seat=CIVIL, stance=Stance.AGREE, text="通过")
    case.refresh_from_db()
    assert case.state == State.HANDING


def test_conditions_stay_with_the_item_to_the_end() -> None:
    case = submitted()
    services.give_opinion(
        actor=person("lead-party"), case=case, seat=PARTY, stance=Stance.CONDITIONS, text="", conditions="只报有变化的"
    )
    services.give_opinion(actor=person("lead-rural"), case=case, seat=RURAL, stance=Stance.AGREE, text="")
    services.write_review(actor=person("lead-civil"), case=case, seat=CIVIL, stance=Stance.AGREE, text="通过")
    services.hand_on(actor=applicant(), case=case)
    confirmed(
        recorded(
            case, COMMITTEE, GOVERNMENT, kind=PaperKind.TWO_OFFICES, stance=Stance.CONDITIONS, conditions="试行一年"
        )
    )
    services.hand_on(actor=applicant(), case=case)
    item = services.file_case(actor=person("lead-civil"), case=case, seat=CIVIL)
    assert item.conditions == "只报有变化的；试行一年"


@pytest.mark.clause("NH-43")
def test_a_mechanism_needs_the_municipal_committee_and_government_and_the_district_is_not_enough() -> None:
    case = submitted(kind="mechanism", title="残疾人之家协调小组", facts={"within_duty": False})
    reviewed(case)
    services.hand_on(actor=applicant(), case=case)
    with pytest.raises(AdmissionProblem):
        recorded(case, COMMITTEE)
    both = recorded(case, "市委", "市政府", kind=PaperKind.TWO_OFFICES, number="津党办〔2026〕3号")
    confirmed(both)
    services.hand_on(actor=applicant(), case=case)
    item = services.file_case(actor=person("lead-civil"), case=case, seat=CIVIL)
    said = {"division": VILLAGE, "kind": "mechanism", "title": item.title, "issuer": "区残联", "frequency": "quarterly"}
    assert ask(**said, code=item.code).outcome is Outcome.LISTED
    assert ask(**said).outcome is Outcome.FORBIDDEN


def test_what_is_forbidden_cannot_be_handed_in_and_says_by_what() -> None:
    case = drafted(kind="certificate", title="亲属关系证明")
    with pytest.raises(AdmissionProblem, match=r"清单不允许.*CN-01"):
        services.submit(actor=applicant(), case=case)
    case.refresh_from_db()
    assert (case.state, case.number) == (State.DRAFT, "")


def test_what_is_missing_is_named_with_the_clause_that_asks_for_it() -> None:
    case = drafted(kind="affair", title="残疾人需求入户", flow_steps=(), training="", funding_standard="")
    with pytest.raises(AdmissionProblem, match=r"流程图.*NH-14.*培训.*NH-15.*补助标准.*NH-16"):
        services.submit(actor=applicant(), case=case)


def test_the_burden_of_all_villages_is_computed_and_kept_to_the_end() -> None:
    check = submitted().checks.get()
    assert check.villages > 300
    assert check.hours_each == 2
    assert check.hours == 2 * check.villages
    assert check.burden.startswith("测算值：每村每年约 2 小时")


def test_an_application_is_seen_by_nobody_else_before_it_is_handed_in() -> None:
    from qingdan.entry.admission.access import cases_for

    case = drafted()
    everybody = (
        "lead-civil",
        "lead-party",
        "decision-recorder",
        "supervisor",
        "village-clerk",
        "town-clerk",
        "system-admin",
    )
    assert not any(cases_for(person(name)).exists() for name in everybody)
    services.submit(actor=applicant(), case=case)
    sees = {name for name in everybody if cases_for(person(name)).exists()}
    assert sees == {"lead-civil", "lead-party", "decision-recorder", "supervisor"}
    assert not cases_for(person("kongtong-party")).exists()


class TestChain:
    def test_a_chain_of_two_is_signed_by_two_people_and_the_last_hands_in(self) -> None:
        services.set_chain(actor=applicant(), body=body(), steps=["拟稿", "分管领导"])
        case = drafted()
        with pytest.raises(AdmissionProblem, match="送审签"):
            services.submit(actor=applicant(), case=case)
        case = services.begin_signing(actor=applicant(), case=case)
        with pytest.raises(AdmissionProblem, match="审签"):
            services.save_draft(actor=applicant(), case=case, application=application())
        with pytest.raises(NotAllowed, match="另一位"):
            services.sign(actor=applicant(), case=case)
        done = services.sign(actor=person("department-signer"), case=case)
        assert (done.state, done.round) == (State.REVIEWING, 1)
        assert done.number

    def test_who_signs_may_send_it_back_within_the_body(self) -> None:
        services.set_chain(actor=applicant(), body=body(), steps=["拟稿", "审核", "主要负责人"])
        case = services.begin_signing(actor=applicant(), case=drafted())
        services.send_back(actor=person("department-signer"), case=case, reason="写清楚经费")
        case.refresh_from_db()
        assert (case.state, case.signed) == (State.DRAFT, 0)

    def test_only_its_own_officers_set_it_and_it_has_one_to_four_steps(self) -> None:
        with pytest.raises(NotAllowed):
            services.set_chain(actor=person("lead-civil"), body=body(), steps=["拟稿"])
        for wrong in ([], ["一", "二", "三", "四", "五"], ["拟稿", "拟稿"]):
            with pytest.raises(AdmissionProblem):
                services.set_chain(actor=applicant(), body=body(), steps=wrong)


def test_nobody_reviews_what_they_drafted_also_where_the_lead_body_applies_itself() -> None:
    civil = person("lead-civil")
    own = services.start_case(
        actor=civil,
        body=body("宁河区民政局"),
        application=application(title="低保家庭半年核对表", frequency="half_yearly"),
    )
    case = opined(services.submit(actor=civil, case=own))
    with pytest.raises(NotAllowed, match="自己起草"):
        services.write_review(actor=civil, case=case, seat=CIVIL, stance=Stance.AGREE, text="通过")
    other = officer("another", body("宁河区民政局"))
    services.write_review(actor=other, case=case, seat=CIVIL, stance=Stance.AGREE, text="通过")


def test_return_pauses_the_clock_and_completion_lets_it_go_on() -> None:
    case = submitted()
    clock = case.clocks.get(left_on=None)
    assert clock.due is not None
    services.return_case(actor=person("lead-civil"), case=case, seat=CIVIL, reason="补经费来源")
    pause = case.pauses.get()
    assert pause.until is None
    pause.since = today() - timedelta(days=14)
    pause.save()
    case.clocks.filter(pk=clock.pk).update(since=today() - timedelta(days=14))
    services.submit(actor=applicant(), case=case)
    pause.refresh_from_db()
    assert pause.until == today()
    again = case.clocks.get(left_on=None)
    assert again.pk == clock.pk
    assert again.due is not None
    assert again.due >= clock.due - timedelta(days=3), "the fourteen days of the pause are not counted"


def test_withdrawing_ends_an_application_and_is_told_why() -> None:
    case = submitted()
    with pytest.raises(AdmissionProblem, match="为什么撤回"):
        services.withdraw(actor=applicant(), case=case, reason=" ")
    with pytest.raises(NotAllowed):
        services.withdraw(actor=person("lead-civil"), case=case, reason="不要了")
    services.withdraw(actor=applicant(), case=case, reason="与别的表合并")
    with pytest.raises(AdmissionProblem, match="已撤回"):
        services.give_opinion(actor=person("lead-party"), case=case, seat=PARTY, stance=Stance.AGREE, text="")
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN
    assert not case.clocks.filter(left_on=None).exists()


class TestItems:
    @pytest.mark.clause("NH-106")
    def test_an_item_that_is_withdrawn_is_no_longer_valid_and_says_who_takes_over(self) -> None:
        item = admitted()
        with pytest.raises(NotAllowed):
            services.withdraw_item(actor=applicant(), item=item, reason="x", handover="y")
        with pytest.raises(AdmissionProblem, match="衔接"):
            services.withdraw_item(actor=person("lead-civil"), item=item, reason="重复", handover="")
        services.withdraw_item(actor=person("lead-civil"), item=item, reason="与市里重复", handover="由镇街残联专干接")
        assert asked(item.code) is not Outcome.LISTED
        assert not valid_admissions_of(body(), today()).exists()
        with pytest.raises(AdmissionProblem, match="已经撤销"):
            services.exit_item(actor=applicant(), item=item, reason="x", handover="y")

    def test_a_renewal_takes_the_same_way_and_takes_the_place_of_the_old(self) -> None:
        item = admitted()
        case = services.renew(actor=applicant(), item=item)
        with pytest.raises(AdmissionProblem, match="续期申请"):
            services.renew(actor=applicant(), item=item)
        services.save_draft(actor=applicant(), case=case, application=application())
        renewed = filed(services.submit(actor=applicant(), case=case))
        item.refresh_from_db()
        assert (item.ending, item.ended_on) == ("renewed", renewed.valid_from)
        assert asked(renewed.code) is Outcome.LISTED
        assert asked(item.code) is not Outcome.LISTED

    @pytest.mark.clause("AS-13")
    def test_it_stands_beside_the_list_until_the_civil_affairs_bureau_revises_that(self) -> None:
        item = admitted()
        assert item.absorbed_on is None
        edition = publish(
            submitted_edition(dated(draft(TITLE, kind=ListKind.FORM, title="区里年初统一交镇街的报表目录"))),
            actor=person("decision-recorder"),
        )
        item.refresh_from_db()
        assert item.absorbed_on == edition.effective_on
        assert item.absorbed_code == edition.items.get().code
        assert asked(item.code) is Outcome.LISTED

    def test_the_gate_reads_the_items_of_a_place_once_for_each_change(self) -> None:
        item = admitted()
        first = admissions_at(VILLAGE, today())
        assert admissions_at(VILLAGE, today()) is first
        services.exit_item(actor=applicant(), item=item, reason="做完了", handover="没有要接的")
        assert admissions_at(VILLAGE, today())[item.compact].withdrawn_on == today()
        assert admissions_at("620802101201", today()) == {}


def test_the_audit_explains_every_act() -> None:
    item = admitted()
    verbs = list(
        Record.objects.filter(object_type="admission_case", object_id=item.case_id).values_list("verb", flat=True)
    )
    acts = [f"admission_{verb}" for verb in item.case.acts.values_list("verb", flat=True)]
    assert [verb for verb in verbs if verb in set(acts)] == acts
    assert {"admission_start", "admission_record_paper", "admission_admit"} <= set(verbs)


def test_messages_go_to_who_is_waited_for_once() -> None:
    case = submitted()
    for name in ("lead-party", "lead-rural"):
        assert Message.objects.filter(recipient=person(name), link=f"/admission/cases/{case.pk}/").count() == 1
    assert not Message.objects.filter(recipient=person("lead-civil"), link__startswith="/admission").exists()
    opined(case)
    assert Message.objects.filter(recipient=person("lead-civil"), link__startswith="/admission").count() == 1
