"""北京: a drafting note that names lists and catalogues without printing them; what it does not tell stays undecided."""

from __future__ import annotations

import pytest

from qingdan.policy.gate.model import FactValue
from qingdan.policy.packs.list_specs import ListFile
from tests.packs.support import (
    COMMUNITY,
    CONDITIONAL,
    FORBIDDEN,
    LISTED,
    UNDECIDED,
    UNLISTED,
    VILLAGE,
    ask,
    book,
    book_with,
    chain_of,
    cited,
    deciding,
    items_of,
)

PACK = "beijing"
OFFICE: dict[str, FactValue] = {"issuer_level": "county", "issuer_type": "department"}
TOWN: dict[str, FactValue] = {"issuer_level": "town", "issuer_type": "town"}
CERTIFICATE = "租住情况说明"
COMMUNITY_FOUR = [item for item in items_of(book(PACK), "certificate_retained") if item.edition == "certificates-2019"]
ELEVEN = (
    "affair", "form", "mechanism", "plaque", "channel", "appraisal", "certificate", "pledge", "trace", "veto",
    "liability",
)  # fmt: skip


def recorded(kind: str, title: str, clause: str, *items: str, code: str = "ZZ", **more: object) -> ListFile:
    """A whole list as a steward would record it for this city."""
    listed = [{"id": f"{number:02d}", "title": item} for number, item in enumerate(items, start=1)]
    return ListFile.model_validate(
        {
            "id": f"recorded-{kind.replace('_', '-')}-{code.lower()}", "code": code, "kind": kind, "title": title,
            "issuer": "市委社会工委市民政局", "document": title, "clause": clause, "complete": True, "items": listed,
            **more,
        }
    )  # fmt: skip


# ---- the document ----
def test_the_pack_names_the_drafting_bodies_and_is_a_draft_without_a_date() -> None:
    head = chain_of(PACK)[0].header
    assert head.document.status == "draft"
    assert (head.document.decided, head.document.effective, head.document.number) == (None, None, None)
    drafting = {(body.role, body.body) for body in head.bodies if body.clause == "BJ-01"}
    assert drafting == {
        ("lead", "市委社会工委市民政局"), ("joint", "市委组织部"), ("joint", "市委农工委市农业农村局"),
        ("joint", "市政务服务局"),
    }  # fmt: skip
    assert {basis.number for basis in head.document.basis} == {"厅字〔2022〕28号"}


@pytest.mark.parametrize("kind", ELEVEN)
def test_a_draft_says_so_on_every_verdict(kind: str) -> None:
    for place in (VILLAGE, COMMUNITY):
        verdict = ask(PACK, kind, "某项要求", **place)
        assert verdict.pack_status == "draft"
        assert "征求意见稿" in verdict.summary
        assert "征求意见稿" in verdict.reasons[-1].text


def test_every_clause_stands_in_the_pack() -> None:
    clauses = chain_of(PACK)[0].clauses
    assert [clause.id for clause in clauses] == [f"BJ-{number:02d}" for number in range(1, 56)]
    assert all(clause.implemented_by for clause in clauses if clause.class_ == "decision")


@pytest.mark.clause("BJ-03", "BJ-09", "BJ-10", "BJ-11", "BJ-12", "BJ-13")
def test_the_lists_and_catalogues_are_named_and_none_is_made_up() -> None:
    own = chain_of(PACK)[0]
    named = {entry.title: entry.on_record for entry in own.header.lists}
    for title in (
        "社区组织工作职责清单", "村级组织工作事务清单", "社区和村级组织填报表格（系统）保留清单",
        "社区和村级评比表彰和创建示范活动目录", "社区和村级工作机制牌子保留目录",
        "社区和村级组织代办的政务服务事项清单", "社区和村级组织公共事务和公益服务事项清单",
    ):  # fmt: skip
        assert named[title] == "missing"
    assert {each.kind for each in own.lists} == {"certificate_retained"}


def test_the_way_to_ask_names_the_leading_group_s_office_and_that_the_method_is_not_seen() -> None:
    verdict = ask(PACK, "affair", "统计商铺水电费", **VILLAGE)
    assert "市社会建设工作领导小组办公室" in verdict.next_step
    assert "没有写明具体步骤" in verdict.next_step
    assert "办法还没有见到" in verdict.next_step


# ---- tasks, mechanisms, plaques, forms ----

OFF_LIST = [
    ("affair", "统计商铺水电费", "BJ-19"),
    ("mechanism", "成立反诈工作专班", "BJ-20"),
    ("plaque", "警务室", "BJ-21"),
    ("plaque", "社区工作站", "BJ-21"),
    ("form", "农业生产进度周报", "BJ-22"),
    ("appraisal", "创建平安社区", "BJ-23"),
]


@pytest.mark.clause("BJ-17", "BJ-19", "BJ-20", "BJ-21", "BJ-22", "BJ-23")
@pytest.mark.parametrize(("kind", "title", "clause"), OFF_LIST)
@pytest.mark.parametrize("place", [VILLAGE, COMMUNITY])
def test_what_the_missing_lists_would_decide_is_undecided_and_names_the_list(
    kind: str, title: str, clause: str, place: dict[str, FactValue]
) -> None:
    facts: dict[str, FactValue] = {"issuer_level": "province", "issuer_type": "party_government", **place}
    verdict = ask(PACK, kind, title, own_authority=False, transferred_from="none", location="outside", **facts)
    assert verdict.outcome is UNDECIDED
    assert clause in deciding(verdict)
    assert "还没有" in verdict.summary


@pytest.mark.clause("BJ-20", "BJ-21", "BJ-22", "BJ-23", "BJ-13", "BJ-11", "BJ-12")
@pytest.mark.parametrize(
    ("kind", "off", "on", "naming", "clause"),
    [
        ("mechanism", "反诈工作专班", "人民调解委员会", "BJ-13", "BJ-20"),
        ("plaque", "乡村振兴驿站", "警务室", "BJ-13", "BJ-21"),
        ("form", "大棚面积统计", "农业生产进度表", "BJ-11", "BJ-22"),
    ],
)
def test_with_the_list_what_stands_on_it_may_be_asked_and_the_rest_not(
    kind: str, off: str, on: str, naming: str, clause: str
) -> None:
    title = next(entry.title for entry in chain_of(PACK)[0].header.lists if entry.kind == kind)
    known = book_with(PACK, (recorded(kind, title, naming, on),))
    assert ask(PACK, kind, on, rulebook=known, **VILLAGE).outcome is LISTED
    refused = ask(PACK, kind, off, rulebook=known, **VILLAGE)
    assert refused.outcome is FORBIDDEN
    assert clause in deciding(refused)


@pytest.mark.clause("BJ-19", "BJ-09", "BJ-10")
def test_the_community_s_duties_permit_nothing_in_a_village() -> None:
    duties = recorded("duty", "社区组织工作职责清单", "BJ-09", "组织居民议事", units=["community"])
    known = book_with(PACK, (duties,))
    assert ask(PACK, "affair", "组织居民议事", own_authority=False, rulebook=known, **COMMUNITY).outcome is LISTED
    assert ask(PACK, "affair", "组织居民议事", own_authority=False, rulebook=known, **VILLAGE).outcome is UNDECIDED


@pytest.mark.clause("BJ-19")
def test_what_the_law_itself_obliges_needs_no_local_list() -> None:
    wanted = "入户做禁毒宣传教育和防范措施"
    said: dict[str, FactValue] = {"basis": "law", "own_authority": False, "transferred_from": "none", **VILLAGE}
    proven = ask(PACK, "affair", wanted, basis_text="《禁毒法》第十七条", **said)
    assert proven.outcome is LISTED
    assert "法定事项" in proven.summary
    claimed = ask(PACK, "affair", "统计商铺水电费", basis_text="《某某办法》第三条", **said)
    assert claimed.outcome is CONDITIONAL
    assert "待核依据" in claimed.summary
    by_letter = ask(PACK, "affair", "统计商铺水电费", **{**said, "basis": "city"})
    assert by_letter.outcome is UNDECIDED
    assert "BJ-19" in deciding(by_letter)


@pytest.mark.clause("BJ-22", "BJ-11")
def test_a_reporting_system_counts_like_a_form() -> None:
    verdict = ask(PACK, "channel", "在统计平台注册账号填报", **OFFICE, **VILLAGE)
    assert verdict.outcome is UNDECIDED
    assert "BJ-22" in deciding(verdict)


@pytest.mark.clause("BJ-33")
def test_apps_of_communities_wait_for_the_clean_up_and_villages_are_not_named() -> None:
    in_community = ask(PACK, "channel", "安装反诈宣传APP", **OFFICE, **COMMUNITY)
    assert in_community.outcome is UNDECIDED
    assert deciding(in_community) == {"BJ-33"}
    in_village = ask(PACK, "channel", "安装反诈宣传APP", **OFFICE, **VILLAGE)
    assert in_village.outcome is UNDECIDED
    assert any("没有写明" in reason.text and reason.clause == "BJ-33" for reason in in_village.reasons)


# ---- appraisals ----


@pytest.mark.clause("BJ-24")
def test_the_street_or_town_may_appraise_comprehensively() -> None:
    verdict = ask(PACK, "appraisal", "2026年度社区综合性考评", **TOWN, **COMMUNITY)
    assert verdict.outcome is LISTED
    assert deciding(verdict) == {"BJ-24"}


@pytest.mark.clause("BJ-23", "BJ-24")
def test_a_department_s_own_appraisal_is_no_comprehensive_one() -> None:
    verdict = ask(PACK, "appraisal", "2026年度社区综合性考评", **OFFICE, **VILLAGE)
    assert verdict.outcome is UNDECIDED
    assert "BJ-23" in deciding(verdict)
    by_town = ask(PACK, "appraisal", "评选最美楼门", **TOWN, **VILLAGE)
    assert by_town.outcome is UNDECIDED
    assert "BJ-23" in deciding(by_town)


# ---- certificates ----


@pytest.mark.clause("BJ-44")
@pytest.mark.parametrize("basis", ["none", "law", "regulation", "rule", "state_council", "central", "province", "city"])
@pytest.mark.parametrize("level", ["province", "county", "town"])
def test_the_city_s_offices_may_ask_for_no_certificate_whatever_the_basis(basis: str, level: str) -> None:
    verdict = ask(
        PACK, "certificate", CERTIFICATE, demander="party_government", basis=basis, issuer_level=level, **VILLAGE
    )
    assert verdict.outcome is FORBIDDEN
    assert deciding(verdict) == {"BJ-44"}
    assert "自己核查" in verdict.next_step


@pytest.mark.clause("BJ-44")
@pytest.mark.parametrize("title", [item.title for item in COMMUNITY_FOUR])
def test_nor_one_that_the_2019_directory_still_kept(title: str) -> None:
    verdict = ask(PACK, "certificate", title, demander="party_government", **COMMUNITY)
    assert verdict.outcome is FORBIDDEN
    assert "BJ-44" in deciding(verdict)


@pytest.mark.clause("BJ-44")
def test_the_ban_is_on_offices_of_the_city_only_and_the_demander_must_be_known() -> None:
    central = ask(PACK, "certificate", CERTIFICATE, demander="party_government", issuer_level="central", **VILLAGE)
    assert central.outcome is UNDECIDED
    unknown = ask(PACK, "certificate", CERTIFICATE, **VILLAGE)
    assert unknown.outcome is UNDECIDED
    assert "demander" in unknown.missing_facts
    assert "BJ-44" in cited(unknown)


@pytest.mark.clause("BJ-45")
@pytest.mark.parametrize("demander", ["enterprise", "court", "individual"])
def test_others_certificates_wait_for_the_way_of_handling_them(demander: str) -> None:
    facts: dict[str, FactValue] = {"demander": demander, "within_duty": True, "verifiable": True, **VILLAGE}
    verdict = ask(PACK, "certificate", CERTIFICATE, **facts)
    assert verdict.outcome is UNDECIDED
    assert deciding(verdict) == {"BJ-45"}
    assert "市民政局" in verdict.next_step


def test_the_2019_directory_holds_four_items_for_communities() -> None:
    assert len(COMMUNITY_FOUR) == 4
    for item in COMMUNITY_FOUR:
        in_community = ask(PACK, "certificate", item.title, demander="individual", **COMMUNITY)
        assert in_community.outcome is LISTED
        assert "BJ-06" in deciding(in_community)
        in_village = ask(PACK, "certificate", item.title, demander="individual", **VILLAGE)
        assert in_village.outcome in {UNDECIDED, UNLISTED}


@pytest.mark.clause("BJ-47")
def test_where_local_law_and_the_national_barred_list_conflict_both_are_shown() -> None:
    by_law = ask(PACK, "certificate", "养犬条件证明", demander="individual", **VILLAGE)
    assert by_law.outcome is CONDITIONAL
    assert deciding(by_law) == {"BJ-47"}
    assert any("与它不一致" in reason.text and reason.clause == "BJ-45" for reason in by_law.reasons)
    barred = ask(PACK, "certificate", "居民养犬证明", demander="individual", **VILLAGE)
    assert barred.outcome is FORBIDDEN
    assert {"CN-01", "BJ-45", "BJ-47"} <= cited(barred)


@pytest.mark.clause("CN-01")
@pytest.mark.parametrize("demander", ["party_government", "enterprise", "individual"])
def test_a_barred_certificate_is_barred_whoever_asks(demander: str) -> None:
    verdict = ask(PACK, "certificate", "亲属关系证明", demander=demander, **VILLAGE)
    assert verdict.outcome is FORBIDDEN
    assert "CN-01" in deciding(verdict)


# ---- what the note does not speak of ----


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("pledge", "签订秸秆禁烧责任书"),
        ("trace", "每天上传巡查照片"),
        ("veto", "信访一票否决"),
        ("liability", "村委会是安全生产责任主体"),
    ],
)
def test_what_the_note_does_not_speak_of_is_undecided_in_a_village(kind: str, title: str) -> None:
    verdict = ask(PACK, kind, title, frequency="daily", **VILLAGE)
    assert verdict.outcome is UNDECIDED
    assert "未作规定" in verdict.summary


@pytest.mark.clause("CN-06")
def test_in_a_community_the_national_ban_on_vetoes_holds() -> None:
    assert ask(PACK, "veto", "信访一票否决", **COMMUNITY).outcome is FORBIDDEN
