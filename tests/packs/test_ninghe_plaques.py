"""宁河: working bodies, posts and plaques."""

from __future__ import annotations

import pytest

from qingdan.policy.gate.model import FactValue
from tests.packs.support import (
    COMMUNITY,
    CONDITIONAL,
    FORBIDDEN,
    LISTED,
    UNDECIDED,
    UNLISTED,
    VILLAGE,
    ask,
    cited,
    deciding,
)

OUTSIDE: dict[str, FactValue] = {"location": "outside"}
DISTRICT_OFFICE: dict[str, FactValue] = {"issuer_level": "county", "issuer_type": "department"}


# ---- mechanisms ----


@pytest.mark.clause("NH-43")
def test_a_new_working_body_needs_the_municipality_not_the_district() -> None:
    wanted = "成立反诈工作专班"
    assert "NH-43" in deciding(ask("ninghe", "mechanism", wanted, **DISTRICT_OFFICE, **VILLAGE))
    district = ask("ninghe", "mechanism", wanted, consent_of="区委、区政府", **VILLAGE)
    assert district.outcome is FORBIDDEN
    municipal = ask("ninghe", "mechanism", wanted, consent_of="市委、市政府", **VILLAGE)
    assert municipal.outcome is not FORBIDDEN
    by_law = ask("ninghe", "mechanism", wanted, basis="law", **VILLAGE)
    assert by_law.outcome is not FORBIDDEN


@pytest.mark.clause("NH-44")
def test_a_dedicated_post_needs_the_same_consent() -> None:
    wanted = "每村配备专职人员1名"
    assert "NH-44" in deciding(ask("ninghe", "mechanism", wanted, **VILLAGE))
    consented = ask("ninghe", "mechanism", wanted, consent_of="市委、市政府", within_duty=False, **VILLAGE)
    assert "NH-44" not in deciding(consented)


@pytest.mark.clause("NH-46")
def test_what_a_standing_organisation_can_carry_gets_no_body_of_its_own() -> None:
    asked: dict[str, FactValue] = {"consent_of": "市委、市政府", **VILLAGE}
    carried = ask("ninghe", "mechanism", "设立移风易俗工作站", within_duty=True, **asked)
    assert carried.outcome is FORBIDDEN
    assert deciding(carried) == {"NH-46"}
    assert any(reason.strength == "in_principle" for reason in carried.reasons)
    assert ask("ninghe", "mechanism", "设立移风易俗工作站", within_duty=False, **asked).outcome is UNDECIDED


@pytest.mark.clause("NH-48")
def test_who_must_set_up_a_body_by_law_also_provides_for_it() -> None:
    verdict = ask("ninghe", "mechanism", "配备儿童主任", basis="law", funding=False, **VILLAGE)
    assert any(reason.clause == "NH-48" and reason.outcome is CONDITIONAL for reason in verdict.reasons)
    provided = ask("ninghe", "mechanism", "配备儿童主任", basis="law", funding=True, **VILLAGE)
    assert "NH-48" not in cited(provided)


@pytest.mark.clause("NH-49")
def test_the_cost_is_not_put_on_the_village() -> None:
    wanted = "设立矛盾调解中心，经费由村自筹"
    verdict = ask("ninghe", "mechanism", wanted, consent_of="市委、市政府", within_duty=False, **VILLAGE)
    assert deciding(verdict) == {"NH-49"}


@pytest.mark.clause("NH-39")
def test_a_task_is_not_given_by_setting_up_a_body_and_hanging_its_plaque() -> None:
    assert "NH-39" in deciding(ask("ninghe", "mechanism", "各村成立乡村振兴工作站并挂牌", **VILLAGE))


# ---- plaques ----

VILLAGE_SET = ["村党组织", "村民委员会", "村集体经济组织", "村务监督委员会"]
COMMUNITY_SET = ["社区党组织", "居民委员会", "社区工作站", "居务监督委员会"]


@pytest.mark.clause("NH-61")
@pytest.mark.parametrize("title", ["警务室", "新时代文明实践站", "宁河区××村警务室"])
def test_the_two_marks_may_hang_outside(title: str) -> None:
    for place in (VILLAGE, COMMUNITY):
        verdict = ask("ninghe", "plaque", title, **OUTSIDE, **place)
        assert verdict.outcome is LISTED
        assert deciding(verdict) == {"NH-61"}


@pytest.mark.clause("NH-58")
def test_the_horizontal_plaque_may_hang_outside() -> None:
    verdict = ask("ninghe", "plaque", "××村党群服务中心", **OUTSIDE, **VILLAGE)
    assert verdict.outcome is LISTED
    assert deciding(verdict) == {"NH-58"}


@pytest.mark.clause("NH-59")
@pytest.mark.parametrize("title", [*VILLAGE_SET, "村委会", "股份经济合作社", "党支部"])
def test_the_four_vertical_plaques_of_a_village(title: str) -> None:
    verdict = ask("ninghe", "plaque", title, **OUTSIDE, **VILLAGE)
    assert verdict.outcome is LISTED
    assert deciding(verdict) == {"NH-59"}


@pytest.mark.clause("NH-60")
@pytest.mark.parametrize("title", [*COMMUNITY_SET, "居委会"])
def test_the_four_vertical_plaques_of_a_community(title: str) -> None:
    verdict = ask("ninghe", "plaque", title, **OUTSIDE, **COMMUNITY)
    assert verdict.outcome is LISTED
    assert deciding(verdict) == {"NH-60"}


@pytest.mark.clause("NH-57", "NH-59")
def test_a_community_s_plaque_does_not_hang_at_a_village() -> None:
    verdict = ask("ninghe", "plaque", "社区工作站", **OUTSIDE, **VILLAGE)
    assert verdict.outcome is FORBIDDEN
    assert deciding(verdict) == {"NH-57"}


@pytest.mark.clause("NH-60")
@pytest.mark.parametrize("title", ["村民委员会", "村务监督委员会"])
def test_a_village_s_plaque_does_not_hang_at_a_community(title: str) -> None:
    assert ask("ninghe", "plaque", title, **OUTSIDE, **COMMUNITY).outcome in {FORBIDDEN, CONDITIONAL, UNLISTED}
    assert ask("ninghe", "plaque", title, **OUTSIDE, **COMMUNITY).outcome is not LISTED


@pytest.mark.clause("NH-57")
def test_any_other_plaque_outside_is_refused_in_principle_with_who_could_allow_it() -> None:
    verdict = ask("ninghe", "plaque", "乡村振兴驿站", **OUTSIDE, **VILLAGE)
    assert verdict.outcome is FORBIDDEN
    assert deciding(verdict) == {"NH-57"}
    assert "区民政局" in verdict.summary


@pytest.mark.clause("NH-57")
def test_where_it_hangs_is_asked_before_anything_is_said() -> None:
    verdict = ask("ninghe", "plaque", "警务室", **VILLAGE)
    assert verdict.outcome is not LISTED
    assert "location" in verdict.missing_facts


@pytest.mark.clause("NH-56")
def test_a_body_s_plaque_inside_waits_for_annex_4() -> None:
    verdict = ask("ninghe", "plaque", "金融服务站", location="inside", **VILLAGE)
    assert verdict.outcome is UNDECIDED
    assert "NH-56" in deciding(verdict)


@pytest.mark.clause("NH-62", "NH-63", "NH-64", "NH-66")
@pytest.mark.parametrize(
    ("title", "clause"),
    [
        ("集成式服务功能指引标牌", "NH-62"),
        ("综合服务机构标牌", "NH-63"),
        ("功能区简明标牌", "NH-64"),
        ("图书室", "NH-64"),
        ("村规民约", "NH-66"),
    ],
)
def test_inside_a_village_arranges_its_own_signs(title: str, clause: str) -> None:
    verdict = ask("ninghe", "plaque", title, location="inside", **VILLAGE)
    assert verdict.outcome is LISTED
    assert deciding(verdict) == {clause}


@pytest.mark.clause("NH-69")
def test_honours_are_shown_together_not_hung_outside() -> None:
    assert "NH-69" in deciding(ask("ninghe", "plaque", "平安示范村牌匾", **OUTSIDE, **VILLAGE))
