"""What the lists say: red items (step 3) and permits by exact title, or only by likeness (step 4)."""

from __future__ import annotations

from dataclasses import replace

from qingdan.policy.gate.case import Case, in_force, match
from qingdan.policy.gate.hits import Hit, fact_labels, item_reason
from qingdan.policy.gate.model import Item, ListKind, Outcome
from qingdan.policy.gate.truth import Tested
from qingdan.policy.gate.words import hold

_OFTEN = ("daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly", "once")


def red_hits(case: Case, *, like: bool) -> list[Hit]:
    """Red items: exact title or words forbid; likeness (where ``like``) only asks to confirm that it is not the item."""
    found: list[Hit] = []
    for kind in case.policy.reds:
        struck: set[str] = set()
        for item, counts in [*case.exact(kind), *_by_words(case, kind)]:
            if item.code not in struck and counts.truth is not False:
                struck.add(item.code)
                found.append(_red(case, item, counts))
        if like and not struck:
            found += [_like_red(case, item, score) for item, score in case.similar(kind)]
    return found


def _by_words(case: Case, kind: ListKind) -> list[tuple[Item, Tested]]:
    return [
        (item, case.facts.condition(item.when, case.on_lists))
        for item in case.index.red_terms.get(kind, ())
        if item.terms is not None and in_force(item, case.demand) and hold(item.terms, case.words)
    ]


def _red(case: Case, item: Item, counts: Tested) -> Hit:
    if counts.truth is None:
        text = f"还不知道{fact_labels(counts.missing)}，定不了是不是清单不允许的“{item.title}”。"
        reason = item_reason(case.book, item, Outcome.CONDITIONAL, text, effect="forbid")
        return Hit(reason, missing=counts.missing, matched=(match(item, 1.0),), decides=False)
    text = f"“{item.title}”列在{item.list_title}里。" + _conflict(item)
    advice = f"这件事由谁办：{item.handled_by}。" if item.handled_by else ""
    reason = item_reason(case.book, item, Outcome.FORBIDDEN, text, effect="forbid")
    return Hit(reason, matched=(match(item, 1.0),), advice=advice)


def _conflict(item: Item) -> str:
    return f"另有规定与它不一致：{item.conflict}" if item.conflict else ""


def _like_red(case: Case, item: Item, score: float) -> Hit:
    text = f"与{item.list_title}里的“{item.title}”相近（{score:.0%}），请确认不是它。"
    reason = item_reason(case.book, item, Outcome.CONDITIONAL, text, effect="forbid")
    return Hit(reason, matched=(match(item, score),), decides=False)


def permit_hits(case: Case) -> list[Hit]:
    """Items of the permitting lists with exactly this title; one for elsewhere is named only where none counts here."""
    exact = [found for kind in case.policy.permits for found in case.exact(kind)]
    here = [(item, counts) for item, counts in exact if counts.truth is not False]
    return [permit(case, item, counts) for item, counts in here or exact]


def like_permits(case: Case) -> list[Hit]:
    """Items that the demand may be; each must be confirmed by a person."""
    return [_like_permit(case, item, score) for kind in case.policy.permits for item, score in case.similar(kind)]


def _like_permit(case: Case, item: Item, score: float) -> Hit:
    text = f"与{item.list_title}里的“{item.title}”相近（{score:.0%}），请确认是不是它。"
    reason = item_reason(case.book, item, Outcome.CONDITIONAL, text, effect="permit")
    advice = f"请对方说清楚：是不是清单上的“{item.title}”。"
    return Hit(reason, matched=(match(item, score),), permits=True, decides=False, advice=advice)


def permit(case: Case, item: Item, counts: Tested, *, stamp: str = "") -> Hit:
    """A listed item: within its conditions, or with each unmet or unknown condition named."""
    if counts.truth is False:
        text = f"“{item.title}”在{item.list_title}里，但那一项不是给这里的（村还是社区、挂在里面还是外面要对得上）。"
        reason = replace(item_reason(case.book, item, Outcome.LISTED, text), note=True)
        return Hit(reason, matched=(match(item, 1.0),), decides=False)
    unmet, missing = _conditions(case, item, counts)
    if not unmet:
        text = f"“{item.title}”在{item.list_title}里。" + _conflict(item)
        reason = item_reason(case.book, item, Outcome.LISTED, text, effect="permit")
        return Hit(reason, matched=(match(item, 1.0),), permits=True, stamp=stamp)
    text = f"“{item.title}”在{item.list_title}里，但{'；'.join(unmet)}。"
    reason = item_reason(case.book, item, Outcome.CONDITIONAL, text, effect="permit")
    return Hit(reason, missing=missing, matched=(match(item, 1.0),), permits=True, decides=not missing)


def _conditions(case: Case, item: Item, counts: Tested) -> tuple[list[str], tuple[str, ...]]:
    unmet: list[str] = []
    missing: list[str] = list(counts.missing)
    if counts.truth is None:
        unmet.append(f"还不知道{fact_labels(counts.missing)}")
    if item.basis_ended:
        unmet.append(f"它的依据{'、'.join(item.basis)}已经废止，要由牵头单位确认还能不能做")
    for test in item.needs.facts:
        truth = case.facts.test(test).truth
        if truth is None:
            missing.append(test.fact)
            unmet.append(f"还不知道{fact_labels((test.fact,))}")
        elif not truth:
            unmet.append(f"{fact_labels((test.fact,))}没有做到")
    often = too_often(case.demand.frequency, item.frequency)
    if often is None:
        missing.append("frequency")
        unmet.append("还不知道多久一次")
    elif often:
        unmet.append("超过清单规定的频次")
    return unmet, tuple(missing)


def too_often(asked: str | None, allowed: str | None) -> bool | None:
    """Whether more is asked than the item allows; None if that is unknown."""
    if allowed is None:
        return False
    if asked is None:
        return None
    if asked not in _OFTEN or allowed not in _OFTEN:
        return asked != allowed
    return _OFTEN.index(asked) < _OFTEN.index(allowed)
