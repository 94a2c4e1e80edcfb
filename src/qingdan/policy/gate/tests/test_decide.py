"""The algorithm step by step (docs/gate.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from qingdan.policy.gate.codes import compact, with_check_character
from qingdan.policy.gate.decide import decide
from qingdan.policy.gate.model import (
    Admission,
    Completeness,
    Condition,
    Effect,
    Emergency,
    Exemption,
    FactTest,
    Interpretation,
    Kind,
    ListKind,
    ListState,
    Outcome,
    Statute,
    Strength,
    Terms,
    Verdict,
)
from qingdan.policy.gate.tests.books import DAY, book, demand, item, policies, rule, states, when

CODE = with_check_character("AD-26-0001")


def by_code(admission: Admission) -> dict[str, Admission]:
    return {compact(admission.code): admission}


def clauses(verdict: Verdict) -> list[str | None]:
    return [reason.clause for reason in verdict.reasons]


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


class TestCodes:
    ADMISSION = Admission(
        CODE, "残疾人家庭季度表", Kind.FORM, "区残联", ("120117000000",), "quarterly", DAY, date(2025, 5, 5)
    )

    def ask(self, title: str = "残疾人家庭季度表", **more: object) -> Verdict:
        given = {"code": CODE, "issuer": "区残联", "frequency": "quarterly", **more}
        return decide(demand(Kind.FORM, title, **given), book(admissions=by_code(self.ADMISSION)))

    def test_a_valid_code_stamps_zhun(self) -> None:
        verdict = self.ask()
        assert (verdict.outcome, verdict.stamp) == (Outcome.LISTED, "准")

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"title": "妇女家庭月报"}, "不是这件事"),
            ({"issuer": "区妇联"}, "不是这个单位的"),
            ({"frequency": "monthly"}, "要得比准入的频次多"),
            ({"frequency": None}, "不知道多久一次"),
            ({"division": "120118001001"}, "范围不含这里"),
            ({"on": date(2025, 5, 6)}, "已经过期"),
            ({"on": date(2024, 5, 5)}, "还没有生效"),
            ({"code": CODE[:-1] + ("A" if CODE[-1] != "A" else "B")}, "校验位对不上"),
            ({"code": with_check_character("AD-26-0099")}, "查不到"),
        ],
    )
    def test_a_code_excuses_nothing(self, change: dict[str, object], says: str) -> None:
        verdict = self.ask(**change)
        assert verdict.outcome is not Outcome.LISTED
        assert any(says in reason.text for reason in verdict.reasons)

    def test_a_code_for_another_kind(self) -> None:
        given = demand(Kind.AFFAIR, "残疾人家庭季度表", code=CODE, issuer="区残联", frequency="quarterly")
        verdict = decide(given, book(admissions=by_code(self.ADMISSION)))
        assert any("另一类事项" in reason.text for reason in verdict.reasons)

    def test_a_withdrawn_code(self) -> None:
        withdrawn = replace(self.ADMISSION, withdrawn_on=DAY)
        given = demand(Kind.FORM, "残疾人家庭季度表", code=CODE, issuer="区残联", frequency="quarterly")
        assert any("已经撤销" in reason.text for reason in decide(given, book(admissions=by_code(withdrawn))).reasons)

    def test_an_items_code_identifies_it_and_nothing_else(self) -> None:
        items = (item(1, "清扫河道"), item(2, "植树"))
        right = decide(demand(code=items[0].code), book(items=items))
        assert (right.outcome, right.stamp) == (Outcome.LISTED, "在")
        wrong = decide(demand(title="修路", code=items[0].code), book(items=items))
        assert wrong.outcome is Outcome.UNLISTED
        assert any("不是同一件事" in reason.text for reason in wrong.reasons)

    def test_what_is_admitted_stands_beside_the_lists_that_permit_its_kind(self) -> None:
        absent = (rule(1, Effect.FORBID, Kind.FORM, absent_from=(ListKind.FORM,)),)
        missing = book(
            admissions=by_code(self.ADMISSION),
            rules=absent,
            lists=states(Completeness.MISSING, form=Completeness.MISSING),
        )
        given = demand(Kind.FORM, "残疾人家庭季度表", code=CODE, issuer="区残联", frequency="quarterly")
        assert (decide(given, missing).outcome, decide(given, missing).stamp) == (Outcome.LISTED, "准")
        for other in ("区妇联", ""):
            assert decide(replace(given, issuer=other), missing).outcome is Outcome.UNDECIDED
        assert decide(replace(given, code=""), missing).outcome is Outcome.UNDECIDED

    def test_what_is_on_record_of_an_admission_counts_before_what_is_stated(self) -> None:
        consent = replace(self.ADMISSION, facts=(("consent_of", "市委市政府"),))
        barred = (rule(1, Effect.FORBID, Kind.FORM, unless=(when(consent_of="市委市政府"),)),)
        given = demand(Kind.FORM, "残疾人家庭季度表", code=CODE, issuer="区残联", frequency="quarterly")
        asked = book(admissions=by_code(consent), rules=barred)
        assert decide(given, asked).outcome is Outcome.LISTED
        assert decide(replace(given, facts={"consent_of": "无"}), asked).outcome is Outcome.LISTED
        for wrong in (replace(given, issuer="区妇联"), replace(given, code="")):
            assert decide(wrong, asked).outcome is Outcome.FORBIDDEN

    def test_the_title_of_an_admitted_matter_without_its_code_asks_for_the_code_and_does_not_tell_it(self) -> None:
        given = demand(Kind.FORM, " 残疾人家庭季度表。", frequency="quarterly")
        asked = book(admissions=by_code(self.ADMISSION))
        verdict = decide(given, asked)
        assert verdict.outcome is Outcome.CONDITIONAL
        said = " ".join([verdict.summary, verdict.next_step, *(reason.text for reason in verdict.reasons)])
        assert "要出示准入编号" in said
        assert CODE not in said
        assert "残联" not in said
        assert not verdict.matched

    @pytest.mark.parametrize(
        "change",
        [{"issuer": "区妇联"}, {"division": "120118001001"}, {"on": date(2025, 5, 6)}, {"title": "残疾人家庭月报"}],
    )
    def test_no_code_is_asked_for_what_is_not_admitted_here_to_this_body(self, change: dict[str, object]) -> None:
        given = replace(demand(Kind.FORM, "残疾人家庭季度表"), **change)
        assert decide(given, book(admissions=by_code(self.ADMISSION))).outcome is not Outcome.CONDITIONAL

    def test_what_is_admitted_is_no_duty_of_the_villages_own(self) -> None:
        admission = replace(self.ADMISSION, kind=Kind.AFFAIR)
        rows = (
            rule(1, Effect.FORBID, Kind.AFFAIR, when=Condition((), (ListKind.DUTY,))),
            rule(2, Effect.REQUIRE, Kind.AFFAIR, when=Condition((), (ListKind.ASSIST,)), needs=when(flow_chart=True)),
        )
        given = demand(Kind.AFFAIR, "残疾人家庭季度表", code=CODE, issuer="区残联", frequency="quarterly")
        asked = book(admissions=by_code(admission), rules=rows)
        assert decide(given, asked).outcome is Outcome.CONDITIONAL
        assert decide(replace(given, facts={"flow_chart": True}), asked).outcome is Outcome.LISTED

    def test_a_red_line_holds_against_a_code(self) -> None:
        rows = (rule(1, Effect.FORBID, Kind.FORM),)
        given = demand(Kind.FORM, "残疾人家庭季度表", code=CODE, issuer="区残联", frequency="quarterly")
        assert decide(given, book(admissions=by_code(self.ADMISSION), rules=rows)).outcome is Outcome.FORBIDDEN


class TestClaimedBasis:
    STATUTE = Statute(
        "消防法", ("中华人民共和国消防法",), "law", {"第六条": ("消防宣传教育",), "第三十二条": ("群众性消防工作",)}
    )

    def ask(self, title: str, words: str, *, exempt: bool = True) -> Verdict:
        kinds = policies(exemption=Exemption(("law",), "XX-03")) if exempt else policies()
        facts = {"basis": "law", "basis_text": words} if words else {"basis": "law"}
        return decide(demand(title=title, facts=facts), book(kinds=kinds, statutes=(self.STATUTE,)))

    def test_only_claimed_waits_for_the_check(self) -> None:
        verdict = self.ask("消防宣传教育", "")
        assert verdict.outcome is Outcome.CONDITIONAL
        assert "待核依据" in verdict.summary

    @pytest.mark.parametrize("words", ["《中华人民共和国消防法》第六条", "消防法第6条"])
    def test_a_statute_on_record_makes_it_statutory(self, words: str) -> None:
        verdict = self.ask("消防宣传教育活动", words)
        assert verdict.outcome is Outcome.LISTED
        assert "法定事项，无需准入" in verdict.summary

    @pytest.mark.parametrize("words", ["《消防法》", "《消防法》第九十九条", "《河道法》第六条"])
    def test_without_the_right_article_it_stays_unproven(self, words: str) -> None:
        assert self.ask("消防宣传教育", words).outcome is Outcome.CONDITIONAL

    def test_an_article_about_something_else_must_be_confirmed(self) -> None:
        verdict = self.ask("企业年报催报", "消防法第六条")
        assert verdict.outcome is Outcome.CONDITIONAL
        assert "消防宣传教育" in verdict.summary

    def test_a_pack_that_does_not_exempt_keeps_it_conditional(self) -> None:
        assert self.ask("消防宣传教育", "消防法第六条", exempt=False).outcome is Outcome.CONDITIONAL

    def test_a_claim_makes_a_listed_matter_no_worse(self) -> None:
        given = demand(facts={"basis": "law"})
        assert decide(given, book(items=(item(1, "清扫河道"),))).outcome is Outcome.LISTED


class TestEmergency:
    def test_it_passes_at_once_and_must_be_filed(self) -> None:
        rows = (rule(1, Effect.FORBID, Kind.AFFAIR),)
        verdict = decide(demand(title="转移群众", facts={"emergency": True}), book(rules=rows))
        assert (verdict.outcome, verdict.stamp) == (Outcome.LISTED, "急")
        assert "备案" in verdict.next_step

    @pytest.mark.parametrize("more", [{"text": "每天上传现场照片"}, {"frequency": "daily"}, {"title": "防汛零报告"}])
    def test_it_never_covers_routine_reports_or_photo_proof(self, more: dict[str, str]) -> None:
        verdict = decide(demand(facts={"emergency": True}, **more), book())
        assert verdict.stamp != "急"
        assert any(reason.note and "紧急情况不包括" in reason.text for reason in verdict.reasons)

    def test_it_never_covers_other_kinds(self) -> None:
        assert decide(demand(Kind.FORM, "情况表", facts={"emergency": True}), book()).stamp != "急"

    def test_one_on_record_covers_its_area_and_period(self) -> None:
        flood = Emergency("防汛一级响应", "一级", ("120117000000",), DAY, date(2024, 5, 8))
        stated = {"facts": {"emergency": True}}
        verdict = decide(demand(**stated), book(emergencies=(flood,)))
        assert (verdict.stamp, verdict.reasons[0].document) == ("急", "防汛一级响应")
        for outside in ({"on": date(2024, 5, 9)}, {"division": "120118001001"}):
            assert decide(demand(**stated, **outside), book(emergencies=(flood,))).reasons[0].document == ""

    def test_one_on_record_lets_nothing_pass_that_is_not_said_to_be_for_it(self) -> None:
        flood = Emergency("防汛一级响应", "一级", ("120117000000",), DAY, date(2024, 5, 8))
        rows = (rule(1, Effect.FORBID, Kind.AFFAIR),)
        verdict = decide(demand(title="代收水费"), book(rules=rows, emergencies=(flood,)))
        assert verdict.outcome is Outcome.FORBIDDEN
        assert any(reason.note and "请说明是紧急情况" in reason.text for reason in verdict.reasons)
        denied = decide(demand(title="代收水费", facts={"emergency": False}), book(rules=rows, emergencies=(flood,)))
        assert denied.outcome is Outcome.FORBIDDEN and not any(reason.note for reason in denied.reasons)


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
