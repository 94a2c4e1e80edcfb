"""The national pack: what binds every village and community, asked through a pack that extends it and adds little."""

from __future__ import annotations

from datetime import date

import pytest

from qingdan.policy.gate.codes import is_valid_code
from qingdan.policy.gate.model import FactValue
from tests.packs.support import (
    COMMUNITY,
    CONDITIONAL,
    FORBIDDEN,
    LISTED,
    UNDECIDED,
    VILLAGE,
    ask,
    book,
    chain_of,
    cited,
    deciding,
    items_of,
)

LAST_DAY_OF_THE_2018_TEXT = date(2025, 12, 31)
FIRST_DAY_OF_THE_REVISION = date(2026, 1, 1)
BARRED = [(item.title, item.handled_by) for item in items_of(book("cn"), "certificate_barred")]
ASSIST = [item.title for item in items_of(book("cn"), "assist") if item.clause == "CN-10"]
IN_FULL: dict[str, FactValue] = {"flow_chart": True, "training": True, "funding": True}


def test_the_barred_list_is_whole() -> None:
    assert len(BARRED) == 20


@pytest.mark.clause("CN-01")
@pytest.mark.parametrize(("title", "handled_by"), BARRED)
def test_a_barred_certificate_is_forbidden_and_says_who_handles_it(title: str, handled_by: str) -> None:
    verdict = ask("ninghe", "certificate", title, **VILLAGE)
    assert verdict.outcome is FORBIDDEN
    assert "CN-01" in deciding(verdict)
    assert handled_by
    assert handled_by in verdict.next_step


@pytest.mark.clause("CN-01")
def test_an_alias_of_a_barred_certificate_is_barred_too() -> None:
    assert ask("cn", "certificate", "收入证明", **VILLAGE).outcome is FORBIDDEN


def test_local_law_that_still_asks_for_a_barred_certificate_is_shown() -> None:
    verdict = ask("ninghe", "certificate", "居民养犬证明", **VILLAGE)
    assert verdict.outcome is FORBIDDEN
    assert "北京市养犬管理规定" in verdict.reasons[0].text


@pytest.mark.clause("CN-02")
def test_quotas_for_attracting_investment_are_not_for_a_community() -> None:
    wanted = "下达招商引资任务指标500万元"
    assert "CN-02" in deciding(ask("cn", "pledge", wanted, **COMMUNITY))
    assert ask("cn", "pledge", wanted, **COMMUNITY).outcome is FORBIDDEN
    assert ask("cn", "pledge", wanted, **VILLAGE).outcome is UNDECIDED
    assert "CN-02" in deciding(ask("cn", "affair", "社区年内完成招商引资500万元", **COMMUNITY))


def test_spreading_word_about_investment_policy_is_no_quota() -> None:
    assert "CN-02" not in cited(ask("cn", "affair", "宣传招商引资政策", **COMMUNITY))


@pytest.mark.clause("CN-03")
@pytest.mark.parametrize("matter", ["行政执法", "拆迁拆违", "环境整治", "城市管理"])
def test_a_community_is_not_made_responsible(matter: str) -> None:
    wanted = f"社区是{matter}的责任主体"
    assert "CN-03" in deciding(ask("cn", "liability", wanted, **COMMUNITY))
    assert ask("cn", "liability", wanted, **VILLAGE).outcome is UNDECIDED


@pytest.mark.clause("CN-04")
def test_a_department_s_own_work_is_not_passed_to_a_community() -> None:
    assert "CN-04" in deciding(ask("cn", "affair", "占道经营查处", own_authority=True, **COMMUNITY))
    assert "CN-04" in deciding(ask("cn", "form", "企业用工统计表", transferred_from="department", **COMMUNITY))
    assert "CN-04" not in cited(ask("cn", "affair", "占道经营查处", own_authority=True, **VILLAGE))


@pytest.mark.clause("CN-05")
def test_a_department_alone_does_not_rate_communities() -> None:
    by_department = ask("cn", "appraisal", "社区消防考核", issuer_type="department", issuer_level="county", **COMMUNITY)
    assert by_department.outcome is FORBIDDEN
    assert "CN-05" in deciding(by_department)
    by_town = ask("cn", "appraisal", "社区综合考核", issuer_type="town", issuer_level="town", **COMMUNITY)
    assert "CN-05" not in cited(by_town)


@pytest.mark.clause("CN-06")
def test_one_vote_veto_is_cancelled_for_communities_only() -> None:
    assert ask("cn", "veto", "信访一票否决", **COMMUNITY).outcome is FORBIDDEN
    assert ask("cn", "veto", "信访一票否决", **VILLAGE).outcome is UNDECIDED


@pytest.mark.clause("CN-07", "CN-08")
@pytest.mark.parametrize(("place", "clause"), [(VILLAGE, "CN-07"), (COMMUNITY, "CN-08")])
def test_a_duty_by_the_2018_text_is_listed_until_its_last_day(place: dict[str, FactValue], clause: str) -> None:
    before = ask("ninghe", "affair", "调解民间纠纷", on=LAST_DAY_OF_THE_2018_TEXT, **place)
    assert before.outcome is LISTED
    assert clause in deciding(before)
    after = ask("ninghe", "affair", "调解民间纠纷", on=FIRST_DAY_OF_THE_REVISION, own_authority=False, **place)
    assert after.outcome is not LISTED
    assert clause not in cited(after)


@pytest.mark.clause("CN-09")
def test_what_is_known_of_the_2025_revision_is_listed_and_the_rest_is_undecided() -> None:
    known = "关爱老年人、留守儿童、残疾人和困难村民，推进移风易俗"
    assert ask("ninghe", "affair", known, **VILLAGE).outcome is LISTED
    assert ask("ninghe", "affair", known, on=LAST_DAY_OF_THE_2018_TEXT, own_authority=False, **VILLAGE).outcome in {
        UNDECIDED,
        CONDITIONAL,
    }
    unknown = ask("ninghe", "affair", "召集村民会议", own_authority=False, **VILLAGE)
    assert unknown.outcome is UNDECIDED


@pytest.mark.clause("CN-10")
@pytest.mark.parametrize("title", ASSIST)
def test_statutory_assistance_is_on_the_list_everywhere(title: str) -> None:
    verdict = ask("ninghe", "affair", title, on=date(2025, 8, 1), **IN_FULL, **COMMUNITY)
    assert verdict.outcome is LISTED
    assert "CN-10" in deciding(verdict)


@pytest.mark.clause("CN-10")
def test_a_claimed_article_that_is_on_record_makes_the_matter_statutory() -> None:
    wanted = "入户做禁毒宣传教育和防范措施"
    said: dict[str, FactValue] = {"basis": "law", "own_authority": False, **VILLAGE}
    proven = ask("cn", "affair", wanted, basis_text="《中华人民共和国禁毒法》第十七条", **said)
    assert proven.outcome is LISTED
    assert "法定事项" in proven.summary
    unproven = ask("cn", "affair", "统计商铺水电费", basis_text="《中华人民共和国禁毒法》第十七条", **said)
    assert unproven.outcome is CONDITIONAL
    assert "待核依据" in unproven.summary


def test_an_article_of_the_2018_organic_law_counts_only_in_its_time() -> None:
    said: dict[str, FactValue] = {"basis": "law", "basis_text": "村民委员会组织法第二条", "own_authority": False}
    wanted = "村里调解民间纠纷工作"
    assert ask("cn", "affair", wanted, on=LAST_DAY_OF_THE_2018_TEXT, **said, **VILLAGE).outcome is LISTED
    assert ask("cn", "affair", wanted, on=FIRST_DAY_OF_THE_REVISION, **said, **VILLAGE).outcome is CONDITIONAL


@pytest.mark.clause("CN-11")
def test_a_certificate_that_the_law_names_may_be_asked_for() -> None:
    title = "社区推荐公民担任诉讼代理人的推荐材料及当事人属于该社区的证明"
    verdict = ask("ninghe", "certificate", title, demander="court", basis="law", **COMMUNITY)
    assert verdict.outcome is LISTED
    assert "CN-11" in deciding(verdict)


def test_local_laws_certificates_are_not_national() -> None:
    titles = {item.title for item in items_of(book("cn"), "certificate_retained")}
    assert len(titles) == 3
    assert "养犬条件证明" not in titles


@pytest.mark.clause("CN-12")
def test_an_app_may_not_force_check_ins_or_rank() -> None:
    assert "CN-12" in deciding(ask("cn", "channel", "网格APP每日打卡", **VILLAGE))
    assert "CN-12" in deciding(ask("cn", "channel", "推广APP，不得漏装，按积分排名", **VILLAGE))
    assert "CN-12" not in cited(ask("cn", "channel", "不得强制打卡的便民小程序", **VILLAGE))


@pytest.mark.clause("CN-13")
def test_departments_and_towns_do_not_start_demonstrations_of_their_own() -> None:
    own = ask("cn", "appraisal", "创建平安示范村", issuer_level="county", issuer_type="department", **VILLAGE)
    assert own.outcome is FORBIDDEN
    assert "CN-13" in deciding(own)
    by_government = ask(
        "cn", "appraisal", "创建平安示范村", issuer_level="county", issuer_type="party_government", **VILLAGE
    )
    assert by_government.outcome is UNDECIDED


@pytest.mark.clause("CN-16")
def test_no_fee_is_taken_for_a_demonstration() -> None:
    wanted = "创建示范村须缴纳评审费2000元"
    verdict = ask("cn", "appraisal", wanted, issuer_level="central", issuer_type="department", **VILLAGE)
    assert verdict.outcome is FORBIDDEN
    assert "CN-16" in deciding(verdict)


@pytest.mark.clause("CN-14", "CN-15")
def test_services_and_fields_of_assistance_are_kept_but_permit_no_task() -> None:
    assert len(items_of(book("cn"), "service")) == 10
    assert ask("cn", "affair", "卫生健康服务", own_authority=False, **VILLAGE).outcome is not LISTED
    field = ask("cn", "affair", "住房保障", own_authority=False, transferred_from="none", **COMMUNITY)
    assert field.outcome is not LISTED


def test_duties_permit_no_forms_and_no_traces() -> None:
    for kind in ("form", "trace", "mechanism", "plaque", "channel"):
        verdict = ask("cn", kind, "调解民间纠纷", on=LAST_DAY_OF_THE_2018_TEXT, **VILLAGE)
        assert verdict.outcome is UNDECIDED


def test_every_item_names_its_basis_and_its_code_can_be_checked() -> None:
    for item in items_of(book("cn"), "assist") + items_of(book("cn"), "certificate_retained"):
        assert is_valid_code(item.code)
        if item.clause in {"CN-10", "CN-11"}:
            assert item.basis, item.title


def test_every_statute_title_is_as_the_lists_print_it() -> None:
    statutes = {statute.title: statute for statute in book("cn").statutes}
    assert statutes["社会救助暂行办法"].rank == "regulation"
    assert statutes["未成年人保护法"].articles["第四十三条"][0].startswith("未成年人保护专人专岗")
    assert statutes["村民委员会组织法"].valid_to == LAST_DAY_OF_THE_2018_TEXT
    assert all(not title.startswith("《") and "（20" not in title.split("（2025修改")[0] for title in statutes)


def test_every_list_has_a_source() -> None:
    (pack,) = chain_of("cn")
    assert [each.id for each in pack.lists if not each.source_url.startswith("http")] == []
