"""The same matter asked twice: by its name, by nearly its name, or by the fields of a form. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from qingdan.policy.gate.normalise import bare

ALIKE = 0.82
"""From here on two titles are shown as nearly the same (系统建议值): 残疾人需求调查 and 残疾人需求调查表 are, 残疾人需求调查 and
老年人需求调查 are not. A person decides in any case; the tests hold the pairs that were looked at."""
SAME_FIELDS = 0.6
"""From here on the fields of two forms overlap so much that one form could serve both."""
FEWEST_FIELDS = 3
MOST_PAIRS = 500
COMMON = 400
"""A pair of characters that stands in more titles than this says nothing and proposes no candidates."""


@dataclass(frozen=True, slots=True)
class Registered:
    """An entry as far as likeness asks."""

    id: int
    body: int
    kind: str
    title: str
    key: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one matter: why, and how alike (1.0: the same name)."""

    one: int
    other: int
    score: float
    why: str


def pairs(entries: Sequence[Registered]) -> list[Pair]:
    """All pairs of one kind that are alike, likest first; at most :data:`MOST_PAIRS`.

    Only entries that share characters or fields are held against each other, so that thousands of them take seconds.
    """
    found: dict[tuple[int, int], Pair] = {}
    by_id = {entry.id: entry for entry in entries}
    for one, other in _candidates(entries, lambda entry: _bigrams(entry.key)):
        _keep(found, _by_name(by_id[one], by_id[other]))
    forms = [entry for entry in entries if len(entry.columns) >= FEWEST_FIELDS]
    for one, other in _candidates(forms, lambda entry: {bare(column) for column in entry.columns}):
        _keep(found, _by_fields(by_id[one], by_id[other]))
    return sorted(found.values(), key=lambda pair: (-pair.score, pair.one, pair.other))[:MOST_PAIRS]


def _keep(found: dict[tuple[int, int], Pair], pair: Pair | None) -> None:
    if pair is None:
        return
    before = found.get((pair.one, pair.other))
    if before is None or before.score < pair.score:
        found[pair.one, pair.other] = pair


def _candidates(entries: Sequence[Registered], marks_of: Callable[[Registered], set[str]]) -> Iterable[tuple[int, int]]:
    """Pairs of one kind that share at least a third of the marks of the one that has fewer."""
    marks = {entry.id: marks_of(entry) for entry in entries}
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for entry in entries:
        for mark in marks[entry.id]:
            holders[entry.kind, mark].append(entry.id)
    shared: Counter[tuple[int, int]] = Counter()
    for ids in holders.values():
        if 1 < len(ids) <= COMMON:
            for place, one in enumerate(ids):
                for other in ids[place + 1 :]:
                    shared[one, other] += 1
    for (one, other), number in shared.items():
        if number * 3 >= min(len(marks[one]), len(marks[other])):
            yield one, other


def _bigrams(words: str) -> set[str]:
    return {words[place : place + 2] for place in range(len(words) - 1)} or {words}


def _by_name(one: Registered, other: Registered) -> Pair | None:
    if one.key == other.key:
        return Pair(one.id, other.id, 1.0, "名称一样")
    score = fuzz.ratio(one.key, other.key) / 100
    shorter, longer = sorted((one.key, other.key), key=len)
    if len(shorter) >= 4 and shorter in longer:
        score = max(score, 0.9)
    return Pair(one.id, other.id, round(score, 2), "名称相近") if score >= ALIKE else None


def _by_fields(one: Registered, other: Registered) -> Pair | None:
    first, second = ({bare(column) for column in each.columns} for each in (one, other))
    both = first & second
    score = len(both) / len(first | second)
    if score < SAME_FIELDS:
        return None
    return Pair(one.id, other.id, round(score, 2), f"栏目有 {len(both)} 个一样")
