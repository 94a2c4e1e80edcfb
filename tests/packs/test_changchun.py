"""长春: a draft table of 31 tasks, asked as a village clerk would ask."""

from __future__ import annotations

import pytest

from qingdan.policy.gate.model import Completeness, FactValue
from tests.packs.support import (
    COMMUNITY,
    CONDITIONAL,
    FORBIDDEN,
    LISTED,
    UNDECIDED,
    VILLAGE,
    ask,
    book_with,
    chain_of,
    cited,
    deciding,
    recorded,
)

PACK = "changchun"
CITY_OFFICE: dict[str, FactValue] = {"issuer_level": "city", "issuer_type": "department"}
COUNTY_OFFICE: dict[str, FactValue] = {"issuer_level": "county", "issuer_type": "department"}
ASSIST = "禁毒宣传教育和防范措施"
ELEVEN = (
    "affair", "form", "mechanism", "plaque", "channel", "appraisal", "certificate", "pledge", "trace", "veto",
    "liability",
)  # fmt: skip


# ---- the document ----
def test_every_clause_of_the_thirty_one_tasks_stands_in_the_pack() -> None:
    clauses = chain_of(PACK)[0].clauses
    assert len(clauses) == 88
    tasks = {clause.id[3:5] for clause in clauses} - {"00"}
    assert tasks == {f"{number:02d}" for number in range(1, 32)}
    assert all(clause.implemented_by for clause in clauses if clause.class_ == "decision")


@pytest.mark.parametrize("kind", ELEVEN)
def test_a_draft_says_so_on_every_verdict(kind: str) -> None:
    verdict = ask(PACK, kind, "某项要求", **VILLAGE)
    assert verdict.pack_status == "draft"
    assert "征求意见稿" in verdict.summary
    assert "征求意见稿" in verdict.reasons[-1].text


def test_a_draft_without_a_date_gets_none_invented() -> None:
    document = chain_of(PACK)[0].header.document
    assert (document.decided, document.effective, document.number) == (None, None, None)


# ---- work ----


@pytest.mark.clause("CC-01a")
def test_a_task_is_undecided_while_the_duty_catalogue_is_missing() -> None:
    verdict = ask(PACK, "affair", "统计商铺水电费", own_authority=False, **VILLAGE)
    assert verdict.outcome is UNDECIDED
    assert "CC-01a" in deciding(verdict)
    assert "指导目录" in verdict.summary


def test_the_way_to_ask_is_the_county_s_joint_review_whose_steps_the_table_does_not_tell() -> None:
    verdict = ask(PACK, "affair", "统计商铺水电费", own_authority=False, **VILLAGE)
    assert "准入联审" in verdict.next_step
    assert "没有写明具体步骤" in verdict.next_step


@pytest.mark.clause("CC-02b")
def test_work_off_the_lists_must_name_its_basis() -> None:
    unnamed = ask(PACK, "affair", "统计商铺水电费", own_authority=False, **VILLAGE)
    assert "CC-02b" in cited(unnamed)
    assert "basis" in unnamed.missing_facts
    none = ask(PACK, "affair", "统计商铺水电费", own_authority=False, basis="none", **VILLAGE)
    assert any(reason.clause == "CC-02b" and "没有做到" in reason.text for reason in none.reasons)
    named = ask(PACK, "affair", "统计商铺水电费", own_authority=False, basis="city", **VILLAGE)
    assert "CC-02b" not in cited(named)


@pytest.mark.clause("CC-02c")
@pytest.mark.parametrize("wanted", ["由村委会对房屋安全进行鉴定", "各村完成饮用水水质检测", "不得拖延，由社区完成测绘"])
def test_professional_work_is_in_principle_not_the_village_s_part(wanted: str) -> None:
    verdict = ask(PACK, "affair", wanted, own_authority=False, **VILLAGE)
    assert verdict.outcome is FORBIDDEN
    assert "CC-02c" in deciding(verdict)
    assert any(reason.strength == "in_principle" for reason in verdict.reasons)


@pytest.mark.clause("CC-02c")
@pytest.mark.parametrize("wanted", ["入户宣传燃气检测政策", "协助鉴定人员入户", "动员村民参加会议"])
def test_contact_guidance_and_persuasion_are_not_professional_work(wanted: str) -> None:
    assert "CC-02c" not in cited(ask(PACK, "affair", wanted, own_authority=False, **VILLAGE))


@pytest.mark.clause("CC-02d")
def test_assistance_needs_funds() -> None:
    bare = ask(PACK, "affair", ASSIST, own_authority=False, **VILLAGE)
    assert bare.outcome is CONDITIONAL
    assert deciding(bare) == {"CC-02d"}
    assert ask(PACK, "affair", ASSIST, funding=False, **VILLAGE).outcome is CONDITIONAL
    assert ask(PACK, "affair", ASSIST, funding=True, **VILLAGE).outcome is LISTED


@pytest.mark.clause("CC-03")
def test_own_work_is_handed_down_only_by_unified_deployment_of_the_county_or_higher() -> None:
    own: dict[str, FactValue] = {"own_authority": True, **COUNTY_OFFICE, **VILLAGE}
    assert "CC-03" in deciding(ask(PACK, "affair", "企业排污检查", **own))
    for alone in ("区生态环境局", "区政府", "镇党委、镇政府", "无"):
        assert ask(PACK, "affair", "企业排污检查", deployed_by=alone, **own).outcome is FORBIDDEN
    for both in ("区委、区政府", "县委和县政府", "市委、市政府"):
        lifted = ask(PACK, "affair", "企业排污检查", deployed_by=both, **own)
        assert lifted.outcome is UNDECIDED
        assert any(both in reason.text and reason.note for reason in lifted.reasons)


@pytest.mark.clause("CC-03a")
@pytest.mark.parametrize("wanted", ["下达各村医保参保指标", "参保率不低于95%", "每村完成报刊征订任务30份"])
def test_no_quotas(wanted: str) -> None:
    verdict = ask(PACK, "pledge", wanted, **VILLAGE)
    assert verdict.outcome is FORBIDDEN
    assert "CC-03a" in deciding(verdict)


@pytest.mark.clause("CC-03b")
@pytest.mark.parametrize("wanted", ["签订秸秆禁烧责任书", "递交安全生产责任状", "不得推诿，各村签订承诺书"])
def test_no_responsibility_letters(wanted: str) -> None:
    for place in (VILLAGE, COMMUNITY):
        verdict = ask(PACK, "pledge", wanted, **place)
        assert verdict.outcome is FORBIDDEN
        assert "CC-03b" in deciding(verdict)


@pytest.mark.clause("CC-03a", "CC-03b")
def test_the_ban_itself_is_no_quota_and_no_letter() -> None:
    for wanted in ("不得向村下指标", "不得以签订“责任书”变相派事", "动员村民签订禁毒承诺书"):
        assert ask(PACK, "pledge", wanted, **VILLAGE).outcome is UNDECIDED


@pytest.mark.clause("CC-03c")
@pytest.mark.parametrize(
    "wanted", ["村委会是安全生产责任主体", "村书记为拆违第一责任人", "招商引资由村负总责", "行政执法由社区负责"]
)
@pytest.mark.parametrize("level", ["province", "city", "county", "town"])
def test_the_four_subjects_never_make_a_village_responsible_whoever_asks(wanted: str, level: str) -> None:
    verdict = ask(PACK, "liability", wanted, issuer_level=level, **VILLAGE)
    assert verdict.outcome is FORBIDDEN
    assert deciding(verdict) == {"CC-03c"}


@pytest.mark.clause("CC-03c")
def test_other_subjects_wait_for_what_the_word_deng_means() -> None:
    verdict = ask(PACK, "liability", "村委会为秸秆禁烧责任主体", **VILLAGE)
    assert verdict.outcome is CONDITIONAL
    assert any("待制定机关解释" in reason.text and reason.clause == "CC-03c" for reason in verdict.reasons)
    assert ask(PACK, "liability", "村主任负责召集会议", **VILLAGE).outcome is UNDECIDED


@pytest.mark.clause("CC-03c")
def test_pulling_down_and_closing_are_not_village_work_but_helping_is() -> None:
    assert "CC-03c" in deciding(ask(PACK, "affair", "村委会查封取缔散乱污作坊", **VILLAGE))
    assert "CC-03c" not in cited(ask(PACK, "affair", "协助开展执法检查", own_authority=False, **VILLAGE))


# ---- forms ----


@pytest.mark.clause("CC-08", "CC-08a", "CC-08b")
def test_a_weekly_form_is_too_often_and_waits_for_the_yearly_catalogue() -> None:
    verdict = ask(PACK, "form", "农业生产进度周报", frequency="weekly", topic="agriculture", **COUNTY_OFFICE, **VILLAGE)
    assert verdict.outcome is UNDECIDED
    assert deciding(verdict) == {"CC-08a", "CC-08b"}
    assert any(reason.clause == "CC-08" and reason.outcome is CONDITIONAL for reason in verdict.reasons)


@pytest.mark.clause("CC-08")
@pytest.mark.parametrize(
    ("frequency", "often"),
    [("daily", True), ("weekly", True), ("once", True), ("on_event", True), ("monthly", False), ("quarterly", False), ("yearly", False)],
)  # fmt: skip
def test_month_quarter_and_year_are_the_rule(frequency: str, often: bool) -> None:
    known = book_with(PACK, (recorded("form", "CC-08b", "农业生产进度表"),))
    verdict = ask(PACK, "form", "农业生产进度表", frequency=frequency, issuer_level="town", rulebook=known, **VILLAGE)
    assert verdict.outcome is (CONDITIONAL if often else LISTED)
    assert ("CC-08" in cited(verdict)) is often


@pytest.mark.clause("CC-08a", "CC-08b")
def test_with_the_catalogue_a_form_off_it_is_refused_and_one_on_it_comes_through_the_town() -> None:
    known = book_with(PACK, (recorded("form", "CC-08b", "农业生产进度表"),))
    off = ask(PACK, "form", "大棚面积统计", frequency="monthly", issuer_level="town", rulebook=known, **VILLAGE)
    assert off.outcome is FORBIDDEN
    assert "CC-08a" in deciding(off)
    straight = ask(PACK, "form", "农业生产进度表", frequency="monthly", rulebook=known, **COUNTY_OFFICE, **VILLAGE)
    assert straight.outcome is CONDITIONAL
    assert deciding(straight) == {"CC-08b"}


# ---- groups, apps, systems ----


@pytest.mark.clause("CC-09a")
@pytest.mark.parametrize(
    "wanted", ["安装反诈宣传APP", "在智慧城管平台注册账号", "新建业务系统延伸到社区", "不得漏装，下载客户端"]
)
def test_a_new_system_does_not_reach_villages_without_consent(wanted: str) -> None:
    verdict = ask(PACK, "channel", wanted, **CITY_OFFICE, **VILLAGE)
    assert verdict.outcome is FORBIDDEN
    assert deciding(verdict) == {"CC-09a"}


@pytest.mark.clause("CC-09a")
def test_consent_is_that_of_a_party_committee_and_government_of_any_level() -> None:
    for both in ("市委、市政府", "县委和县政府", "区委、区政府"):
        assert ask(PACK, "channel", "安装反诈宣传APP", consent_of=both, **VILLAGE).outcome is UNDECIDED
    for other in ("市公安局", "市政府", "无"):
        assert ask(PACK, "channel", "安装反诈宣传APP", consent_of=other, **VILLAGE).outcome is FORBIDDEN


def test_a_chat_group_waits_for_what_the_clean_up_leaves() -> None:
    group = ask(PACK, "channel", "建立秸秆禁烧微信群", **COUNTY_OFFICE, **VILLAGE)
    assert group.outcome is UNDECIDED
    assert deciding(group) == {"CC-09"}
    known = book_with(PACK, (recorded("channel", "CC-09", "村民服务微信群"),))
    kept = ask(PACK, "channel", "村民服务微信群", rulebook=known, **VILLAGE)
    assert kept.outcome is LISTED
    off = ask(PACK, "channel", "建立秸秆禁烧微信群", rulebook=known, **VILLAGE)
    assert off.outcome is not LISTED


@pytest.mark.clause("CC-10")
def test_the_national_system_that_the_table_names_may_be_used() -> None:
    verdict = ask(PACK, "channel", "全国基层政权建设和社区治理信息系统", **CITY_OFFICE, **VILLAGE)
    assert verdict.outcome is LISTED
    assert deciding(verdict) == {"CC-10"}


# ---- appraisals ----


@pytest.mark.clause("CC-11")
def test_the_town_appraises() -> None:
    title = "村（社区）年度考核评价"
    verdict = ask(PACK, "appraisal", title, issuer_level="town", issuer_type="town", **VILLAGE)
    assert verdict.outcome is LISTED
    assert deciding(verdict) == {"CC-11"}
    assert ask(PACK, "appraisal", title, **COUNTY_OFFICE, **VILLAGE).outcome is UNDECIDED


@pytest.mark.clause("CC-11a")
def test_one_vote_veto_is_cancelled_for_villages_and_communities() -> None:
    for place in (VILLAGE, COMMUNITY):
        verdict = ask(PACK, "veto", "信访一票否决", **place)
        assert verdict.outcome is FORBIDDEN
        assert "CC-11a" in deciding(verdict)


@pytest.mark.clause("CC-11a")
def test_a_veto_inside_an_appraisal_scheme_is_found() -> None:
    wanted = "年度综合考核，信访工作一票否决"
    by_town = ask(PACK, "appraisal", wanted, issuer_level="town", issuer_type="town", **VILLAGE)
    assert by_town.outcome is FORBIDDEN
    assert "CC-11a" in deciding(by_town)
    cancelled = ask(PACK, "appraisal", "取消对村（社区）的“一票否决”", issuer_level="town", **VILLAGE)
    assert "CC-11a" not in cited(cancelled)


# ---- mechanisms and plaques ----


@pytest.mark.clause("CC-15")
@pytest.mark.parametrize("wanted", ["成立反诈工作专班", "设立禁毒工作站", "成立专班，明确专人负责", "建立包片联络制度"])
def test_a_new_mechanism_needs_the_city_s_committee_and_government(wanted: str) -> None:
    refused = ask(PACK, "mechanism", wanted, **COUNTY_OFFICE, **VILLAGE)
    assert refused.outcome is FORBIDDEN
    assert deciding(refused) == {"CC-15"}
    for other in ("县委、县政府", "市公安局", "市政府"):
        assert ask(PACK, "mechanism", wanted, consent_of=other, **VILLAGE).outcome is FORBIDDEN
    consented = ask(PACK, "mechanism", wanted, consent_of="市委、市政府", within_duty=False, **VILLAGE)
    assert consented.outcome is UNDECIDED
    assert "市委、市政府" in consented.next_step


@pytest.mark.clause("CC-15a")
def test_what_the_village_can_carry_gets_no_dedicated_person() -> None:
    wanted = "每村配备专职人员1名"
    verdict = ask(PACK, "mechanism", wanted, within_duty=True, **VILLAGE)
    assert verdict.outcome is FORBIDDEN
    assert deciding(verdict) == {"CC-15a"}
    assert ask(PACK, "mechanism", wanted, within_duty=False, **VILLAGE).outcome is UNDECIDED
    unknown = ask(PACK, "mechanism", wanted, **VILLAGE)
    assert unknown.outcome is UNDECIDED
    assert "within_duty" in unknown.missing_facts


@pytest.mark.clause("CC-16b")
def test_a_mechanism_without_a_basis_is_cancelled() -> None:
    asked: dict[str, FactValue] = {"consent_of": "市委、市政府", **VILLAGE}
    without = ask(PACK, "mechanism", "反诈工作专班", basis="none", **asked)
    assert without.outcome is FORBIDDEN
    assert deciding(without) == {"CC-16b"}
    assert ask(PACK, "mechanism", "反诈工作专班", basis="province", **asked).outcome is UNDECIDED


@pytest.mark.clause("CC-21")
@pytest.mark.parametrize("title", ["警务室", "社区工作站"])
@pytest.mark.parametrize("location", ["outside", "inside"])
@pytest.mark.parametrize("place", [VILLAGE, COMMUNITY])
def test_plaques_wait_for_the_guidance_catalogues(title: str, location: str, place: dict[str, FactValue]) -> None:
    verdict = ask(PACK, "plaque", title, location=location, **place)
    assert verdict.outcome is UNDECIDED
    assert deciding(verdict) == {"CC-21"}


@pytest.mark.clause("CC-21")
def test_with_the_catalogue_a_plaque_is_listed_or_cleaned_up() -> None:
    known = book_with(PACK, (recorded("plaque", "CC-21", "警务室"),))
    assert ask(PACK, "plaque", "警务室", rulebook=known, **VILLAGE).outcome is LISTED
    off = ask(PACK, "plaque", "乡村振兴驿站", rulebook=known, **VILLAGE)
    assert off.outcome is FORBIDDEN
    assert "CC-21" in deciding(off)


# ---- what the table does not speak of ----


def test_photo_proof_is_not_spoken_of() -> None:
    verdict = ask(PACK, "trace", "每天上传巡查照片", frequency="daily", **VILLAGE)
    assert verdict.outcome is UNDECIDED
    assert "未作规定" in verdict.summary


def test_no_list_of_another_city_stands_here() -> None:
    own = chain_of(PACK)[0]
    assert [each.id for each in own.lists] == ["channels"]
    assert {each.on_record for each in own.header.lists} == {Completeness.MISSING}
