"""One question, five jurisdictions: where their documents differ, the answers differ, each with its own citation."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from qingdan.policy.gate.model import FactValue, Kind, Outcome
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
    cited,
    deciding,
    items_of,
)

FIVE = ("ninghe", "changchun", "beijing", "kongtong", "anshan")
COUNTY_OFFICE: dict[str, FactValue] = {"issuer_level": "county", "issuer_type": "department"}
CITY_OFFICE: dict[str, FactValue] = {"issuer_level": "city", "issuer_type": "department"}
OUTSIDE: dict[str, FactValue] = {"location": "outside"}
WITH_A_WAY_ON = {UNDECIDED, UNLISTED, CONDITIONAL}
Facts = dict[str, FactValue]


@dataclass(frozen=True)
class Answer:
    """What one pack must answer: the outcome, the clause that must be cited, and words of the next step."""

    outcome: Outcome
    clause: str | None = None
    next_step: str = ""


@dataclass(frozen=True)
class Question:
    """The same demand for all five, with the answer of each in the order of FIVE."""

    name: str
    kind: str
    title: str
    facts: Facts
    answers: tuple[Answer, Answer, Answer, Answer, Answer]
    frequency: str | None = None
    proves: tuple[str, ...] = field(default=())


TABLE = (
    Question(
        "a police room's plaque outside a village",
        "plaque",
        "警务室",
        {**OUTSIDE, **VILLAGE},
        (
            Answer(LISTED, "NH-61"),
            Answer(UNDECIDED, "CC-21"),
            Answer(UNDECIDED, "BJ-21"),
            Answer(UNDECIDED, "KT-34"),
            Answer(FORBIDDEN, "AS-44"),
        ),
        proves=("NH-61", "CC-21", "BJ-21", "KT-34", "AS-44"),
    ),
    Question(
        "a community work station's plaque on a village's house",
        "plaque",
        "社区工作站",
        {**OUTSIDE, **VILLAGE},
        (
            Answer(FORBIDDEN, "NH-57"),
            Answer(UNDECIDED, "CC-21"),
            Answer(UNDECIDED, "BJ-21"),
            Answer(UNDECIDED, "KT-34"),
            Answer(FORBIDDEN, "AS-44"),
        ),
        proves=("NH-57", "CC-21", "BJ-21", "KT-34", "AS-44"),
    ),
    Question(
        "a community work station's plaque on a community's house",
        "plaque",
        "社区工作站",
        {**OUTSIDE, **COMMUNITY},
        (
            Answer(LISTED, "NH-60"),
            Answer(UNDECIDED, "CC-21"),
            Answer(UNDECIDED, "BJ-21"),
            Answer(UNDECIDED),
            Answer(FORBIDDEN, "AS-44"),
        ),
        proves=("NH-60", "CC-21", "BJ-21", "AS-44"),
    ),
    Question(
        "a weekly agricultural form",
        "form",
        "农业生产进度周报",
        {"topic": "agriculture", "transferred_from": "none", **COUNTY_OFFICE, **VILLAGE},
        (
            Answer(UNDECIDED, "NH-35"),
            Answer(UNDECIDED, "CC-08"),
            Answer(UNDECIDED, "BJ-22"),
            Answer(UNDECIDED, "KT-16"),
            Answer(CONDITIONAL, "AS-80"),
        ),
        frequency="weekly",
        proves=("NH-35", "CC-08", "BJ-22", "AS-80"),
    ),
    Question(
        "an app that a city department extends to villages",
        "channel",
        "安装反诈宣传APP",
        {**CITY_OFFICE, **VILLAGE},
        (
            Answer(UNDECIDED, "NH-37"),
            Answer(FORBIDDEN, "CC-09a"),
            Answer(UNDECIDED, "BJ-33"),
            Answer(UNDECIDED, "KT-15"),
            Answer(UNDECIDED),
        ),
        proves=("CC-09a", "BJ-33"),
    ),
    Question(
        "a new working body",
        "mechanism",
        "成立反诈工作专班",
        {"within_duty": False, **COUNTY_OFFICE, **VILLAGE},
        (
            Answer(FORBIDDEN, "NH-43"),
            Answer(FORBIDDEN, "CC-15"),
            Answer(UNDECIDED, "BJ-20"),
            Answer(UNDECIDED),
            Answer(FORBIDDEN, "AS-41"),
        ),
        proves=("NH-43", "CC-15", "BJ-20", "AS-41"),
    ),
    Question(
        "a barred certificate",
        "certificate",
        "亲属关系证明",
        {"demander": "enterprise", **VILLAGE},
        (
            Answer(FORBIDDEN, "CN-01", "公安派出所"),
            Answer(FORBIDDEN, "CC-24a", "公安派出所"),
            Answer(FORBIDDEN, "CN-01", "公安派出所"),
            Answer(FORBIDDEN, "CN-01", "公安派出所"),
            Answer(FORBIDDEN, "CN-01", "公安派出所"),
        ),
        proves=("CN-01", "CC-24a"),
    ),
    Question(
        "a certificate that an office asks for, with a law",
        "certificate",
        "租住情况说明",
        {"demander": "party_government", "basis": "law", **VILLAGE},
        (
            Answer(CONDITIONAL),
            Answer(CONDITIONAL),
            Answer(FORBIDDEN, "BJ-44"),
            Answer(CONDITIONAL),
            Answer(CONDITIONAL),
        ),
        proves=("BJ-44",),
    ),
    Question(
        "a certificate that an office asks for, without a basis",
        "certificate",
        "租住情况说明",
        {"demander": "party_government", "basis": "none", **VILLAGE},
        (
            Answer(FORBIDDEN, "NH-71"),
            Answer(FORBIDDEN, "CC-24"),
            Answer(FORBIDDEN, "BJ-44"),
            Answer(FORBIDDEN, "KT-46"),
            Answer(UNDECIDED, "AS-59"),
        ),
        proves=("NH-71", "CC-24", "BJ-44", "KT-46"),
    ),
    Question(
        "a certificate on no list but verifiable",
        "certificate",
        "租住情况说明",
        {"demander": "enterprise", "within_duty": True, "verifiable": True, **VILLAGE},
        (
            Answer(UNDECIDED, None, "镇街"),
            Answer(LISTED, "CC-26", "据实出具"),
            Answer(UNDECIDED, "BJ-45", "市民政局"),
            Answer(UNDECIDED, None, "纳入清单"),
            Answer(LISTED, "AS-61", "据实出具"),
        ),
        proves=("CC-26", "BJ-45", "KT-47", "AS-61"),
    ),
    Question(
        "a one-vote veto in a village",
        "veto",
        "信访一票否决",
        VILLAGE,
        (
            Answer(UNDECIDED),
            Answer(FORBIDDEN, "CC-11a"),
            Answer(UNDECIDED),
            Answer(CONDITIONAL, "KT-19"),
            Answer(FORBIDDEN, "AS-39"),
        ),
        proves=("CC-11a", "KT-19", "AS-39"),
    ),
    Question(
        "a one-vote veto in a community",
        "veto",
        "信访一票否决",
        COMMUNITY,
        (
            Answer(FORBIDDEN, "CN-06"),
            Answer(FORBIDDEN, "CC-11a"),
            Answer(FORBIDDEN, "CN-06"),
            Answer(FORBIDDEN, "CN-06"),
            Answer(FORBIDDEN, "AS-39"),
        ),
        proves=("CN-06", "CC-11a", "AS-39"),
    ),
    Question(
        "a responsibility letter",
        "pledge",
        "签订秸秆禁烧责任书",
        VILLAGE,
        (
            Answer(UNDECIDED),
            Answer(FORBIDDEN, "CC-03b"),
            Answer(UNDECIDED),
            Answer(UNDECIDED),
            Answer(UNDECIDED),
        ),
        proves=("CC-03b",),
    ),
    Question(
        "daily photo proof",
        "trace",
        "每天上传巡查照片",
        VILLAGE,
        (
            Answer(FORBIDDEN, "NH-38"),
            Answer(UNDECIDED),
            Answer(UNDECIDED),
            Answer(UNDECIDED),
            Answer(UNDECIDED),
        ),
        frequency="daily",
        proves=("NH-38",),
    ),
    Question(
        "responsible for safety at work",
        "liability",
        "村委会是安全生产责任主体",
        VILLAGE,
        (
            Answer(FORBIDDEN, "NH-19"),
            Answer(FORBIDDEN, "CC-03c"),
            Answer(UNDECIDED),
            Answer(UNDECIDED),
            Answer(CONDITIONAL, "AS-32"),
        ),
        proves=("NH-19", "CC-03c"),
    ),
)


@pytest.mark.parametrize(
    "question",
    [pytest.param(question, id=question.name, marks=pytest.mark.clause(*question.proves)) for question in TABLE],
)
def test_the_same_question_in_five_jurisdictions(question: Question) -> None:
    for pack, expected in zip(FIVE, question.answers, strict=True):
        verdict = ask(pack, question.kind, question.title, frequency=question.frequency, **question.facts)
        said = f"{pack}: {verdict.summary}"
        assert verdict.outcome is expected.outcome, said
        if expected.clause:
            decided = expected.outcome in {FORBIDDEN, LISTED}
            assert expected.clause in (deciding(verdict) if decided else cited(verdict)), said
        assert expected.next_step in verdict.next_step, said


def test_every_answer_quotes_the_clause_that_it_cites() -> None:
    for question in TABLE:
        for pack in FIVE:
            verdict = ask(pack, question.kind, question.title, frequency=question.frequency, **question.facts)
            quoted = book(pack).clauses
            for reason in verdict.reasons:
                if reason.clause:
                    assert reason.clause in quoted, f"{pack}: {reason.clause}"
                if reason.clause and reason.strength:
                    assert reason.quote == quoted[reason.clause].text


@pytest.mark.clause("KT-24", "NH-46")
def test_a_new_body_for_what_a_standing_one_can_do() -> None:
    facts: Facts = {"within_duty": True, **COUNTY_OFFICE, **VILLAGE}
    assert "KT-24" in cited(ask("kongtong", "mechanism", "成立反诈工作专班", **facts))
    assert "NH-46" in cited(ask("ninghe", "mechanism", "成立反诈工作专班", **facts))


@pytest.mark.clause("AS-45")
def test_a_police_room_s_plaque_inside_hangs_in_anshan() -> None:
    assert ask("anshan", "plaque", "警务室", location="inside", **VILLAGE).outcome is LISTED


@pytest.mark.clause("CC-09a")
def test_with_consent_the_app_is_no_longer_forbidden() -> None:
    for both in ("市委、市政府", "区委和区政府"):
        consented = ask("changchun", "channel", "安装反诈宣传APP", consent_of=both, **CITY_OFFICE, **VILLAGE)
        assert consented.outcome in WITH_A_WAY_ON
    by_office = ask("changchun", "channel", "安装反诈宣传APP", consent_of="市公安局", **CITY_OFFICE, **VILLAGE)
    assert by_office.outcome is FORBIDDEN


@pytest.mark.clause("NH-43", "CC-15", "AS-41")
def test_a_county_s_consent_lifts_no_ban_on_a_new_body_and_the_city_s_does() -> None:
    for pack in ("ninghe", "changchun", "anshan"):
        county = ask(pack, "mechanism", "成立反诈工作专班", consent_of="区委、区政府", **VILLAGE)
        assert county.outcome is FORBIDDEN, pack
        city = ask(pack, "mechanism", "成立反诈工作专班", consent_of="市委、市政府", within_duty=False, **VILLAGE)
        assert city.outcome in WITH_A_WAY_ON, pack


@pytest.mark.clause("NH-43", "CC-15", "AS-41")
def test_a_law_lifts_the_ban_on_a_new_body_only_where_the_document_says_so() -> None:
    found = {
        pack: ask(pack, "mechanism", "成立反诈工作专班", basis="law", within_duty=False, **VILLAGE).outcome
        for pack in FIVE
    }
    assert found["changchun"] is FORBIDDEN
    assert found["ninghe"] in WITH_A_WAY_ON
    assert found["anshan"] in WITH_A_WAY_ON


# ---- a claimed statute, an emergency, a code of something else ----

CLAIM: Facts = {"basis": "law", "own_authority": False, "transferred_from": "none", **COUNTY_OFFICE}


@pytest.mark.clause("CN-10", "AS-26")
@pytest.mark.parametrize("pack", FIVE)
def test_a_statute_on_record_makes_its_matter_statutory_everywhere(pack: str) -> None:
    wanted = "入户做禁毒宣传教育和防范措施"
    proven = ask(pack, "affair", wanted, basis_text="《中华人民共和国禁毒法》第十七条", **CLAIM, **VILLAGE)
    assert proven.outcome is LISTED
    assert "法定事项" in proven.summary


@pytest.mark.parametrize("pack", FIVE)
@pytest.mark.parametrize("claimed", ["《某某管理办法》第三条", "《禁毒法》", "《中华人民共和国禁毒法》第十七条", ""])
def test_a_statute_that_is_only_claimed_lists_nothing(pack: str, claimed: str) -> None:
    said: Facts = {"basis_text": claimed} if claimed else {}
    verdict = ask(pack, "affair", "统计商铺水电费", **said, **CLAIM, **VILLAGE)
    assert verdict.outcome in WITH_A_WAY_ON
    assert any("待核依据" in reason.text for reason in verdict.reasons)


@pytest.mark.parametrize("pack", FIVE)
def test_a_claimed_statute_excuses_no_red_line(pack: str) -> None:
    for question in TABLE:
        if question.kind in {"trace", "veto", "pledge", "liability"}:
            plain = ask(pack, question.kind, question.title, frequency=question.frequency, **question.facts)
            claimed = ask(
                pack, question.kind, question.title, frequency=question.frequency, **{**CLAIM, **question.facts}
            )
            assert (claimed.outcome is FORBIDDEN) is (plain.outcome is FORBIDDEN)
            assert claimed.outcome is not LISTED


@pytest.mark.parametrize("pack", FIVE)
def test_an_emergency_passes_at_once_and_covers_neither_reports_nor_photos(pack: str) -> None:
    now: Facts = {"emergency": True, "own_authority": False, **VILLAGE}
    moved = ask(pack, "affair", "转移危房群众", **now)
    assert (moved.outcome, moved.stamp) == (LISTED, "急")
    assert ask(pack, "affair", "每天报送转移群众照片", **now).stamp != "急"
    for kind, title in (("trace", "防汛巡查拍照上传"), ("form", "防汛情况日报"), ("veto", "防汛一票否决")):
        verdict = ask(pack, kind, title, frequency="daily", **now)
        assert verdict.outcome is not LISTED
        assert verdict.stamp != "急"


@pytest.mark.parametrize("pack", FIVE)
def test_a_code_of_something_else_excuses_nothing(pack: str) -> None:
    item = next(each for each in items_of(book(pack), "assist") if each.title == "禁毒宣传教育和防范措施")
    other_matter = ask(pack, "affair", "统计商铺水电费", code=item.code, own_authority=False, **VILLAGE)
    assert other_matter.outcome in WITH_A_WAY_ON
    assert any("不是同一件事" in reason.text for reason in other_matter.reasons)
    other_kind = ask(pack, "form", item.title, code=item.code, frequency="weekly", **VILLAGE)
    assert other_kind.outcome in WITH_A_WAY_ON
    assert any("不是这一类要求" in reason.text for reason in other_kind.reasons)
    plaque = ask(pack, "plaque", "警务室", code=item.code, location="outside", **VILLAGE)
    without = ask(pack, "plaque", "警务室", location="outside", **VILLAGE)
    assert plaque.outcome.hardness >= without.outcome.hardness
    miscopied = ask(pack, "affair", item.title, code=item.code[:-1] + "*", own_authority=False, **VILLAGE)
    assert any("抄错" in reason.text for reason in miscopied.reasons)


# ---- drafts ----
@pytest.mark.parametrize("pack", FIVE)
@pytest.mark.parametrize("kind", list(Kind))
def test_a_draft_says_so_on_every_verdict_and_a_document_in_force_never(pack: str, kind: Kind) -> None:
    verdict = ask(pack, kind, "某项要求", **VILLAGE)
    assert (verdict.pack_status == "draft") is (pack in {"changchun", "beijing"})
    assert ("征求意见稿" in verdict.summary) is (verdict.pack_status == "draft")
