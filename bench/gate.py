"""Decisions a second on one core, beside a plain rapidfuzz scan of all titles in the same run.

The rulebook is synthetic: 5,000 items and 100 rules, titles put together from the words of real lists with a fixed seed.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from rapidfuzz import fuzz, process

from qingdan.policy.gate.codes import with_check_character
from qingdan.policy.gate.decide import decide
from qingdan.policy.gate.model import (
    Completeness,
    Condition,
    Demand,
    Effect,
    FactTest,
    Item,
    Kind,
    KindPolicy,
    ListKind,
    ListState,
    Outcome,
    Rule,
    Terms,
)
from qingdan.policy.gate.normalise import key
from qingdan.policy.gate.rulebook import Rulebook

SEED = 20261124
ITEMS, RULES, SAMPLE, ROUNDS = 5_000, 100, 2_000, 7
DAY, PLACE = date(2026, 11, 24), "120117103201"
DOING = [
    "协助",
    "组织",
    "开展",
    "参与",
    "配合",
    "代办",
    "宣传",
    "登记",
    "核查",
    "走访",
    "排查",
    "统计",
    "劝导",
    "报告",
    "公示",
    "调解",
]
WHOM = [
    "残疾人",
    "老年人",
    "未成年人",
    "妇女",
    "退役军人",
    "低保家庭",
    "流动人口",
    "困难居民",
    "留守儿童",
    "种粮农户",
    "养殖户",
    "租住户",
    "志愿者",
    "党员",
    "学生",
]
WHAT = [
    "医疗保险参保",
    "社会救助",
    "消防安全",
    "森林防火",
    "反诈知识",
    "人口普查",
    "垃圾分类",
    "防汛抗旱",
    "动物免疫",
    "禁毒",
    "家庭教育",
    "公共文化",
    "全民健身",
    "噪声扰民",
    "古树名木",
    "湿地保护",
    "农业普查",
    "居住证申领",
    "心理健康",
    "献血动员",
]
HOW = [
    "工作",
    "活动",
    "服务",
    "情况",
    "任务",
    "事项",
    "行动",
    "项目",
    "名册",
    "档案",
    "宣讲",
    "培训",
    "月",
    "周",
    "日",
    "年",
]
ORDINARY = [
    "天",
    "地",
    "玄",
    "黄",
    "宇",
    "宙",
    "洪",
    "荒",
    "日",
    "月",
    "盈",
    "昃",
    "辰",
    "宿",
    "列",
    "张",
    "寒",
    "来",
    "暑",
    "往",
    "秋",
    "收",
    "冬",
    "藏",
]


def titles(mix: random.Random, count: int) -> list[str]:
    """Different titles."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[mix.choice(DOING) + mix.choice(WHOM) + mix.choice(WHAT) + mix.choice(HOW) + mix.choice(ORDINARY)] = None
    return list(found)


def synthetic(mix: random.Random) -> Rulebook:
    """The rulebook of the benchmark."""
    lists = [ListKind.DUTY, ListKind.ASSIST, ListKind.FORM, ListKind.NEGATIVE]
    items = tuple(
        Item(
            code=with_check_character(f"XX-{number:05d}"),
            title=title,
            list_kind=lists[number % 10] if number % 10 < 4 else ListKind.ASSIST,
            edition="xx/list/1",
            list_title="试行清单",
        )
        for number, title in enumerate(titles(mix, ITEMS))
    )
    return Rulebook(
        division=PLACE, on=DAY, pack="xx", pack_title="试行文件", pack_status="in_force", pack_hash="0" * 16,
        editions=("xx/list/1",), kinds=_kinds(), rules=tuple(_rule(mix, number) for number in range(RULES)),
        lists={kind: ListState(kind, Completeness.COMPLETE, kind.value, "XX-01") for kind in ListKind}, items=items,
    )  # fmt: skip


def _kinds() -> dict[Kind, KindPolicy]:
    return {
        kind: KindPolicy(kind, permits=(ListKind.DUTY, ListKind.ASSIST, ListKind.FORM), reds=(ListKind.NEGATIVE,))
        for kind in Kind
    }


def _rule(mix: random.Random, number: int) -> Rule:
    terms = Terms(any_of=(mix.choice(WHAT) + "责任书", mix.choice(WHOM) + "照片"), guards=("不得", "禁止"))
    unless = (Condition((FactTest("consent_of", ("市委市政府",)),)),)
    kinds = frozenset(mix.sample(list(Kind), 2))
    return Rule(
        f"XX-R{number:03d}", kinds, Effect.FORBID, "不得这样要求。", "XX-01", terms=terms, unless=unless, pack="xx"
    )


def demands(book: Rulebook, mix: random.Random) -> dict[str, list[Demand]]:
    """Three sorts of questions: by code, by exact title, and by words that only resemble a title."""
    picked = [mix.choice(book.items) for _ in range(SAMPLE)]
    asked = {"code": [], "exact": [], "similar": []}  # type: dict[str, list[Demand]]
    for item in picked:
        asked["code"].append(_ask(item.title, code=item.code))
        asked["exact"].append(_ask(f" {item.title} "))
        cut = mix.randrange(len(item.title))
        asked["similar"].append(_ask("请" + item.title[:cut] + mix.choice(ORDINARY) + item.title[cut + 1 :]))
    return asked


def _ask(title: str, code: str = "") -> Demand:
    facts = {"village_type": "village", "issuer_level": "county", "issuer_type": "department"}
    return Demand(Kind.AFFAIR, title, PLACE, DAY, code=code, facts=facts)


def per_second(work: Callable[[Demand], Any], asked: list[Demand]) -> dict[str, float]:
    """Median, slowest and fastest round."""
    rates = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for demand in asked:
            work(demand)
        rates.append(len(asked) / (time.perf_counter() - began))
    return {"median": round(statistics.median(rates)), "min": round(min(rates)), "max": round(max(rates))}


def run() -> dict[str, Any]:
    """The figures."""
    mix = random.Random(SEED)
    book = synthetic(mix)
    asked = demands(book, mix)
    began = time.perf_counter()
    decide(asked["exact"][0], book)
    first = time.perf_counter() - began
    keys = [key(item.title) for item in book.items]

    def scan(demand: Demand) -> float:
        """The score of the most similar title, from 0 to 1."""
        found = process.extractOne(key(demand.title), keys, scorer=fuzz.ratio)
        return found[1] / 100 if found else 0.0

    similar = [decide(demand, book) for demand in asked["similar"]]
    scores = [max((match.score for match in verdict.matched), default=0.0) for verdict in similar]
    same = sum(abs(score - scan(demand)) < 0.011 for score, demand in zip(scores, asked["similar"], strict=True))
    return {
        "set_up": {"items": ITEMS, "rules": RULES, "questions": SAMPLE, "rounds": ROUNDS, "seed": SEED, "cores": 1},
        "first_decision_with_index_seconds": round(first, 3),
        "decisions_per_second": {sort: per_second(lambda d: decide(d, book), asked[sort]) for sort in asked},
        "plain_rapidfuzz_scans_per_second": per_second(scan, asked["similar"]),
        "required": {"code": 20_000, "exact": 20_000, "similar": 2_000},
        "similar_questions_with_a_match": sum(v.outcome is Outcome.CONDITIONAL for v in similar),
        "similar_questions_whose_best_score_equals_the_scan": same,
        "not_proven": "one process on a shared machine; titles are synthetic; the plain scan only finds a title and decides nothing",
    }
