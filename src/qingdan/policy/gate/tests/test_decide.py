"""The algorithm step by step (docs/gate.md)."""

from __future__ import annotations

from datetime import date

import pytest

from qingdan.policy.gate.decide import decide
from qingdan.policy.gate.model import (
    Completeness,
    Condition,
    Effect,
    FactTest,
    Interpretation,
    Kind,
    ListKind,
    ListState,
    Outcome,
    Strength,
    Terms,
)
from qingdan.policy.gate.tests.books import book, demand, item, rule, states, when


class TestLists:
    def test_an_exact_title_is_listed(self) -> None:
        verdict = decide(demand(), book(items=(item(1, "清扫河道"),)))
        assert (verdict.outcome, verdict.stamp, verdict.word) == (Outcome.LISTED, "在", "清单内")
        assert verdict.reasons[0].clause == "XX-02"
        assert verdict.reasons[0].quote == "试行文件第二条的原话。"

    def test_an_alias_is_the_item(self) -> None:
        verdict = decide(demand(title="清理河道垃圾"), book(items=(item(1, "清扫河道", aliases=("清理河道垃圾",)),)))
        assert verdict.outcome is Outcome.LISTED

    def test_only_similar_must_be_confirmed(self) -> None:
        verdict = decide(demand(title="协助清扫河道"), book(items=(item(1, "清扫河道"),)))
        assert verdict.outcome is Outcome.CONDITIONAL
        assert 0 < verdict.matched[0].score < 1

    def test_absent_from_complete_lists_needs_admission_and_names_the_route(self) -> None:
        verdict = decide(demand(), book())
        assert verdict.outcome is Outcome.UNLISTED
        assert (
            "牵头单位" in verdict.next_step
            and "申请→联审→备案" in verdict.next_step
            and "15个工作日" in verdict.next_step
        )

    @pytest.mark.parametrize("gap", [Completeness.MISSING, Completeness.INCOMPLETE])
    def test_absent_from_a_list_that_is_not_whole_is_undecided_and_names_it(self, gap: Completeness) -> None:
        verdict = decide(demand(), book(lists=states(assist=gap)))
        assert verdict.outcome is Outcome.UNDECIDED
        assert "《assist清单》" in verdict.summary
        assert "牵头单位" in verdict.next_step

    def test_a_scope_for_which_a_part_is_complete_decides(self) -> None:
        scope = when(location="outside")
        lists = states() | {
            ListKind.PLAQUE: ListState(ListKind.PLAQUE, Completeness.INCOMPLETE, "《牌子清单》", "XX-02", (scope,))
        }
        outside = demand(Kind.PLAQUE, "工作站", facts={"location": "outside"})
        inside = demand(Kind.PLAQUE, "工作站", facts={"location": "inside"})
        assert decide(outside, book(lists=lists)).outcome is Outcome.UNLISTED
        assert decide(inside, book(lists=lists)).outcome is Outcome.UNDECIDED

    def test_an_item_for_communities_does_not_count_for_a_village(self) -> None:
        items = (item(1, "清扫河道", when=when(village_type="community")),)
        verdict = decide(demand(facts={"village_type": "village"}), book(items=items))
        assert verdict.outcome is Outcome.UNLISTED
        assert decide(demand(facts={"village_type": "community"}), book(items=items)).outcome is Outcome.LISTED
        unknown = decide(demand(), book(items=items))
        assert (unknown.outcome, unknown.missing_facts) == (Outcome.CONDITIONAL, ("village_type",))

    def test_an_expired_item_does_not_count(self) -> None:
        items = (item(1, "清扫河道", valid_to=date(2023, 12, 31)),)
        assert decide(demand(), book(items=items)).outcome is Outcome.UNLISTED
        assert decide(demand(on=date(2023, 12, 31)), book(items=items)).outcome is Outcome.LISTED

    @pytest.mark.parametrize(
        ("asked", "outcome"),
        [
            ("yearly", Outcome.LISTED),
            ("quarterly", Outcome.LISTED),
            ("monthly", Outcome.CONDITIONAL),
            ("daily", Outcome.CONDITIONAL),
            (None, Outcome.CONDITIONAL),
        ],
    )
    def test_more_often_than_the_list_says_is_conditional(self, asked: str | None, outcome: Outcome) -> None:
        items = (item(1, "清扫河道", frequency="quarterly"),)
        assert decide(demand(frequency=asked), book(items=items)).outcome is outcome

    def test_each_unmet_condition_is_named(self) -> None:
        needs = Condition((FactTest("flow_chart", (True,)), FactTest("funding", (True,))))
        items = (item(1, "清扫河道", needs=needs),)
        verdict = decide(demand(facts={"funding": False}), book(items=items))
        assert verdict.outcome is Outcome.CONDITIONAL
        assert "有流程图" in verdict.summary and "有经费" in verdict.summary
        assert verdict.missing_facts == ("flow_chart",)
        met = decide(demand(facts={"funding": True, "flow_chart": True}), book(items=items))
        assert met.outcome is Outcome.LISTED


class TestRedItems:
    def test_an_exact_red_item_forbids_and_says_who_handles_it(self) -> None:
        barred = item(1, "亲属关系证明", ListKind.CERTIFICATE_BARRED, handled_by="公安派出所")
        verdict = decide(demand(Kind.CERTIFICATE, "亲属关系证明"), book(items=(barred,)))
        assert (verdict.outcome, verdict.stamp) == (Outcome.FORBIDDEN, "禁")
        assert "公安派出所" in verdict.next_step

    def test_its_terms_forbid_too(self) -> None:
        red = item(1, "招商引资指标", ListKind.NEGATIVE, terms=Terms(any_of=("招商引资",), guards=("不得",)))
        assert decide(demand(title="完成招商引资三百万"), book(items=(red,))).outcome is Outcome.FORBIDDEN
        assert decide(demand(title="不得下达招商引资指标和任务"), book(items=(red,))).outcome is not Outcome.FORBIDDEN

    def test_only_similar_must_be_confirmed_not_to_be_it(self) -> None:
        barred = item(1, "亲属关系证明", ListKind.CERTIFICATE_BARRED)
        verdict = decide(demand(Kind.CERTIFICATE, "亲属关系情况证明"), book(items=(barred,)))
        assert verdict.outcome is Outcome.UNLISTED
        assert any("请确认不是它" in reason.text for reason in verdict.reasons)

    def test_what_stands_exactly_on_a_list_is_not_asked_whether_it_is_a_similar_red_one(self) -> None:
        items = (item(1, "居住证明", ListKind.CERTIFICATE_RETAINED), item(2, "居住地证明", ListKind.CERTIFICATE_BARRED))
        assert decide(demand(Kind.CERTIFICATE, "居住证明"), book(items=items)).outcome is Outcome.LISTED

    def test_a_red_and_a_permitting_item_are_both_shown_and_the_harder_wins(self) -> None:
        items = (
            item(1, "养犬证明", ListKind.CERTIFICATE_RETAINED, conflict="全国清单不许出具。"),
            item(2, "养犬证明", ListKind.CERTIFICATE_BARRED),
        )
        verdict = decide(demand(Kind.CERTIFICATE, "养犬证明"), book(items=items))
        assert verdict.outcome is Outcome.FORBIDDEN
        assert any("另有规定与它不一致" in reason.text for reason in verdict.reasons)

    def test_a_missing_red_list_is_a_note_on_what_is_listed(self) -> None:
        lists = states(negative=Completeness.MISSING)
        verdict = decide(demand(), book(items=(item(1, "清扫河道"),), lists=lists))
        assert verdict.outcome is Outcome.LISTED
        assert any(reason.note and "《negative清单》" in reason.text for reason in verdict.reasons)


class TestRows:
    @pytest.mark.parametrize(
        ("strength", "outcome"),
        [
            (Strength.STRICT, Outcome.FORBIDDEN),
            (Strength.IN_PRINCIPLE, Outcome.FORBIDDEN),
            (Strength.GENERALLY, Outcome.CONDITIONAL),
            (Strength.GRADUALLY, Outcome.CONDITIONAL),
            (Strength.EXPLORING, Outcome.UNDECIDED),
        ],
    )
    def test_the_strength_as_worded_decides(self, strength: Strength, outcome: Outcome) -> None:
        rows = (rule(1, Effect.FORBID, Kind.VETO, strength=strength),)
        assert decide(demand(Kind.VETO, "信访一票否决"), book(rules=rows)).outcome is outcome

    def test_an_in_principle_ban_says_who_could_allow_an_exception(self) -> None:
        rows = (rule(1, Effect.FORBID, Kind.VETO, strength=Strength.IN_PRINCIPLE, exception_by="市委、市政府"),)
        assert "市委、市政府" in decide(demand(Kind.VETO, "一票否决"), book(rules=rows)).summary

    def test_a_missing_fact_is_named_and_never_taken_for_yes_or_no(self) -> None:
        rows = (rule(1, Effect.FORBID, Kind.AFFAIR, when=when(own_authority=True)),)
        items = (item(1, "清扫河道"),)
        unknown = decide(demand(), book(rules=rows, items=items))
        assert (unknown.outcome, unknown.missing_facts) == (Outcome.CONDITIONAL, ("own_authority",))
        assert decide(demand(facts={"own_authority": True}), book(rules=rows, items=items)).outcome is Outcome.FORBIDDEN
        assert decide(demand(facts={"own_authority": False}), book(rules=rows, items=items)).outcome is Outcome.LISTED

    def test_a_default_stands_in_for_a_missing_fact(self) -> None:
        rows = (rule(1, Effect.FORBID, Kind.AFFAIR, when=when(own_authority=True)),)
        given = book(rules=rows, items=(item(1, "清扫河道"),), defaults={"own_authority": False})
        assert decide(demand(), given).outcome is Outcome.LISTED

    def test_an_exception_holds_only_where_it_is_claimed_and_is_shown_as_stated(self) -> None:
        lifted = Condition((FactTest("consent_of", ("市委市政府",)),))
        rows = (rule(1, Effect.FORBID, Kind.MECHANISM, unless=(lifted,)),)
        silent = decide(demand(Kind.MECHANISM, "成立专班"), book(rules=rows))
        assert silent.outcome is Outcome.FORBIDDEN
        assert "谁同意的" in silent.summary
        claimed = decide(demand(Kind.MECHANISM, "成立专班", facts={"consent_of": "市委、市政府"}), book(rules=rows))
        assert claimed.outcome is not Outcome.FORBIDDEN
        assert any(reason.note and "按填报" in reason.text for reason in claimed.reasons)
        other = decide(demand(Kind.MECHANISM, "成立专班", facts={"consent_of": "区民政局"}), book(rules=rows))
        assert other.outcome is Outcome.FORBIDDEN

    def test_a_row_about_what_is_absent_from_a_list(self) -> None:
        rows = (rule(1, Effect.FORBID, Kind.PLAQUE, absent_from=(ListKind.PLAQUE,)),)
        listed = book(rules=rows, items=(item(1, "警务室", ListKind.PLAQUE),))
        assert decide(demand(Kind.PLAQUE, "警务室"), listed).outcome is Outcome.LISTED
        assert decide(demand(Kind.PLAQUE, "工作站"), listed).outcome is Outcome.FORBIDDEN
        gap = book(rules=rows, lists=states(plaque=Completeness.MISSING))
        verdict = decide(demand(Kind.PLAQUE, "工作站"), gap)
        assert verdict.outcome is Outcome.UNDECIDED
        assert "《plaque清单》" in verdict.summary
        near = decide(demand(Kind.PLAQUE, "警务室站"), listed)
        assert near.outcome is Outcome.CONDITIONAL

    def test_a_permit_row_counts_as_a_list_hit(self) -> None:
        rows = (rule(1, Effect.PERMIT, Kind.AFFAIR, when=when(verifiable=True)),)
        assert decide(demand(facts={"verifiable": True}), book(rules=rows)).outcome is Outcome.LISTED
        assert decide(demand(facts={"verifiable": False}), book(rules=rows)).outcome is Outcome.UNLISTED
        unknown = decide(demand(), book(rules=rows))
        assert (unknown.outcome, unknown.missing_facts) == (Outcome.UNLISTED, ("verifiable",))

    def test_an_unmet_requirement_is_conditional(self) -> None:
        rows = (rule(1, Effect.REQUIRE, Kind.AFFAIR, needs=when(funding=True)),)
        items = (item(1, "清扫河道"),)
        for facts in ({}, {"funding": False}):
            assert decide(demand(facts=facts), book(rules=rows, items=items)).outcome is Outcome.CONDITIONAL
        assert decide(demand(facts={"funding": True}), book(rules=rows, items=items)).outcome is Outcome.LISTED

    def test_a_requirement_of_listed_items_only(self) -> None:
        rows = (
            rule(1, Effect.REQUIRE, Kind.AFFAIR, when=Condition(on_list=(ListKind.ASSIST,)), needs=when(funding=True)),
        )
        assert decide(demand(), book(rules=rows)).outcome is Outcome.UNLISTED
        assert decide(demand(), book(rules=rows, items=(item(1, "清扫河道"),))).outcome is Outcome.CONDITIONAL

    def test_an_open_interpretation_waits_for_the_issuing_body(self) -> None:
        rows = (rule(1, Effect.FORBID, Kind.LIABILITY, interpretation=Interpretation.OPEN),)
        verdict = decide(demand(Kind.LIABILITY, "禁烧责任主体"), book(rules=rows))
        assert verdict.outcome is Outcome.CONDITIONAL
        assert "待制定机关解释" in verdict.summary

    def test_a_kind_decided_by_rules_alone_and_hit_by_none_is_undecided(self) -> None:
        verdict = decide(demand(Kind.PLEDGE, "签责任书"), book())
        assert verdict.outcome is Outcome.UNDECIDED
        assert "未作规定" in verdict.summary
        assert "牵头单位" in verdict.next_step

    def test_a_leading_group_counts_as_a_department(self) -> None:
        rows = (rule(1, Effect.FORBID, Kind.APPRAISAL, when=when(issuer_type="department")),)
        facts = {"issuer_type": "leading_group"}
        assert decide(demand(Kind.APPRAISAL, "专项考核", facts=facts), book(rules=rows)).outcome is Outcome.FORBIDDEN

    def test_exact_titles_of_a_row(self) -> None:
        rows = (rule(1, Effect.PERMIT, Kind.PLAQUE, titles=frozenset({"会议室"})),)
        assert decide(demand(Kind.PLAQUE, " 会议室 "), book(rules=rows)).outcome is Outcome.LISTED
        assert decide(demand(Kind.PLAQUE, "会议室二"), book(rules=rows)).outcome is Outcome.UNLISTED


class TestDraft:
    def test_every_verdict_of_a_draft_says_so(self) -> None:
        verdict = decide(demand(), book(pack_status="draft", items=(item(1, "清扫河道"),)))
        assert "征求意见稿" in verdict.summary
        assert verdict.pack_status == "draft"


class TestHostileInput:
    @pytest.mark.parametrize(
        "title", ["x" * 10_000, "<script>alert(1)</script>", "\x00\u202e", "（）", "。" * 500, "村" * 9_999]
    )
    def test_any_title_gets_an_answer(self, title: str) -> None:
        assert decide(demand(title=title), book(items=(item(1, "清扫河道"),))).outcome in set(Outcome)
