"""The same application takes each place's own way: 崆峒区, 鞍山市, and places whose documents state no steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.admission import services
from qingdan.entry.admission.models import AdmittedItem, Case
from qingdan.entry.admission.problems import AdmissionProblem, Undecided
from qingdan.entry.admission.rules import Stance, State
from qingdan.entry.admission.services import LocalMethod
from qingdan.entry.admission.tests.cast import (
    BEIJING,
    CHANGCHUN,
    KONGTONG,
    KONGTONG_REVIEWERS,
    anshan,
    application,
    approved_in_kongtong,
    beijing_words,
    body,
    filed_in_beijing,
    installed,
    officer,
    opined_in_kongtong,
    person,
    published_in_kongtong,
    unstated,
)
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import BodyType, Level, Role
from qingdan.foundation.orgs.models import Body
from qingdan.policy.gate.model import Outcome
from qingdan.register.check.services import ask

pytestmark = pytest.mark.django_db
VILLAGE = "620802101201"


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo districts with packs and lists."""
    yield from installed_for_module(django_db_blocker, *installed())


class TestKongtong:
    def submitted(self) -> Case:
        actor = person("kongtong-applicant")
        case = services.start_case(
            actor=actor, body=body("崆峒区残联"), application=application(divisions=(KONGTONG,), units=("village",))
        )
        return services.submit(actor=actor, case=case)

    @pytest.mark.clause("KT-12")
    def test_it_passes_only_when_all_three_agree_and_one_refusal_ends_it(self) -> None:
        case = self.submitted()
        assert opined_in_kongtong(case, "区委组织部", "区委农办").state == State.REVIEWING
        assert opined_in_kongtong(case, "区民政局").state == State.HANDING
        other = self.submitted_again()
        assert opined_in_kongtong(other, "区委农办", stance=Stance.DISAGREE).state == State.REFUSED

    def submitted_again(self) -> Case:
        actor = person("kongtong-applicant")
        said = application(
            divisions=(KONGTONG,), units=("village",), title="老年残疾人半年登记表", frequency="half_yearly"
        )
        case = services.start_case(actor=actor, body=body("崆峒区残联"), application=said)
        return services.submit(actor=actor, case=case)

    @pytest.mark.clause("KT-13")
    def test_the_reviewers_submit_it_and_not_the_applicant(self) -> None:
        case = opined_in_kongtong(self.submitted(), *KONGTONG_REVIEWERS)
        with pytest.raises(NotAllowed, match="申请单位自己不能报"):
            services.hand_on(actor=person("kongtong-applicant"), case=case)
        assert approved_in_kongtong(case).state == State.LISTING

    @pytest.mark.clause("KT-11", "KT-14")
    def test_approval_makes_the_next_edition_and_only_that_admits(self) -> None:
        case = approved_in_kongtong(opined_in_kongtong(self.submitted(), *KONGTONG_REVIEWERS))
        edition = case.list_edition
        assert edition is not None
        assert edition.is_draft
        assert not AdmittedItem.objects.exists()
        published_in_kongtong(case)
        item = AdmittedItem.objects.get()
        case.refresh_from_db()
        assert (case.state, item.valid_from, item.absorbed_code) == (State.IN_FORCE, today(), case.list_code)
        said = {"division": VILLAGE, "kind": "form", "title": item.title, "issuer": "区残联", "frequency": "quarterly"}
        assert ask(**said, code=item.code).outcome is Outcome.LISTED

    @pytest.mark.clause("KT-11")
    def test_an_application_without_its_legal_basis_cannot_be_handed_in(self) -> None:
        actor = person("kongtong-applicant")
        said = application(divisions=(KONGTONG,), units=("village",), basis="", basis_text="")
        case = services.start_case(actor=actor, body=body("崆峒区残联"), application=said)
        with pytest.raises(AdmissionProblem, match=r"依据.*KT-11"):
            services.submit(actor=actor, case=case)


class TestAnshan:
    def affair(self, of: str, **more: object) -> Case:
        bodies = anshan()
        actor = officer(of, bodies[of])
        said = application(
            kind="affair", title="残疾人状况入户核对", divisions=(bodies[of].division_id,), **{"units": (), **more}
        )
        case = services.start_case(actor=actor, body=bodies[of], application=said)
        return services.submit(actor=actor, case=case)

    def decided(self, case: Case, name: str, seat: str) -> Case:
        account = officer(f"{name}-签", anshan()[name])
        return services.decide(actor=account, case=case, seat=seat, stance=Stance.AGREE, text="同意")

    @pytest.mark.clause("AS-26")
    def test_a_city_department_needs_the_city_committee_and_the_city_government(self) -> None:
        case = self.affair("鞍山市残联")
        assert (case.state, case.division) == (State.APPROVING, "210300000000")
        with pytest.raises(NotAllowed):
            self.decided(case, "铁东区委", "市委")
        assert self.decided(case, "鞍山市委", "市委").state == State.APPROVING
        assert not AdmittedItem.objects.exists()
        assert self.decided(case, "鞍山市人民政府", "市政府").state == State.IN_FORCE
        assert AdmittedItem.objects.get().filing_number == ""

    @pytest.mark.clause("AS-27")
    def test_a_district_department_goes_to_its_own_district_and_only_there(self) -> None:
        case = self.affair("铁东区残联")
        assert case.division == "210302000000"
        self.decided(case, "铁东区委", "区（市、县）党（工）委")
        assert self.decided(case, "铁东区人民政府", "区（市、县）政府（管委会）").state == State.IN_FORCE
        assert AdmittedItem.objects.get().divisions == ["210302000000"]

    @pytest.mark.clause("AS-28")
    def test_the_source_of_the_money_must_be_named(self) -> None:
        with pytest.raises(AdmissionProblem, match=r"经费来源渠道（AS-28）"):
            self.affair("铁东区残联", funding_source="")

    @pytest.mark.clause("AS-17", "AS-18")
    def test_a_temporary_plaque_is_for_towns_by_consent_and_gone_when_the_work_ends(self) -> None:
        bodies = anshan()
        town = bodies["长甸街道办事处"]
        actor = officer("街道", town, Role.TOWN_CLERK)
        ends = today() + timedelta(days=20)
        said = application(
            kind="plaque",
            title="创城指挥部",
            divisions=(town.division_id,),
            duration="temporary",
            review_on=None,
            ends_on=ends,
        )
        case = services.submit(actor=actor, case=services.start_case(actor=actor, body=town, application=said))
        assert case.division == "210302000000"
        consented = self.decided(case, "铁东区委编办", "区（市、县）编制部门")
        item = AdmittedItem.objects.get()
        assert (consented.state, item.valid_to) == (State.IN_FORCE, ends)
        assert not item.valid_on(ends + timedelta(days=1))

    @pytest.mark.clause("AS-17")
    def test_a_department_has_no_way_to_a_temporary_plaque(self) -> None:
        bodies = anshan()
        actor = officer("部门", bodies["铁东区残联"])
        said = application(kind="plaque", title="创城指挥部", divisions=("210302000000",))
        case = services.start_case(actor=actor, body=bodies["铁东区残联"], application=said)
        with pytest.raises(Undecided):
            services.submit(actor=actor, case=case)


class TestUnstated:
    @pytest.mark.clause("BJ-18", "CC-30c")
    def test_nothing_is_admitted_before_a_steward_recorded_the_local_method_and_the_lead_confirmed_it(self) -> None:
        applicant_body = unstated(*BEIJING)
        civil, actor = body("东城区民政局"), officer("申请", applicant_body)
        case = services.start_case(
            actor=actor, body=applicant_body, application=application(divisions=("110101000000",))
        )
        with pytest.raises(Undecided, match="依据待录"):
            services.submit(actor=actor, case=case)
        steward, lead = officer("管", civil, Role.LIST_STEWARD), officer("牵头", civil, Role.LEAD_OFFICER)
        recorded = services.record_local_procedure(actor=steward, division=BEIJING[2], method=beijing_words())
        with pytest.raises(Undecided):
            services.submit(actor=actor, case=case)
        with pytest.raises(NotAllowed):
            services.confirm_local_procedure(actor=steward, procedure=recorded)
        services.confirm_local_procedure(actor=lead, procedure=recorded)
        assert filed_in_beijing(case, actor).code.startswith("BJ")

    @pytest.mark.clause("CC-30c")
    def test_it_passes_only_when_all_joint_reviewers_agree(self) -> None:
        of = unstated(*CHANGCHUN)
        civil, social, place = body("南关区民政局"), body("南关区委社会工委"), CHANGCHUN[2]
        steward, lead, actor = (
            officer("管", civil, Role.LIST_STEWARD),
            officer("牵头", civil, Role.LEAD_OFFICER),
            officer("申请", of),
        )
        method = LocalMethod(
            title="准入联审", kinds=["form"], document="区准入联审办法", source="原件在区民政局", leads="区民政局", asks=["区委社会工委"],
            approvers=[], filing="区民政局",
        )  # fmt: skip
        services.confirm_local_procedure(
            actor=lead, procedure=services.record_local_procedure(actor=steward, division=place, method=method)
        )
        case = services.submit(
            actor=actor, case=services.start_case(actor=actor, body=of, application=application(divisions=(place,)))
        )
        said = {"case": case, "seat": "区民政局", "stance": Stance.AGREE, "text": "通过"}
        with pytest.raises(AdmissionProblem, match="区委社会工委出具意见"):
            services.write_review(actor=lead, **said)
        asked = officer("社会工委", social)
        services.give_opinion(actor=asked, case=case, seat="区委社会工委", stance=Stance.DISAGREE, text="太多了")
        with pytest.raises(AdmissionProblem, match="不同意，初审不能通过"):
            services.write_review(actor=lead, **said)
        services.call_coordination(actor=lead, case=case, seat="区民政局", about="频次", meets_on=today())
        services.minute_coordination(actor=lead, case=case, seat="区民政局", present="两家", minutes="改半年一次")
        services.give_opinion(actor=asked, case=case, seat="区委社会工委", stance=Stance.AGREE, text="可以")
        assert services.write_review(actor=lead, **said).state == State.HANDING

    @pytest.mark.clause("CC-14")
    def test_a_mechanism_enters_only_by_an_application_that_the_citys_committee_and_government_agreed_to(self) -> None:
        of, place = unstated(*CHANGCHUN), CHANGCHUN[2]
        seats = {"市委": "长春市委", "市政府": "长春市人民政府"}
        for seat, name in (*seats.items(), ("市民政局", "长春市民政局")):
            sort = {"aliases": [seat], "level": Level.CITY, "type": BodyType.PARTY_GOVERNMENT}
            Body.objects.get_or_create(division_id=CHANGCHUN[0], name=name, defaults=sort)
        asked = {"division": "220102001001", "kind": "mechanism", "title": "残疾人帮扶工作站", "issuer": "区残联"}
        assert ask(**asked).outcome is Outcome.FORBIDDEN
        actor = officer("申请", of)
        said_ = application(kind="mechanism", title="残疾人帮扶工作站", divisions=(place,), units=(), frequency="")
        case = services.start_case(actor=actor, body=of, application=said_)
        with pytest.raises(Undecided):  # the document is a draft
            services.submit(actor=actor, case=case)
        steward, lead = (officer(role, body("长春市民政局"), role) for role in (Role.LIST_STEWARD, Role.LEAD_OFFICER))
        method = LocalMethod(
            title="工作机制准入", kinds=["mechanism"], document="市工作机制准入制度", source="原件在市民政局", leads="市民政局",
            approvers=list(seats),
        )  # fmt: skip
        services.confirm_local_procedure(
            actor=lead, procedure=services.record_local_procedure(actor=steward, division=CHANGCHUN[0], method=method)
        )
        services.submit(actor=actor, case=case)
        services.give_opinion(actor=lead, case=case, seat="市民政局", stance=Stance.AGREE, text="有依据")
        services.hand_on(actor=actor, case=case)
        with pytest.raises(NotAllowed):  # the district's consent is none
            services.decide(
                actor=officer("区委", body("南关区委")), case=case, seat="市委", stance=Stance.AGREE, text="同意"
            )
        for number, (seat, name) in enumerate(seats.items()):
            assert not AdmittedItem.objects.exists(), number
            services.decide(actor=officer(name, body(name)), case=case, seat=seat, stance=Stance.AGREE, text="同意")
        item = AdmittedItem.objects.get()
        assert ask(**asked, code=item.code).outcome is Outcome.LISTED
        assert ask(**asked | {"title": "反诈工作站"}, code=item.code).outcome is not Outcome.LISTED

    def test_what_a_document_states_nobody_records_otherwise(self) -> None:
        method = LocalMethod(
            title="另一套", kinds=["form"], document="某通知", source="听说", leads="区民政局", approvers=[]
        )
        with pytest.raises(AdmissionProblem, match="已经写明"):
            services.record_local_procedure(actor=person("list-steward"), division="120117000000", method=method)


@pytest.mark.clause("NH-98")
@pytest.mark.parametrize("kind", ["affair", "form", "mechanism", "plaque", "certificate"])
def test_work_mechanisms_plaques_and_certificates_enter_by_one_workflow(kind: str) -> None:
    """Each is applied for on the one form and stands before 区民政局; nothing of it is valid meanwhile."""
    actor, said = (
        person("department-officer"),
        application(kind=kind, title="残疾人辅具事项", divisions=("120117000000",)),
    )
    case = services.submit(actor=actor, case=services.start_case(actor=actor, body=body(), application=said))
    assert case.state == State.REVIEWING
    assert set(case.seats.filter(waiting=True).values_list("title", flat=True)) == {"区委组织部", "区委农办"}
    assert case.kept_procedure is not None
    assert [step.act for step in case.kept_procedure.steps] == ["review", "approve", "file"]
    assert not AdmittedItem.objects.exists()
