"""How each demand of a paper is mended, and what the paper costs the villages. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from qingdan.entry.admission.checking import villages_of
from qingdan.entry.screening.deciding import JudgedDemand, JudgedPaper, KindVerdict
from qingdan.policy.gate.codes import compact
from qingdan.policy.gate.rulebook import Rulebook
from qingdan.policy.packs.queries import governing_on
from qingdan.policy.packs.screening import Advice, ScreeningRules, advice_for
from qingdan.register.burden.rules import duration, hours_a_year
from qingdan.register.check.services import LIVE, Sources
from qingdan.register.lists.models import Item


@dataclass(frozen=True, slots=True)
class Cost:
    """Hours a year, an estimate (测算值): of one village and of all that are addressed.

    ``once`` demands do not say how often and count once; ``unknown`` ones come with events and count nothing.
    """

    each: Decimal
    villages: int
    once: int = 0
    unknown: int = 0

    @property
    def total(self) -> Decimal:
        """Hours a year of all villages."""
        return self.each * self.villages

    @property
    def in_words(self) -> str:
        """The estimate as people read it, with what it rests on."""
        if not self.each:
            return "未测算：没有写明的次数和用时可算。" if self.once + self.unknown else "不占村（社区）的时间。"
        rests = [
            f"{self.once} 处没有写多久一次，按一次算" if self.once else "",
            f"{self.unknown} 处有事才做，没有算进去" if self.unknown else "",
        ]
        tail = "；".join(part for part in rests if part)
        alone = f"测算值：每村每年约 {duration(self.each)}"
        whole = alone if self.villages <= 1 else f"{alone}，{self.villages:,} 个村（社区）合计约 {duration(self.total)}"
        return f"{whole}（{tail}）" if tail else whole


@dataclass(frozen=True, slots=True)
class Mended:
    """A judged paper with the advice for each demand, in their order, and its cost."""

    judged: JudgedPaper
    advice: tuple[tuple[Advice, ...], ...]
    cost: Cost


def mend(judged: JudgedPaper, sources: Sources | None = None) -> Mended:
    """Advice and cost of a judged paper by the pack and the register of its place. ``sources`` as it was judged by."""
    place, on = judged.setting.division, judged.setting.on
    rules = governing_on(place, on)[0].screening
    book = (sources or LIVE).rulebook(place, on)
    advice = tuple(_advice(demand, rules, book) for demand in judged.demands)
    return Mended(judged, advice, _cost(judged, rules))


def _advice(demand: JudgedDemand, rules: ScreeningRules, book: Rulebook) -> tuple[Advice, ...]:
    """For the hardest answers: what mends them mends the sentence."""
    found: dict[tuple[str, str], Advice] = {}
    for answer in demand.answers:
        if answer.verdict.outcome is demand.outcome:
            for each in advice_for(rules, answer.kind, answer.verdict, _words(answer, book)):
                found.setdefault((each.act, each.says), each)
    return tuple(found.values())


def _words(answer: KindVerdict, book: Rulebook) -> dict[str, str]:
    """What advice may name: the item that was found, who handles it instead, whom to apply to."""
    verdict = answer.verdict
    match = verdict.matched[0] if verdict.matched else None
    item = book.index.by_code.get(compact(match.code)) if match else None
    routes = book.kinds[answer.kind].routes
    return {
        "item": match.title if match else "",
        "code": match.code if match else "",
        "handled_by": item.handled_by if item else "",
        "apply_to": routes[0].apply_to if routes else "牵头单位",
    }


def _cost(judged: JudgedPaper, rules: ScreeningRules) -> Cost:
    """The hours of all demands together; items with minutes of their own count with these, others as the pack says."""
    minutes = _minutes_on_record(code for demand in judged.demands for code in _listed(demand))
    each, once, unknown = Decimal(0), 0, 0
    for demand in judged.demands:
        asked = _minutes(demand, rules, minutes)
        if not asked:
            continue
        hours = hours_a_year(asked, demand.said.frequency or "once")
        once += not demand.said.frequency
        unknown += hours is None
        each += hours or 0
    villages = villages_of([judged.setting.division], []).count() if judged.demands else 0
    return Cost(each, villages, once, unknown)


def _minutes(demand: JudgedDemand, rules: ScreeningRules, recorded: Mapping[str, int]) -> int:
    """Minutes of one occurrence: what is on record of the item that it is, else what its kinds usually take together."""
    own = [recorded[code] for code in _listed(demand) if code in recorded]
    return max(own) if own else sum(rules.minutes(kind) or 0 for kind in demand.said.kinds)


def _listed(demand: JudgedDemand) -> list[str]:
    return [match.code for answer in demand.answers for match in answer.verdict.matched if match.score == 1.0]


def _minutes_on_record(codes: Iterable[str]) -> dict[str, int]:
    wanted = set(codes)
    if not wanted:
        return {}
    rows = Item.objects.filter(code__in=wanted, published=True).order_by("edition_id").values_list("code", "spec")
    return {code: spec["minutes"] for code, spec in rows if spec.get("minutes")}
