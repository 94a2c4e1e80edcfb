"""What passes without standing on a list: admission codes, statutes, emergencies (docs/gate.md)."""

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
    Kind,
    ListKind,
    Outcome,
    Statute,
    Verdict,
)
from qingdan.policy.gate.tests.books import DAY, book, demand, item, policies, rule, states, when

CODE = with_check_character("AD-26-0001")


def by_code(admission: Admission) -> dict[str, Admission]:
    return {compact(admission.code): admission}


def clauses(verdict: Verdict) -> list[str | None]:
    return [reason.clause for reason in verdict.reasons]


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
