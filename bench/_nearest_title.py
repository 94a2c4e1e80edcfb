"""The plain way beside which screening is measured: words by jieba, TF-IDF, the cosine to every item's title.

A sentence whose nearest title is near enough is taken for a demand of that item's kind. Pure Python over an inverted
index; the words are cut by rjieba, jieba's algorithm in Rust, so that the plain way is not slow for its cutter.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import rjieba

from qingdan.entry.screening.measuring import Sample, Score
from qingdan.policy.gate.model import Kind, ListKind

FOLDS = 5
STEPS = 100
KINDS: Mapping[ListKind, Kind] = {
    ListKind.MECHANISM: Kind.MECHANISM, ListKind.PLAQUE: Kind.PLAQUE, ListKind.STREET_PLAQUE: Kind.PLAQUE, ListKind.FORM: Kind.FORM,
    ListKind.CHANNEL: Kind.CHANNEL, ListKind.APPRAISAL: Kind.APPRAISAL, ListKind.CERTIFICATE_RETAINED: Kind.CERTIFICATE,
    ListKind.CERTIFICATE_CANCELLED: Kind.CERTIFICATE, ListKind.CERTIFICATE_BARRED: Kind.CERTIFICATE,
}  # fmt: skip
"""The kind of demand that an item of a list is; of all other lists an affair."""


class NearestTitle:
    """TF-IDF over titles; finds the nearest one by cosine."""

    def __init__(self, titles: Sequence[tuple[str, ListKind]]) -> None:
        counted = [Counter(_words(title)) for title, _kind in titles]
        found_in = Counter(word for words in counted for word in words)
        self._weights = {word: math.log((1 + len(titles)) / (1 + count)) + 1 for word, count in found_in.items()}
        self._kinds = [KINDS.get(kind, Kind.AFFAIR) for _title, kind in titles]
        self._index: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, words in enumerate(counted):
            for word, part in self._vector(words).items():
                self._index[word].append((number, part))

    def _vector(self, words: Mapping[str, int]) -> dict[str, float]:
        weighed = {word: count * self._weights[word] for word, count in words.items() if word in self._weights}
        length = math.sqrt(sum(part * part for part in weighed.values()))
        return {word: part / length for word, part in weighed.items()} if length else {}

    def nearest(self, text: str) -> tuple[float, Kind]:
        """The cosine to the nearest title, and the kind of its item."""
        scores: dict[int, float] = defaultdict(float)
        for word, part in self._vector(Counter(_words(text))).items():
            for number, other in self._index[word]:
                scores[number] += part * other
        if not scores:
            return 0.0, Kind.AFFAIR
        best = max(scores, key=scores.__getitem__)
        return scores[best], self._kinds[best]


def _words(text: str) -> list[str]:
    return [word for word in rjieba.cut(text, False) if word.strip() and word.isalnum()]


def accuracy(nearest: NearestTitle, samples: Sequence[Sample]) -> dict[str, float]:
    """F1 of demands and macro F1 of kinds, each fold with the threshold that is best for the others."""
    answered = [(sample, *nearest.nearest(sample.text)) for sample in samples]
    demand, kinds = Score(), {kind: Score() for kind in Kind}
    for fold in range(FOLDS):
        own = answered[fold::FOLDS]
        threshold = _best(each for number, each in enumerate(answered) if number % FOLDS != fold)
        for sample, score, found in own:
            said = score >= threshold
            demand.count(said, sample.demand)
            for kind, counted in kinds.items():
                counted.count(said and kind is found, kind in sample.kinds)
    macro = sum(score.f1 for score in kinds.values()) / len(kinds)
    return {"demand_f1": round(demand.f1, 3), "kinds_macro_f1": round(macro, 3)}


def _best(answered: Iterable[tuple[Sample, float, Kind]]) -> float:
    """The threshold with the best F1 of demands."""
    known = [(score, sample.demand) for sample, score, _kind in answered]

    def f1(threshold: float) -> float:
        counted = Score()
        for score, demand in known:
            counted.count(score >= threshold, demand)
        return counted.f1

    return max((step / STEPS for step in range(STEPS)), key=f1)
