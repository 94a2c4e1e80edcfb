"""Training the weights: logistic regression with an L2 penalty by dual coordinate descent (Yu, Huang, Lin 2011).

Deterministic: the order of the examples comes from a fixed seed. ``python -m … FILE`` writes the weights anew.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qingdan.entry.screening.understanding.learned.features import grams
from qingdan.entry.screening.understanding.learned.model import OUTPUTS, SCALE, WEIGHTS, Learned, written

SEED, ROUNDS = 20261126, 40
PENALTY = 0.3
"""How much an error counts against the size of the weights."""
FEWEST = 3
"""A run of characters must stand in so many sentences."""
SETS = ("dev.jsonl", "sentences.jsonl", "sentences_b.jsonl")
FOLDER = Path(__file__).parents[2] / "tests"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with its label."""

    text: str
    demand: bool
    kinds: frozenset[str]

    def has(self, output: str) -> bool:
        """Whether an output holds for it."""
        return self.demand if output == "demand" else output in self.kinds


def examples(folder: Path = FOLDER, sets: Sequence[str] = SETS) -> list[Labelled]:
    """The labelled sentences of the repository, those of the sets that are there."""
    found = []
    for name in sets:
        path = folder / name
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        for row in map(json.loads, filter(None, lines)):
            found.append(Labelled(row["text"], row["demand"], frozenset(row["kinds"] or ())))
    return found


def digest_of(labelled: Sequence[Labelled]) -> str:
    """Tells whether weights were made from these sentences."""
    words = json.dumps([[each.text, each.demand, sorted(each.kinds)] for each in labelled], ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def trained(labelled: Sequence[Labelled]) -> Learned:
    """The weights that these sentences teach."""
    each = [grams(example.text) for example in labelled]
    counted = Counter(run for runs in each for run in runs)
    names = sorted(run for run, times in counted.items() if times >= FEWEST)
    places = {run: place for place, run in enumerate(names)}
    bias = len(names)
    rows = [[*sorted(places[run] for run in runs if run in places), bias] for runs in each]
    columns = [_regression(rows, [example.has(output) for example in labelled], bias + 1) for output in OUTPUTS]
    whole = [[round(weight * SCALE) for weight in column] for column in columns]
    weights = {run: tuple(column[place] for column in whole) for run, place in places.items()}
    return Learned(digest_of(labelled), tuple(column[bias] for column in whole), _that_say_something(weights))


def _that_say_something(weights: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    return {run: row for run, row in weights.items() if any(row)}


def _regression(rows: Sequence[Sequence[int]], labels: Sequence[bool], size: int) -> list[float]:
    """Weights that minimise half their square plus :data:`PENALTY` times the logistic loss; every row's values are 1."""
    weights = [0.0] * size
    signs = [1.0 if label else -1.0 for label in labels]
    share = [min(0.001 * PENALTY, 1e-8)] * len(rows)
    for row, sign, part in zip(rows, signs, share, strict=True):
        for place in row:
            weights[place] += sign * part
    order = list(range(len(rows)))
    mix = random.Random(SEED)  # noqa: S311 - an order, no secret
    for _round in range(ROUNDS):
        mix.shuffle(order)
        for number in order:
            row, sign = rows[number], signs[number]
            step = _step(share[number], sign * sum(map(weights.__getitem__, row)), float(len(row)))
            share[number] += step
            for place in row:
                weights[place] += sign * step
    return weights


def _step(part: float, margin: float, square: float) -> float:
    """How far a share moves: where the derivative of its one-dimensional dual problem is 0; found by halving."""
    low, high = -part, PENALTY - part
    for _time in range(40):
        step = (low + high) / 2
        slope = square * step + margin + math.log((part + step) / (PENALTY - part - step))
        low, high = (low, step) if slope > 0 else (step, high)
    return (low + high) / 2


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else WEIGHTS
    target.write_text(written(trained(examples())), encoding="utf-8")
