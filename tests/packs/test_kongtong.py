"""崆峒: each clause that decides, asked as somebody there would ask."""

from __future__ import annotations

import pytest

from qingdan.policy.gate.model import FactValue
from tests.packs.support import (
    CONDITIONAL,
    FORBIDDEN,
    LISTED,
    UNDECIDED,
    VILLAGE,
    ask,
    chain_of,
    cited,
    deciding,
)

PACK = "kongtong"
OFFICE: dict[str, FactValue] = {"issuer_level": "county", "issuer_type": "department"}
TOWN: dict[str, FactValue] = {"issuer_level": "town", "issuer_type": "town"}
NOT_OWN: dict[str, FactValue] = {"own_authority": False, "transferred_from": "none"}


def test_the_document_names_its_superior_documents() -> None:
    document = chain_of(PACK)[0].header.document
    assert document.status == "in_force"
    assert {basis.number for basis in document.basis} >= {
        "厅字〔2022〕28号",
        "平市民〔2022〕230号",
        "区民发〔2021〕7号",
    }


@pytest.mark.clause("KT-09", "KT-67")
def test_the_three_work_lists_are_named_and_none_is_on_record() -> None:
    verdict = ask(PACK, "affair", "果园面积登记", **NOT_OWN, **OFFICE, **VILLAGE)
    assert verdict.outcome is UNDECIDED
    assert "依法履行职责事项清单" in verdict.summary
    assert "负面事项清单" in verdict.summary


def test_the_way_in_is_application_joint_review_approval_and_list() -> None:
    verdict = ask(PACK, "affair", "果园面积登记", **NOT_OWN, **OFFICE, **VILLAGE)
    steps = ["申请", "区委组织部、区委农办、区民政局审核", "区委、区政府批准", "纳入清单管理"]
    places = [verdict.next_step.index(step) for step in steps]
    assert places == sorted(places)


def test_a_claimed_approval_waits_for_the_new_list() -> None:
    verdict = ask(PACK, "affair", "果园面积登记", consent_of="区委、区政府", **NOT_OWN, **OFFICE, **VILLAGE)
    assert verdict.outcome is CONDITIONAL
    assert "KT-14" in deciding(verdict)


def test_groups_and_apps_depend_on_the_clean_up() -> None:
    verdict = ask(PACK, "channel", "果业服务APP", **VILLAGE)
    assert (verdict.outcome, deciding(verdict)) == (UNDECIDED, {"KT-15"})


def test_forms_depend_on_the_merged_catalogue() -> None:
    verdict = ask(PACK, "form", "果园面积周报", frequency="weekly", transferred_from="none", **VILLAGE)
    assert (verdict.outcome, deciding(verdict)) == (UNDECIDED, {"KT-16"})


@pytest.mark.clause("KT-18")
def test_only_the_town_appraises_and_only_as_a_whole() -> None:
    department = ask(PACK, "appraisal", "平安村考核", **OFFICE, **VILLAGE)
    assert department.outcome is FORBIDDEN and "KT-18" in deciding(department)
    assert ask(PACK, "appraisal", "村级组织综合考核评比", **TOWN, **VILLAGE).outcome is LISTED
    assert ask(PACK, "appraisal", "村级防火专项考核", **TOWN, **VILLAGE).outcome is not LISTED


@pytest.mark.clause("KT-19")
def test_vetoes_go_step_by_step() -> None:
    verdict = ask(PACK, "veto", "信访一票否决", **VILLAGE)
    assert (verdict.outcome, deciding(verdict)) == (CONDITIONAL, {"KT-19"})
    assert "逐步" in verdict.summary


@pytest.mark.clause("KT-24")
def test_a_new_body_is_not_made_where_the_standing_ones_can_do_it() -> None:
    can = ask(PACK, "mechanism", "成立反诈工作专班", within_duty=True, **VILLAGE)
    assert (can.outcome, deciding(can)) == (FORBIDDEN, {"KT-24"})
    assert "原则上" in can.summary
    unknown = ask(PACK, "mechanism", "成立反诈工作专班", **VILLAGE)
    assert unknown.outcome is UNDECIDED
    assert unknown.missing_facts == ("within_duty",)
    assert ask(PACK, "mechanism", "成立反诈工作专班", within_duty=False, **VILLAGE).outcome is not FORBIDDEN


@pytest.mark.clause("KT-25")
def test_nor_a_dedicated_person() -> None:
    verdict = ask(PACK, "mechanism", "每村明确专职人员一名", within_duty=True, **VILLAGE)
    assert (verdict.outcome, deciding(verdict)) == (FORBIDDEN, {"KT-25"})


class TestPlaques:
    @pytest.mark.clause("KT-34")
    @pytest.mark.parametrize(
        "title", ["村党支部", "村民委员会", "村集体经济组织", "村务监督委员会", "党群服务中心", "新时代文明实践站"]
    )
    def test_four_plaques_and_two_marks_hang_outside(self, title: str) -> None:
        assert ask(PACK, "plaque", title, location="outside", **VILLAGE).outcome is LISTED

    @pytest.mark.clause("KT-34", "KT-67")
    def test_another_one_outside_needs_a_reason_and_the_catalogue(self) -> None:
        verdict = ask(PACK, "plaque", "警务室", location="outside", **VILLAGE)
        assert verdict.outcome is UNDECIDED
        assert {"KT-34", "KT-67"} <= cited(verdict)
        assert any("一般" in reason.text for reason in verdict.reasons)

    @pytest.mark.clause("KT-36", "KT-37", "KT-38")
    @pytest.mark.parametrize("title", ["综合服务机构标牌", "集合式服务功能指引标牌", "功能区域简明标牌"])
    def test_three_sorts_of_signs_hang_inside(self, title: str) -> None:
        assert ask(PACK, "plaque", title, location="inside", **VILLAGE).outcome is LISTED

    @pytest.mark.clause("KT-39")
    def test_a_dead_one_is_taken_down(self) -> None:
        verdict = ask(PACK, "plaque", "加挂已撤销机构的牌子", location="inside", **VILLAGE)
        assert (verdict.outcome, deciding(verdict)) == (FORBIDDEN, {"KT-39"})


class TestCertificates:
    @pytest.mark.clause("KT-44", "KT-46")
    def test_a_body_without_law_may_not_ask(self) -> None:
        verdict = ask(PACK, "certificate", "租住情况说明", demander="party_government", basis="none", **VILLAGE)
        assert (verdict.outcome, deciding(verdict)) == (FORBIDDEN, {"KT-46"})

    @pytest.mark.clause("KT-42")
    def test_a_useful_kind_is_admitted_first(self) -> None:
        asked = {"demander": "enterprise", "within_duty": True, "verifiable": True, **VILLAGE}
        verdict = ask(PACK, "certificate", "租住情况说明", **asked)
        assert (verdict.outcome, deciding(verdict)) == (UNDECIDED, {"KT-42"})
        assert "先把这种证明纳入清单" in verdict.next_step
        assert "式样、程序和操作规范" in verdict.next_step and "公布以后" in verdict.next_step

    @pytest.mark.clause("KT-41")
    def test_the_provincial_barred_lists_are_named_as_missing_beside_the_national_one(self) -> None:
        assert ask(PACK, "certificate", "亲属关系证明", **VILLAGE).outcome is FORBIDDEN
        other = ask(PACK, "certificate", "租住情况说明", demander="enterprise", **VILLAGE)
        assert "甘肃省不应由基层群众性自治组织出具证明事项清单" in other.summary


@pytest.mark.parametrize("kind", ["pledge", "trace", "liability"])
def test_where_the_document_says_nothing_the_gate_says_so(kind: str) -> None:
    verdict = ask(PACK, kind, "每天上传照片并签责任书", **VILLAGE)
    assert verdict.outcome is UNDECIDED
    assert "未作规定" in verdict.summary
