"""鞍山: each clause that decides, asked as somebody there would ask."""

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

PACK = "anshan"
OFFICE: dict[str, FactValue] = {"issuer_level": "county", "issuer_type": "department"}
NOT_OWN: dict[str, FactValue] = {"own_authority": False, "transferred_from": "none"}


def test_the_document_names_its_issuers_date_and_superior_documents() -> None:
    document = chain_of(PACK)[0].header.document
    assert document.number == "鞍民发〔2021〕18号" and document.status == "in_force"
    assert document.issuers == ["市委组织部", "市民政局", "市农业农村局"]
    assert len(document.basis) == 5


class TestPlaques:
    @pytest.mark.clause("AS-44")
    @pytest.mark.parametrize("title", ["党群服务中心", "村民委员会", "村党支部", "村集体经济组织"])
    def test_four_may_hang_outside(self, title: str) -> None:
        assert ask(PACK, "plaque", title, location="outside", **VILLAGE).outcome is LISTED

    @pytest.mark.clause("AS-44", "AS-46")
    @pytest.mark.parametrize("title", ["警务室", "社区工作站", "妇女之家", "乡村振兴工作站"])
    def test_everything_else_outside_is_forbidden(self, title: str) -> None:
        verdict = ask(PACK, "plaque", title, location="outside", **VILLAGE)
        assert verdict.outcome is FORBIDDEN
        assert deciding(verdict) == {"AS-44"}

    @pytest.mark.clause("AS-45")
    @pytest.mark.parametrize("title", ["警务室", "村务监督委员会", "退役军人服务站", "人民调解委员会", "评理说事点"])
    def test_ten_may_hang_inside(self, title: str) -> None:
        assert ask(PACK, "plaque", title, location="inside", **VILLAGE).outcome is LISTED

    @pytest.mark.clause("AS-46", "AS-40", "AS-95")
    def test_another_one_inside_depends_on_the_annex_that_is_not_on_record(self) -> None:
        verdict = ask(PACK, "plaque", "妇女之家", location="inside", **VILLAGE)
        assert verdict.outcome is UNDECIDED
        assert {"AS-46", "AS-40"} <= cited(verdict)

    @pytest.mark.clause("AS-17")
    def test_a_temporary_one_of_a_street_needs_the_establishment_office(self) -> None:
        facts: dict[str, FactValue] = {"party": "street", "temporary": True}
        assert "AS-17" in cited(ask(PACK, "plaque", "创城指挥部", **facts))
        assert ask(PACK, "plaque", "创城指挥部", consent_of="区民政局", **facts).outcome is not LISTED
        allowed = ask(PACK, "plaque", "创城指挥部", consent_of="区委编办", **facts)
        assert allowed.outcome is LISTED
        assert "AS-18" in allowed.next_step

    @pytest.mark.clause("AS-12")
    def test_a_street_s_own_plaque_depends_on_the_street_list(self) -> None:
        verdict = ask(PACK, "plaque", "营商环境办公室", party="street", temporary=False, location="outside")
        assert verdict.outcome is UNDECIDED
        assert "AS-12" in cited(verdict)


class TestWork:
    @pytest.mark.clause("AS-25")
    @pytest.mark.parametrize("facts", [{"own_authority": True}, {"own_authority": False, "transferred_from": "town"}])
    def test_what_is_an_office_s_own_duty_is_never_passed_on(self, facts: dict[str, FactValue]) -> None:
        verdict = ask(PACK, "affair", "市场主体年报催报", **facts, **OFFICE, **VILLAGE)
        assert verdict.outcome is FORBIDDEN
        assert deciding(verdict) == {"AS-25"}

    @pytest.mark.clause("AS-23")
    def test_what_is_on_no_list_is_not_passed_silently_and_names_the_list_that_is_missing(self) -> None:
        verdict = ask(PACK, "affair", "夜市摊位登记", **NOT_OWN, **OFFICE, **VILLAGE)
        assert verdict.outcome is UNDECIDED
        assert "AS-23" in cited(verdict)
        assert "党（工）委、政府" in verdict.next_step

    @pytest.mark.clause("AS-26", "AS-27")
    def test_who_approves_depends_on_the_sender_s_level(self) -> None:
        city = {"issuer_level": "city", "issuer_type": "department"}
        district = {"issuer_level": "county", "issuer_type": "department"}
        assert "市委、市政府" in ask(PACK, "affair", "夜市摊位登记", **NOT_OWN, **city, **VILLAGE).next_step
        assert "本级党（工）委" in ask(PACK, "affair", "夜市摊位登记", **NOT_OWN, **district, **VILLAGE).next_step
        approved = ask(
            PACK, "affair", "夜市摊位登记", consent_of="市委、市政府", funding=True, **NOT_OWN, **city, **VILLAGE
        )
        assert approved.outcome is LISTED
        wrong = ask(PACK, "affair", "夜市摊位登记", consent_of="市民政局", funding=True, **NOT_OWN, **city, **VILLAGE)
        assert wrong.outcome is UNDECIDED

    @pytest.mark.clause("AS-28")
    def test_an_assist_item_needs_funds_with_their_source(self) -> None:
        assert ask(PACK, "affair", "反家庭暴力宣传", **VILLAGE).outcome is not LISTED
        listed = {"funding": True, **NOT_OWN, **OFFICE, **VILLAGE}
        assert ask(PACK, "affair", "消防宣传教育", **listed).outcome is LISTED
        verdict = ask(PACK, "affair", "消防宣传教育", **{**listed, "funding": False})
        assert (verdict.outcome, deciding(verdict)) == (CONDITIONAL, {"AS-28"})

    @pytest.mark.clause("AS-31")
    @pytest.mark.parametrize("kind", ["pledge", "liability"])
    def test_quotas_are_cancelled_in_principle(self, kind: str) -> None:
        verdict = ask(PACK, kind, "下达各村招商引资任务指标", **VILLAGE)
        assert verdict.outcome is FORBIDDEN
        assert "原则上" in verdict.summary
        assert ask(PACK, kind, "不得要求村里完成招商引资", **VILLAGE).outcome is not FORBIDDEN

    @pytest.mark.clause("AS-32")
    def test_a_village_is_no_responsible_subject_of_enforcement(self) -> None:
        assert ask(PACK, "liability", "村委会是环境整治的责任主体", **VILLAGE).outcome is FORBIDDEN
        assert ask(PACK, "liability", "不得推诿，村委会对拆违负总责", **VILLAGE).outcome is FORBIDDEN
        assert ask(PACK, "liability", "村里协助执法人员劝导", **VILLAGE).outcome is not FORBIDDEN
        open_ = ask(PACK, "liability", "村委会为安全生产责任主体", **VILLAGE)
        assert open_.outcome is CONDITIONAL
        assert "待制定机关解释" in open_.summary

    @pytest.mark.clause("AS-72")
    def test_nobody_borrows_a_community_s_workers(self) -> None:
        assert ask(PACK, "affair", "从社区抽调工作人员到街道帮忙", **VILLAGE).outcome is FORBIDDEN


class TestAppraisals:
    @pytest.mark.clause("AS-35", "AS-36")
    def test_a_department_s_own_appraisal_is_forbidden(self) -> None:
        verdict = ask(PACK, "appraisal", "垃圾分类达标评比", **OFFICE, **VILLAGE)
        assert verdict.outcome is FORBIDDEN
        assert {"AS-35", "AS-36"} <= deciding(verdict)

    @pytest.mark.clause("AS-35")
    def test_one_that_the_city_demands_is_not_forbidden(self) -> None:
        asked = {"issuer_level": "city", "issuer_type": "party_government", **VILLAGE}
        assert ask(PACK, "appraisal", "和谐村庄评比", **asked).outcome is UNDECIDED

    @pytest.mark.clause("AS-37")
    def test_the_county_s_comprehensive_appraisal_is_allowed(self) -> None:
        asked = {"issuer_level": "county", "issuer_type": "party_government", **VILLAGE}
        assert ask(PACK, "appraisal", "社区（村）工作综合考评", **asked).outcome is LISTED

    @pytest.mark.clause("AS-39")
    def test_vetoes_are_cancelled(self) -> None:
        verdict = ask(PACK, "veto", "信访一票否决", **VILLAGE)
        assert (verdict.outcome, deciding(verdict)) == (FORBIDDEN, {"AS-39"})


class TestBodies:
    @pytest.mark.clause("AS-41")
    def test_a_new_working_body_needs_a_legal_basis_or_a_demand_from_above(self) -> None:
        assert ask(PACK, "mechanism", "成立反诈工作站", **VILLAGE).outcome is FORBIDDEN
        claimed = ask(PACK, "mechanism", "成立反诈工作站", basis="law", **VILLAGE)
        assert claimed.outcome is CONDITIONAL
        assert "待核依据" in claimed.summary

    @pytest.mark.clause("AS-42")
    def test_no_special_premises(self) -> None:
        assert deciding(ask(PACK, "mechanism", "设立20平方米的专门场所", **VILLAGE)) == {"AS-42"}

    @pytest.mark.clause("AS-43")
    def test_no_full_time_staff(self) -> None:
        assert deciding(ask(PACK, "mechanism", "每个社区配备专职人员1名", **VILLAGE)) == {"AS-43"}


class TestForms:
    AGRICULTURE: dict[str, FactValue] = {"topic": "agriculture", "transferred_from": "none", **OFFICE, **VILLAGE}

    @pytest.mark.clause("AS-80")
    @pytest.mark.parametrize("frequency", ["weekly", "monthly"])
    def test_weekly_and_monthly_ones_are_held_down(self, frequency: str) -> None:
        verdict = ask(PACK, "form", "农药使用情况表", frequency=frequency, **self.AGRICULTURE)
        assert (verdict.outcome, deciding(verdict)) == (CONDITIONAL, {"AS-80"})

    @pytest.mark.clause("AS-81")
    def test_rural_revitalisation_is_reported_by_quarter_or_half_year(self) -> None:
        monthly = ask(PACK, "form", "人居环境整治工作月报", frequency="monthly", **self.AGRICULTURE)
        assert "AS-81" in deciding(monthly)
        quarterly = ask(PACK, "form", "人居环境整治工作季报", frequency="quarterly", **self.AGRICULTURE)
        assert "AS-81" not in cited(quarterly)

    @pytest.mark.clause("AS-82")
    def test_a_cooperative_s_form_is_not_passed_to_the_village(self) -> None:
        verdict = ask(
            PACK,
            "form",
            "合作社生产情况表",
            frequency="yearly",
            **{**self.AGRICULTURE, "transferred_from": "cooperative"},
        )
        assert (verdict.outcome, deciding(verdict)) == (FORBIDDEN, {"AS-82"})

    @pytest.mark.clause("AS-83")
    def test_a_town_s_collecting_is_not_passed_to_the_village(self) -> None:
        verdict = ask(
            PACK, "form", "种粮补贴汇总表", frequency="yearly", **{**self.AGRICULTURE, "transferred_from": "town"}
        )
        assert (verdict.outcome, deciding(verdict)) == (FORBIDDEN, {"AS-83"})


class TestCertificates:
    REAL: dict[str, FactValue] = {"within_duty": True, "verifiable": True, **VILLAGE}

    @pytest.mark.clause("AS-61")
    def test_the_interim_way_needs_a_private_demander_duty_and_knowledge(self) -> None:
        assert ask(PACK, "certificate", "租住情况说明", demander="enterprise", **self.REAL).outcome is LISTED
        assert ask(PACK, "certificate", "租住情况说明", demander="party_government", **self.REAL).outcome is not LISTED
        unknown = ask(
            PACK, "certificate", "租住情况说明", demander="enterprise", within_duty=True, verifiable=False, **VILLAGE
        )
        assert unknown.outcome is UNDECIDED

    @pytest.mark.clause("AS-49")
    def test_a_department_brings_its_basis(self) -> None:
        verdict = ask(PACK, "certificate", "租住情况说明", demander="party_government", basis="none", **self.REAL)
        assert "AS-49" in cited(verdict)

    @pytest.mark.clause("AS-48", "AS-59", "AS-47")
    def test_without_law_and_list_it_depends_on_the_kept_list_that_is_not_on_record(self) -> None:
        verdict = ask(PACK, "certificate", "租住情况说明", demander="party_government", basis="none", **self.REAL)
        assert verdict.outcome is UNDECIDED
        assert {"AS-59", "AS-47"} <= cited(verdict)

    @pytest.mark.clause("AS-50", "AS-51")
    def test_public_interest_needs_the_residents_and_the_head(self) -> None:
        asked = {"demander": "enterprise", "public_interest": True, **self.REAL}
        verdict = ask(PACK, "certificate", "集体道路通行情况说明", **asked)
        assert (verdict.outcome, deciding(verdict)) == (CONDITIONAL, {"AS-51"})
        assert ask(PACK, "certificate", "集体道路通行情况说明", consent_of="居民会议", **asked).outcome is LISTED

    @pytest.mark.clause("CN-01")
    def test_the_national_barred_list_holds_against_the_interim_way(self) -> None:
        assert ask(PACK, "certificate", "婚姻状况证明", demander="enterprise", **self.REAL).outcome is FORBIDDEN


@pytest.mark.parametrize("kind", ["pledge", "trace"])
def test_where_the_document_says_nothing_the_gate_says_so(kind: str) -> None:
    verdict = ask(PACK, kind, "每天上传照片并签责任书", **VILLAGE)
    assert verdict.outcome is UNDECIDED
    assert "未作规定" in verdict.summary
