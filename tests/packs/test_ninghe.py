"""宁河: what its own document says to a village clerk's question."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from qingdan.policy.gate.model import FactValue, Outcome
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

DISTRICT_OFFICE: dict[str, FactValue] = {"issuer_level": "county", "issuer_type": "department"}
ASSIST = "禁毒宣传教育和防范措施"
IN_FULL: dict[str, FactValue] = {"flow_chart": True, "training": True, "funding": True}


# ---- the document ----


def test_the_pack_names_the_document_its_issuers_and_what_it_rests_on() -> None:
    document = chain_of("ninghe")[0].header.document
    assert document.issuers == ["区民政局", "区委组织部", "区委农办"]
    assert document.decided == date(2023, 3, 23)
    assert {basis.number for basis in document.basis} >= {"厅字〔2022〕28号", "津民发〔2023〕3号"}


def test_every_clause_stands_in_the_pack_in_its_own_words() -> None:
    clauses = chain_of("ninghe")[0].clauses
    assert len(clauses) == 113
    assert [clause.id for clause in clauses] == [f"NH-{number:02d}" for number in range(1, 114)]
    assert all(clause.implemented_by for clause in clauses if clause.class_ == "decision")


def test_the_rules_go_on_after_the_dated_stages() -> None:
    later = ask("ninghe", "trace", "每天上传巡查照片", on=date(2030, 1, 1), **VILLAGE)
    assert later.outcome is FORBIDDEN


def test_the_procedure_names_who_does_what() -> None:
    bodies = chain_of("ninghe")[0].header.bodies
    held = {(body.role, body.body) for body in bodies}
    assert held >= {
        ("lead", "区民政局"), ("joint", "区委组织部"), ("joint", "区委农办"), ("approver", "区委"),
        ("approver", "区政府"), ("filing", "区民政局"), ("publisher", "区民政局"), ("supervisor", "区委督查室"),
        ("discipline", "区纪委监委机关"),
    }  # fmt: skip


# ---- work ----


@pytest.mark.clause("NH-09", "NH-113")
def test_without_the_annexes_an_unknown_task_is_undecided_and_names_the_list() -> None:
    verdict = ask("ninghe", "affair", "统计商铺水电费", own_authority=False, **VILLAGE)
    assert verdict.outcome is UNDECIDED
    assert "NH-09" in deciding(verdict)
    assert "依法履职工作事务清单" in verdict.summary


def test_a_task_off_the_lists_is_sent_to_the_first_review() -> None:
    verdict = ask("ninghe", "affair", "统计商铺水电费", own_authority=False, **VILLAGE)
    for step in ("区民政局", "初审", "区委、区政府审批", "备案"):
        assert step in verdict.next_step


@pytest.mark.clause("NH-12")
def test_an_office_may_not_hand_down_its_own_work_without_a_unified_deployment() -> None:
    own: dict[str, FactValue] = {"own_authority": True, **DISTRICT_OFFICE, **VILLAGE}
    assert "NH-12" in deciding(ask("ninghe", "affair", "企业排污检查", **own))
    assert "NH-12" in deciding(ask("ninghe", "affair", "企业排污检查", deployed_by="区生态环境局", **own))
    for both in ("区委、区政府", "市委和市政府"):
        lifted = ask("ninghe", "affair", "企业排污检查", deployed_by=both, **own)
        assert lifted.outcome is UNDECIDED
        assert any(both in reason.text and reason.note for reason in lifted.reasons)


@pytest.mark.clause("NH-13", "NH-14", "NH-15", "NH-16", "NH-17")
def test_assistance_needs_flow_chart_training_and_funds() -> None:
    bare = ask("ninghe", "affair", ASSIST, **VILLAGE)
    assert bare.outcome is CONDITIONAL
    assert deciding(bare) == {"NH-14", "NH-15", "NH-16", "NH-17"}
    assert set(bare.missing_facts) == {"flow_chart", "training", "funding"}
    assert ask("ninghe", "affair", ASSIST, **IN_FULL, **VILLAGE).outcome is LISTED


@pytest.mark.parametrize(
    ("lacking", "clauses"), [("flow_chart", {"NH-14"}), ("training", {"NH-15"}), ("funding", {"NH-16", "NH-17"})]
)
def test_each_missing_condition_is_named_by_its_clause(lacking: str, clauses: set[str]) -> None:
    verdict = ask("ninghe", "affair", ASSIST, **{**IN_FULL, lacking: False}, **VILLAGE)
    assert verdict.outcome is CONDITIONAL
    assert deciding(verdict) == clauses


@pytest.mark.clause("NH-13")
def test_in_assistance_the_village_is_not_the_principal() -> None:
    verdict = ask("ninghe", "affair", ASSIST, text="由村委会负总责。", **IN_FULL, **VILLAGE)
    assert verdict.outcome is FORBIDDEN
    assert "NH-13" in deciding(verdict)
    assert "NH-13" in deciding(ask("ninghe", "liability", ASSIST, **VILLAGE))


@pytest.mark.clause("NH-10")
def test_who_is_responsible_depends_on_annex_1() -> None:
    wanted = "村委会对农田水利管护负总责"
    assert "NH-10" in deciding(ask("ninghe", "liability", wanted, **VILLAGE))
    assert ask("ninghe", "liability", wanted, **VILLAGE).outcome is UNDECIDED
    known = book_with("ninghe", (recorded("duty", "NH-09", wanted),))
    assert "NH-10" not in cited(ask("ninghe", "liability", wanted, rulebook=known, **VILLAGE))


@pytest.mark.clause("NH-18")
def test_what_a_recorded_negative_list_names_is_forbidden_to_every_sender() -> None:
    wanted = "承担信访稳控责任"
    known = book_with("ninghe", (recorded("negative", "NH-18", wanted),))
    for level in ("central", "county", "town"):
        verdict = ask("ninghe", "affair", wanted, rulebook=known, issuer_level=level, **VILLAGE)
        assert verdict.outcome is FORBIDDEN
        assert "NH-18" in deciding(verdict)


@pytest.mark.clause("NH-20")
def test_a_town_s_further_red_lines_are_added_to_the_district_s() -> None:
    district = recorded("negative", "NH-18", "承担信访稳控责任")
    town = recorded("negative", "NH-18", "代收水费").model_copy(update={"id": "town-negative", "code": "ZY"})
    both = book_with("ninghe", (district, town))
    for wanted in ("承担信访稳控责任", "代收水费"):
        assert ask("ninghe", "affair", wanted, rulebook=both, **VILLAGE).outcome is FORBIDDEN


@pytest.mark.clause("NH-19")
@pytest.mark.parametrize(
    "wanted",
    ["村委会是安全生产的责任主体", "村书记为拆违第一责任人", "招商引资由村负总责", "不得推诿，行政执法由社区负责"],
)
def test_the_four_subjects_never_make_a_village_responsible(wanted: str) -> None:
    for place in (VILLAGE, COMMUNITY):
        verdict = ask("ninghe", "liability", wanted, **place)
        assert verdict.outcome is FORBIDDEN
        assert "NH-19" in deciding(verdict)


@pytest.mark.clause("NH-19")
def test_other_subjects_wait_for_what_the_word_deng_means() -> None:
    verdict = ask("ninghe", "liability", "村委会为秸秆禁烧责任主体", **VILLAGE)
    assert verdict.outcome is UNDECIDED
    assert any("待制定机关解释" in reason.text and reason.clause == "NH-19" for reason in verdict.reasons)


@pytest.mark.clause("NH-19")
def test_pulling_down_and_closing_are_not_village_work_but_helping_is() -> None:
    assert "NH-19" in deciding(ask("ninghe", "affair", "村委会查封取缔散乱污作坊", **VILLAGE))
    assert "NH-19" not in cited(ask("ninghe", "affair", "协助开展执法检查", own_authority=False, **VILLAGE))


# ---- appraisals ----


@pytest.mark.clause("NH-32")
def test_only_the_town_appraises_a_village_and_comprehensively() -> None:
    title = "2026年度村（社区）工作综合考核"
    assert ask("ninghe", "appraisal", title, issuer_level="town", issuer_type="town", **VILLAGE).outcome is LISTED
    by_office = ask("ninghe", "appraisal", title, **DISTRICT_OFFICE, **VILLAGE)
    assert by_office.outcome is FORBIDDEN
    assert "NH-32" in deciding(by_office)


@pytest.mark.clause("NH-33")
def test_demonstrations_only_by_the_centre_or_the_municipality() -> None:
    title = "创建平安示范村"
    assert "NH-33" in deciding(ask("ninghe", "appraisal", title, **DISTRICT_OFFICE, **VILLAGE))
    municipal_office = ask("ninghe", "appraisal", title, issuer_level="province", issuer_type="department", **VILLAGE)
    assert municipal_office.outcome is FORBIDDEN
    for allowed in (
        {"issuer_level": "central", "issuer_type": "department"},
        {"issuer_level": "province", "issuer_type": "party_government"},
    ):
        assert ask("ninghe", "appraisal", title, **allowed, **VILLAGE).outcome is UNDECIDED


@pytest.mark.clause("NH-33")
@pytest.mark.parametrize("level", ["central", "province", "county", "town"])
def test_a_special_appraisal_is_refused_whoever_sends_it(level: str) -> None:
    wanted = "对各村秸秆禁烧开展专项考核"
    verdict = ask("ninghe", "appraisal", wanted, issuer_level=level, deployed_by="市委、市政府", **VILLAGE)
    assert verdict.outcome is FORBIDDEN
    assert "NH-33" in deciding(verdict)


# ---- forms and traces ----


@pytest.mark.clause("NH-35")
def test_a_weekly_agricultural_form_waits_for_the_district_s_catalogue() -> None:
    verdict = ask(
        "ninghe", "form", "农业生产进度周报", frequency="weekly", topic="agriculture", **DISTRICT_OFFICE, **VILLAGE
    )
    assert verdict.outcome is UNDECIDED
    assert "NH-35" in deciding(verdict)
    assert "区委、区政府" in verdict.next_step
    assert any("镇街" in reason.text and reason.outcome is CONDITIONAL for reason in verdict.reasons)


@pytest.mark.clause("NH-35")
def test_with_the_catalogue_a_form_is_listed_through_the_town_only() -> None:
    known = book_with("ninghe", (recorded("form", "NH-35", "农业生产进度表", frequency="quarterly"),))
    through_town = ask(
        "ninghe", "form", "农业生产进度表", frequency="quarterly", issuer_level="town", rulebook=known, **VILLAGE
    )
    assert through_town.outcome is LISTED
    straight = ask(
        "ninghe", "form", "农业生产进度表", frequency="quarterly", rulebook=known, **DISTRICT_OFFICE, **VILLAGE
    )
    assert straight.outcome is CONDITIONAL
    off_catalogue = ask("ninghe", "form", "大棚面积统计", issuer_level="town", rulebook=known, **VILLAGE)
    assert off_catalogue.outcome is FORBIDDEN
    assert "NH-35" in deciding(off_catalogue)


@pytest.mark.clause("NH-36")
def test_a_catalogue_form_may_not_be_asked_more_often_than_set() -> None:
    known = book_with("ninghe", (recorded("form", "NH-35", "农业生产进度表", frequency="quarterly"),))
    weekly = ask("ninghe", "form", "农业生产进度表", frequency="weekly", issuer_level="town", rulebook=known, **VILLAGE)
    assert weekly.outcome is CONDITIONAL
    assert "频次" in weekly.summary


@pytest.mark.clause("NH-40")
def test_steering_by_daily_returns_is_forbidden() -> None:
    assert "NH-40" in deciding(ask("ninghe", "form", "秸秆禁烧零报告", frequency="daily", **VILLAGE))


@pytest.mark.clause("NH-38")
@pytest.mark.parametrize("wanted", ["每天上传巡查照片", "严禁露天焚烧，各村每日上传照片", "拍摄入户视频作为走访依据"])
def test_photos_do_not_prove_that_work_was_done(wanted: str) -> None:
    verdict = ask("ninghe", "trace", wanted, frequency="daily", **VILLAGE)
    assert verdict.outcome is FORBIDDEN
    assert "NH-38" in deciding(verdict)


@pytest.mark.clause("NH-38")
def test_a_picture_beside_the_result_is_not_forbidden() -> None:
    assert ask("ninghe", "trace", "以群众满意度为主，照片作为辅助", **VILLAGE).outcome is UNDECIDED


@pytest.mark.clause("NH-38")
def test_an_emergency_does_not_cover_photo_proof() -> None:
    assert ask("ninghe", "trace", "防汛巡查拍照上传", emergency=True, **VILLAGE).outcome is FORBIDDEN


@pytest.mark.clause("NH-41")
def test_traces_do_not_show_how_well_a_village_did() -> None:
    assert "NH-41" in deciding(ask("ninghe", "trace", "用签到表和会议记录印证工作", **VILLAGE))
    scored = ask("ninghe", "appraisal", "综合考核看佐证材料", issuer_level="town", **VILLAGE)
    assert "NH-41" in deciding(scored)


def test_an_app_waits_for_what_the_district_decided_to_keep() -> None:
    verdict = ask("ninghe", "channel", "安装反诈APP", issuer_level="province", issuer_type="department", **VILLAGE)
    assert verdict.outcome is UNDECIDED
    assert "NH-37" in deciding(verdict)


# ---- certificates ----


@pytest.mark.clause("NH-73")
def test_a_barred_certificate_is_explained_with_who_handles_it() -> None:
    verdict = ask("ninghe", "certificate", "亲属关系证明", demander="enterprise", **VILLAGE)
    assert verdict.outcome is FORBIDDEN
    assert "公安派出所" in verdict.next_step


def test_an_unlisted_certificate_is_not_issued_but_taken_to_the_town() -> None:
    verdict = ask(
        "ninghe", "certificate", "租住情况说明", demander="enterprise", within_duty=True, verifiable=True, **VILLAGE
    )
    assert verdict.outcome is UNDECIDED
    for step in ("镇街", "先不出具", "协调"):
        assert step in verdict.next_step


@pytest.mark.clause("NH-71")
def test_an_office_needs_a_law_to_ask_for_a_certificate() -> None:
    office: dict[str, FactValue] = {"demander": "party_government", **VILLAGE}
    without = ask("ninghe", "certificate", "租住情况说明", basis="none", **office)
    assert without.outcome is FORBIDDEN
    assert "NH-71" in deciding(without)
    for basis in ("rule", "city"):
        open_question = ask("ninghe", "certificate", "租住情况说明", basis=basis, **office)
        assert open_question.outcome is not FORBIDDEN
        assert any("待制定机关解释" in reason.text for reason in open_question.reasons)
    claimed = ask("ninghe", "certificate", "租住情况说明", basis="law", **office)
    assert claimed.outcome in {CONDITIONAL, UNDECIDED}


@pytest.mark.clause("NH-72")
def test_a_kept_certificate_may_be_issued_by_a_community() -> None:
    verdict = ask("ninghe", "certificate", "居民在社区居住证明", demander="party_government", basis="none", **COMMUNITY)
    assert verdict.outcome is LISTED
    assert "NH-72" in deciding(verdict)
    assert ask("ninghe", "certificate", "居民在社区居住证明", demander="enterprise", **VILLAGE).outcome is not LISTED


# ---- kinds on which the document is silent ----


@pytest.mark.parametrize(("kind", "title"), [("veto", "信访一票否决"), ("pledge", "签订秸秆禁烧责任书")])
def test_where_the_document_is_silent_nothing_is_invented(kind: str, title: str) -> None:
    verdict = ask("ninghe", kind, title, **VILLAGE)
    assert verdict.outcome is UNDECIDED
    assert "未作规定" in verdict.summary


def test_every_sentence_is_short_enough_for_a_clerk() -> None:
    for rule in chain_of("ninghe")[0].rules:
        assert len(rule.says) <= 60, rule.id


def test_every_verdict_names_its_ground() -> None:
    questions = yaml.safe_load(
        "[[affair, 入户走访], [form, 台账], [mechanism, 网格站], [plaque, 驿站], [channel, 微信群], [appraisal, 评比],"
        " [certificate, 情况说明], [pledge, 承诺书], [trace, 截图], [veto, 一票否决], [liability, 负责]]"
    )
    for kind, title in questions:
        verdict = ask("ninghe", kind, title)
        assert verdict.outcome is not Outcome.LISTED
        assert cited(verdict) or verdict.missing_facts
        assert verdict.next_step
