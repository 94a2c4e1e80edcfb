"""Every demand goes through the gate for the place and day, with the facts that the paper gives; pure parts beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.screening.deciding import JudgedPaper, PaperVerdict, Setting, judge_paper, judge_text, verdict_of
from qingdan.entry.screening.json_form import screened_to_json
from qingdan.entry.screening.mending import Cost, mend
from qingdan.entry.screening.reading import read_words
from qingdan.entry.screening.stated import facts_of_sentence, issuer_of, stated_facts
from qingdan.entry.screening.tests.notices import FORMS, MENDED
from qingdan.entry.screening.understanding import understand
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.gate.model import Kind, Outcome
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.lists.tests.cast import DISTRICT, VILLAGE

ON = date(2026, 11, 26)
NATIONAL_DAY = date(2016, 1, 1)
ANSHAN, CHANGCHUN = "210302000000", "220102000000"


@given(st.lists(st.sampled_from(Outcome)))
def test_what_is_forbidden_goes_out_and_what_is_not_admitted_comes_in_first(outcomes: list[Outcome]) -> None:
    verdict = verdict_of(outcomes)
    assert (verdict is PaperVerdict.NO_DEMAND) == (not outcomes)
    assert verdict.stops == any(outcome is not Outcome.LISTED for outcome in outcomes)
    if Outcome.FORBIDDEN in outcomes:
        assert verdict is PaperVerdict.MEND


def test_facts_are_those_that_the_paper_states() -> None:
    paper = read_words(FORMS)
    facts = stated_facts(paper, understand(paper))
    assert facts == {
        "basis_text": "《中华人民共和国残疾人保障法》第十一条", "funding": True, "training": True, "flow_chart": True,
    }  # fmt: skip
    assert issuer_of(paper) == "宁河区残疾人联合会"
    assert issuer_of(paper, "区残联") == "区残联"


def test_what_is_asked_of_villages_is_no_money_for_them() -> None:
    paper = read_words(
        "关于募集资金的通知\n各村（社区）：\n各村要自筹经费，工作经费由村集体承担，并组织培训。\n区民政局"
    )
    assert stated_facts(paper, understand(paper)) == {}
    assert facts_of_sentence("各村每季度报表，每村补助2000元。", {}) == {"funding": True}


def test_an_emergency_is_never_taken_from_a_paper() -> None:
    paper = read_words("紧急通知\n各村：\n已启动防汛一级应急响应，情况紧急，各村立即组织群众转移。\n区应急局")
    sentences = understand(paper)
    assert "emergency" not in stated_facts(paper, sentences)
    assert "emergency" not in facts_of_sentence(paper.text, {})


def test_a_cost_says_what_it_rests_on() -> None:
    assert Cost(Decimal(0), 10).in_words == "不占村（社区）的时间。"
    assert "没有写明" in Cost(Decimal(0), 10, unknown=1).in_words
    words = Cost(Decimal(2), 300, once=1, unknown=2).in_words
    assert (
        words
        == "测算值：每村每年约 2 小时，300 个村（社区）合计约 600 小时（1 处没有写多久一次，按一次算；2 处有事才做，没有算进去）"
    )


@pytest.mark.django_db
class TestAtAPlace:
    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def district(cls, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
        yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)

    def judged(self, text: str = FORMS, on: date = ON, division: str = VILLAGE) -> JudgedPaper:
        return judge_paper(read_words(text), Setting(division, on))

    def test_each_demand_is_asked_once_for_each_kind_and_the_hardest_counts(self) -> None:
        judged = self.judged()
        assert judged.verdict is PaperVerdict.MEND
        assert [demand.said.kinds for demand in judged.demands] == [
            (Kind.FORM, Kind.APPRAISAL), (Kind.MECHANISM, Kind.PLAQUE), (Kind.CHANNEL, Kind.PLEDGE, Kind.TRACE),
        ]  # fmt: skip
        for demand in judged.demands:
            assert {answer.kind for answer in demand.answers} == set(demand.said.kinds)
            assert demand.outcome.hardness == max(answer.verdict.outcome.hardness for answer in demand.answers)
        assert judged.demands[2].outcome is Outcome.FORBIDDEN
        assert judged.demands[2].hardest.kind is Kind.TRACE

    def test_a_paper_that_asks_nothing_of_villages_may_go(self) -> None:
        judged = self.judged(MENDED)
        assert (judged.verdict, judged.demands) == (PaperVerdict.NO_DEMAND, ())
        assert not judged.verdict.stops

    @pytest.mark.clause("NH-38")
    def test_photos_as_proof_are_found_in_a_notice_with_their_clause(self) -> None:
        document = screened_to_json(mend(self.judged()))
        proof = document["demands"][2]
        assert "NH-38" in {reason["clause"] for reason in proof["reasons"]}
        assert proof["text"] == FORMS.strip().splitlines()[7] and "留痕" in proof["suggestion"]

    @pytest.mark.clause("NH-21")
    def test_what_villages_cannot_carry_is_to_be_taken_out_of_the_notice(self) -> None:
        text = "关于安全生产的通知\n各村（社区）：\n各村（社区）是辖区安全生产的责任主体，由村书记负总责。\n区应急局"
        mended = mend(self.judged(text))
        assert [demand.outcome for demand in mended.judged.demands] == [Outcome.FORBIDDEN]
        assert ("move_to_town", "NH-21") in {(each.act, each.clause) for each in mended.advice[0]}

    def test_before_the_places_document_only_national_rules_decide(self) -> None:
        assert {demand.hardest.verdict.pack for demand in self.judged(on=NATIONAL_DAY).demands} == {"cn"}

    def test_the_cost_is_that_of_all_villages_of_the_place(self) -> None:
        one, all_ = mend(self.judged()).cost, mend(self.judged(division=DISTRICT)).cost
        assert one.villages == 1 and all_.villages > 300
        assert one.each == all_.each and all_.total == all_.each * all_.villages

    def test_the_contracts_keys_are_there_and_positions_are_those_of_the_text(self) -> None:
        paper = read_words(FORMS)
        document = screened_to_json(mend(self.judged()))
        assert document["document"]["issuer"] == "宁河区残疾人联合会" and document["document"]["date"] == "2026-11-20"
        for demand in document["demands"]:
            assert {"text", "start", "end", "kinds", "outcome", "word", "reasons", "suggestion"} <= demand.keys()
            assert paper.text[demand["start"] : demand["end"]] == demand["text"]
            assert demand["reasons"] and demand["suggestion"]

    def test_a_clause_alone_is_judged_or_asks_nothing(self) -> None:
        setting = Setting(DISTRICT, ON)
        asked = judge_text("各村每天拍照上传微信群，未传的通报批评。", setting)
        assert asked is not None and asked.outcome is Outcome.FORBIDDEN
        assert judge_text("不得要求村级组织拍照留痕。", setting) is None

    def test_an_order_under_a_declared_emergency_is_judged_as_on_any_day(self) -> None:
        text = "紧急通知\n各村：\n已启动防汛一级应急响应，各村立即组织群众转移。\n区应急局"
        assert all(demand.hardest.verdict.stamp != "急" for demand in self.judged(text).demands)

    @pytest.mark.clause("NH-103")
    @pytest.mark.clause("AS-29")
    @pytest.mark.parametrize("division", [VILLAGE, ANSHAN])
    def test_what_was_never_admitted_keeps_a_notice_from_villages(self, division: str) -> None:
        text = "关于统计蝴蝶数量的通知\n各村（社区）：\n各村（社区）于每月5日前统计辖区蝴蝶数量。\n区某局"
        judged = self.judged(text, division=division)
        assert [demand.outcome for demand in judged.demands] in ([Outcome.UNDECIDED], [Outcome.UNLISTED])
        assert judged.verdict is PaperVerdict.ADMIT_FIRST and judged.verdict.stops
        assert {"apply"} <= {each.act for each in mend(judged).advice[0]}

    @pytest.mark.clause("CC-03b")
    @pytest.mark.parametrize("way", ["与镇政府签订责任书", "签订目标责任状"])
    def test_duties_handed_down_by_letters_of_responsibility_are_found_in_changchun(self, way: str) -> None:
        text = f"关于落实工作的通知\n各村（社区）：\n各村（社区）书记{way}，承担辖区垃圾清运。\n区城管局"
        judged = self.judged(text, division=CHANGCHUN)
        assert judged.verdict is PaperVerdict.MEND
        assert "CC-03b" in {reason["clause"] for reason in screened_to_json(mend(judged))["demands"][0]["reasons"]}
