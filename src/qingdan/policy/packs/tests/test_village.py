"""``village.yaml``: what the five places say about certificates that are not kept, safeguards, guides and seals."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingdan.policy.packs.compiling import compile_pack
from qingdan.policy.packs.reading import library_packs, pack_from_content
from qingdan.policy.packs.tests.packs import changed, problems_of
from qingdan.policy.packs.validation import resolve_chain
from qingdan.policy.packs.village import VillageRules, village_rules
from qingdan.policy.packs.village_specs import VillageFile


def rules_of(pack: str) -> VillageRules:
    packs = library_packs()
    return compile_pack(resolve_chain(packs[pack], packs)).village


@pytest.mark.parametrize(
    ("pack", "regime", "demander", "way"),
    [
        ("ninghe", "barred", "enterprise", "report_to_town"),
        ("ninghe", "neither", None, "report_to_town"),
        ("changchun", "barred", "enterprise", "refuse"),
        ("changchun", "cancelled", "individual", "refuse"),
        ("changchun", "neither", "enterprise", "issue"),
        ("changchun", "neither", "party_government", "refuse"),
        ("anshan", "barred", "enterprise", "refuse"),
        ("anshan", "cancelled", "enterprise", "issue"),
        ("anshan", "neither", None, "refuse"),
        ("kongtong", "neither", "enterprise", "admit_kind"),
        ("kongtong", "barred", "party_government", "refuse"),
        ("beijing", "neither", "party_government", "refuse"),
        ("beijing", "neither", "enterprise", "refer"),
        ("cn", "neither", "enterprise", "refuse"),
    ],
)
def test_what_is_done_for_who_still_needs_it(pack: str, regime: str, demander: str | None, way: str) -> None:
    row = rules_of(pack).way_for(regime, demander, "收入情况说明")
    assert row is not None
    assert row.way == way
    assert row.clauses or row.source == "product"


def test_a_kept_kind_needs_no_way() -> None:
    assert rules_of("ninghe").way_for("retained", "party_government", "居住证明") is None
    assert rules_of("beijing").way_for("retained", "enterprise", "居住证明") is None


def test_a_row_for_the_bodies_of_a_city_does_not_fit_one_above() -> None:
    beijing = rules_of("beijing")
    (local, unknown, central) = (beijing.way_for("neither", "party_government", "某证明", level) for level in ("county", None, "central"))  # fmt: skip
    assert local is not None and local.way == "refuse"
    assert unknown is not None and unknown.way == "refuse"
    assert central is not None and central.way == "refer"


def test_safeguards_follow_the_nearest_document() -> None:
    both = rules_of("anshan").safeguards_for(public_interest=True, legal_risk=True)
    assert [row.needs for row in both] == [
        ["deliberation", "head_signature"],
        ["investigation", "deliberation", "assessment", "prevention"],
    ]
    (changchun,) = rules_of("changchun").safeguards_for(public_interest=False, legal_risk=True)
    assert changchun.may_need == ["meeting"]
    assert rules_of("kongtong").safeguards_for(public_interest=False, legal_risk=False) == ()
    (inherited,) = rules_of("kongtong").safeguards_for(public_interest=True, legal_risk=False)
    assert inherited.source == "product"


def test_channels_levels_and_periods() -> None:
    assert [row.title for row in rules_of("kongtong").channels] == ["政府门户网站", "政务服务平台", "服务场所"]
    assert len(rules_of("anshan").channels) == 5
    assert rules_of("beijing").guide_levels == {"province"}
    assert rules_of("ninghe").days_kept("appointment") == 30
    assert rules_of("ninghe").days_kept("seal_log") is None


def test_a_row_for_single_kinds_fits_only_these() -> None:
    row = {"regimes": ["neither"], "titles": ["居住 证明"], "way": "refer", "says": "请查询。", "source": "product"}
    rules = village_rules([VillageFile.model_validate({"certificates": {"needed_anyway": [row]}})])
    assert rules.way_for("neither", None, "居住证明") is not None
    assert rules.way_for("neither", None, "收入证明") is None


def test_a_pack_keeps_its_settings_in_the_database_and_its_hash_without_them() -> None:
    pack = library_packs()["ninghe"]
    assert pack_from_content(pack.content) == pack
    assert "village" not in pack_from_content({k: v for k, v in pack.content.items() if k != "village"}).content


@pytest.mark.parametrize(
    ("words", "replacement", "says"),
    [
        ("way: issue", "way: fly", "way"),
        ("clauses: [SD-02]", "clauses: [SD-99]", "没有 SD-99 这一条"),
        (", clauses: [SD-02]", "", "要写依据的条款"),
    ],
)
def test_bad_settings_are_named_with_their_line(tmp_path: Path, words: str, replacement: str, says: str) -> None:
    (problem,) = problems_of(changed(tmp_path, ("village.yaml", words, replacement)))
    assert str(problem).startswith("village.yaml:3: ")
    assert says in str(problem)


def test_a_period_stands_once_and_a_seal_parts_two_people(tmp_path: Path) -> None:
    row = "  - {what: appointment, days: 7, source: product}"
    seals = "seals: {separations: [{persons: [keeper, keeper], source: product}]}"
    folder = changed(tmp_path, ("village.yaml", row, f"{row}\n{row}\n{seals}"))
    assert [problem.message for problem in problems_of(folder)] == [
        "保存期限“appointment”用了不止一次（第 5 行已经用过）。", "要写两个不同的人。",
    ]  # fmt: skip
