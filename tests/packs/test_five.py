"""One question, five jurisdictions: where their documents differ, the answers differ, each with its own citation."""

from __future__ import annotations

import pytest

from qingdan.policy.gate.model import FactValue, Outcome
from tests.packs.support import (
    COMMUNITY,
    CONDITIONAL,
    FORBIDDEN,
    LISTED,
    UNDECIDED,
    VILLAGE,
    ask,
    cited,
)

FIVE = ("ninghe", "changchun", "beijing", "kongtong", "anshan")
OFFICE: dict[str, FactValue] = {"issuer_level": "county", "issuer_type": "department"}
CERTIFICATE = "租住情况说明"
Expected = tuple[Outcome, str | None]


def answers(kind: str, title: str, facts: dict[str, FactValue], frequency: str | None = None) -> dict[str, Expected]:
    """Each pack's outcome and the clause of its first reason."""
    verdicts = {pack: ask(pack, kind, title, frequency=frequency, **facts) for pack in FIVE}
    return {pack: (verdict.outcome, verdict.reasons[0].clause) for pack, verdict in verdicts.items()}


def outcomes(kind: str, title: str, facts: dict[str, FactValue], frequency: str | None = None) -> list[Outcome]:
    """Each pack's outcome, in the order of FIVE."""
    return [outcome for outcome, _clause in answers(kind, title, facts, frequency).values()]


@pytest.mark.clause("NH-61", "AS-44", "AS-45", "KT-34")
def test_a_police_room_s_plaque_outside() -> None:
    facts: dict[str, FactValue] = {"location": "outside", **VILLAGE}
    found = answers("plaque", "警务室", facts)
    assert found["ninghe"] == (LISTED, "NH-61")
    assert found["anshan"] == (FORBIDDEN, "AS-44")
    for silent in ("changchun", "beijing", "kongtong"):
        assert found[silent][0] in {UNDECIDED, CONDITIONAL}
    assert "KT-34" in cited(ask("kongtong", "plaque", "警务室", **facts))
    assert ask("anshan", "plaque", "警务室", location="inside", **VILLAGE).outcome is LISTED


@pytest.mark.clause("NH-57", "NH-60")
def test_a_community_work_station_s_plaque_at_a_village_and_at_a_community() -> None:
    at_village = answers("plaque", "社区工作站", {"location": "outside", **VILLAGE})
    at_community = answers("plaque", "社区工作站", {"location": "outside", **COMMUNITY})
    assert at_village["ninghe"] == (FORBIDDEN, "NH-57")
    assert at_community["ninghe"] == (LISTED, "NH-60")
    assert at_village["anshan"] == at_community["anshan"] == (FORBIDDEN, "AS-44")


@pytest.mark.clause("NH-35", "AS-80", "AS-81")
def test_a_weekly_agricultural_form() -> None:
    facts: dict[str, FactValue] = {"topic": "agriculture", "transferred_from": "none", **OFFICE, **VILLAGE}
    found = answers("form", "农业生产进度周报", facts, "weekly")
    assert found["ninghe"] == (UNDECIDED, "NH-35")
    assert found["anshan"] == (CONDITIONAL, "AS-80")
    assert [found[pack][0] for pack in ("changchun", "beijing", "kongtong")] == [UNDECIDED] * 3


@pytest.mark.clause("CC-09a", "NH-37")
def test_an_app_that_a_city_department_extends_to_villages() -> None:
    facts: dict[str, FactValue] = {"issuer_level": "city", "issuer_type": "department", **VILLAGE}
    found = answers("channel", "安装反诈宣传APP", facts)
    assert found["changchun"] == (FORBIDDEN, "CC-09a")
    assert [found[pack][0] for pack in FIVE if pack != "changchun"] == [UNDECIDED] * 4
    consented = ask("changchun", "channel", "安装反诈宣传APP", consent_of="市委、市政府", **facts)
    assert consented.outcome is not FORBIDDEN


@pytest.mark.clause("NH-43", "CC-15", "AS-41")
def test_a_new_working_body() -> None:
    found = answers("mechanism", "成立反诈工作专班", {**OFFICE, **VILLAGE})
    assert found["ninghe"] == (FORBIDDEN, "NH-43")
    assert found["changchun"] == (FORBIDDEN, "CC-15")
    assert found["anshan"] == (FORBIDDEN, "AS-41")
    assert found["beijing"][0] is UNDECIDED
    assert found["kongtong"][0] in {UNDECIDED, CONDITIONAL}


@pytest.mark.clause("CN-01")
def test_a_barred_certificate_is_barred_in_all_five() -> None:
    assert outcomes("certificate", "亲属关系证明", {"demander": "enterprise", **VILLAGE}) == [FORBIDDEN] * 5


@pytest.mark.clause("BJ-44")
def test_in_beijing_no_office_may_ask_for_a_certificate_even_with_a_law() -> None:
    facts: dict[str, FactValue] = {"demander": "party_government", "basis": "law", **VILLAGE}
    found = answers("certificate", CERTIFICATE, facts)
    assert found["beijing"] == (FORBIDDEN, "BJ-44")
    assert all(found[pack][0] is not FORBIDDEN for pack in FIVE if pack != "beijing")


@pytest.mark.clause("NH-74", "CC-26", "KT-47", "AS-61")
def test_a_certificate_on_no_list_but_verifiable() -> None:
    facts: dict[str, FactValue] = {"demander": "enterprise", "within_duty": True, "verifiable": True, **VILLAGE}
    found = answers("certificate", CERTIFICATE, facts)
    assert found["changchun"] == (LISTED, "CC-26")
    assert found["anshan"] == (LISTED, "AS-61")
    assert [found[pack][0] for pack in ("ninghe", "beijing", "kongtong")] == [UNDECIDED] * 3
    assert "镇街" in ask("ninghe", "certificate", CERTIFICATE, **facts).next_step
    assert "纳入清单" in ask("kongtong", "certificate", CERTIFICATE, **facts).next_step


@pytest.mark.clause("CC-11a", "KT-19", "AS-39", "CN-06")
def test_a_one_vote_veto_at_a_village_and_at_a_community() -> None:
    found = answers("veto", "信访一票否决", VILLAGE)
    assert found["changchun"] == (FORBIDDEN, "CC-11a")
    assert found["anshan"] == (FORBIDDEN, "AS-39")
    assert found["kongtong"] == (CONDITIONAL, "KT-19")
    assert [found[pack][0] for pack in ("ninghe", "beijing")] == [UNDECIDED] * 2
    assert outcomes("veto", "信访一票否决", COMMUNITY) == [FORBIDDEN] * 5


@pytest.mark.clause("CC-03b")
def test_a_responsibility_letter() -> None:
    found = answers("pledge", "签订秸秆禁烧责任书", VILLAGE)
    assert found["changchun"] == (FORBIDDEN, "CC-03b")
    assert [found[pack][0] for pack in FIVE if pack != "changchun"] == [UNDECIDED] * 4


@pytest.mark.clause("NH-38")
def test_daily_photo_proof() -> None:
    found = answers("trace", "每天上传巡查照片", VILLAGE, "daily")
    assert found["ninghe"] == (FORBIDDEN, "NH-38")
    assert [found[pack][0] for pack in FIVE if pack != "ninghe"] == [UNDECIDED] * 4


def test_a_claimed_statute_is_checked_everywhere_and_excuses_no_photo_proof() -> None:
    facts: dict[str, FactValue] = {
        "basis": "law", "basis_text": "《某某管理办法》第三条", "own_authority": False, "transferred_from": "none",
        **OFFICE, **VILLAGE,
    }  # fmt: skip
    for pack in FIVE:
        verdict = ask(pack, "affair", "统计商铺水电费", **facts)
        assert any("待核依据" in reason.text for reason in verdict.reasons)
        assert verdict.outcome is not LISTED
    assert ask("ninghe", "trace", "每天上传巡查照片", **facts).outcome is FORBIDDEN


def test_a_stated_emergency_needs_a_duty_officer_s_record_everywhere_or_passes_alike() -> None:
    found = outcomes("affair", "转移危房群众", {"emergency": True, "own_authority": False, **VILLAGE})
    assert len(set(found)) == 1


def test_a_draft_says_so_on_every_verdict() -> None:
    for pack in FIVE:
        verdict = ask(pack, "veto", "信访一票否决", **COMMUNITY)
        assert (verdict.pack_status == "draft") is (pack in {"changchun", "beijing"})
        assert ("征求意见稿" in verdict.summary) is (verdict.pack_status == "draft")
