"""How likely a sentence is a demand, and of which kinds, by weights that were learned. Pure and total."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import ahocorasick

from qingdan.entry.screening.understanding.learned.features import plain
from qingdan.policy.gate.model import Kind

WEIGHTS = Path(__file__).with_name("weights.tsv")
OUTPUTS = ("demand", *(kind.value for kind in Kind))
"""What is answered, in the order of the file's columns."""
SCALE = 1000
"""Weights stand in the file as whole thousandths."""


class BadWeights(ValueError):
    """A file of weights that does not have their form."""


@dataclass(frozen=True)
class Learned:
    """Weights by run of characters. ``digest`` is of the labelled sentences that taught them."""

    digest: str
    bias: tuple[int, ...]
    weights: Mapping[str, tuple[int, ...]]
    _automaton: Any = field(init=False, repr=False, compare=False)
    _packed: Sequence[int] = field(init=False, repr=False, compare=False)
    """For each run its weights of all outputs in one large number, so that a sentence needs one sum for all of them."""

    def __post_init__(self) -> None:
        automaton = ahocorasick.Automaton()
        for place, run in enumerate(self.weights):
            automaton.add_word(run, place)
        automaton.make_automaton()
        object.__setattr__(self, "_automaton", automaton)
        object.__setattr__(self, "_packed", [_packed(row) for row in self.weights.values()])

    def runs(self, sentence: str) -> set[int]:
        """The runs with weights that stand in a sentence."""
        return {place for _end, place in self._automaton.iter(plain(sentence))} if self.weights else set()

    def total(self, runs: set[int]) -> int:
        """The sum of the weights of all outputs at once, for :meth:`of_total`."""
        return sum(map(self._packed.__getitem__, runs))

    def of_total(self, output: int, total: int, count: int) -> float:
        """Between 0 and 1, of the output with this number, from the :meth:`total` of ``count`` runs."""
        value = ((total >> (_BITS * output)) & _MASK) - count * _SHIFT
        return _logistic((self.bias[output] + value) / SCALE)

    def likelihood(self, output: int, runs: set[int]) -> float:
        """The same from the runs themselves."""
        return self.of_total(output, self.total(runs), len(runs))


_BITS, _SHIFT = 40, 1 << 24
_MASK = (1 << _BITS) - 1
"""A weight is moved above 0 and stands in 40 bits of the number of its run: the sum of a sentence's runs stays below that."""


def _packed(row: Iterable[int]) -> int:
    return sum((weight + _SHIFT) << (_BITS * place) for place, weight in enumerate(row))


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value > -700 else 0.0


def read(text: str) -> Learned:
    """The weights of a file; raises :class:`BadWeights`."""
    lines = text.split("\n")
    if len(lines) < 2 or not lines[0].startswith("#") or lines[-1]:
        raise BadWeights("the first line must be # and the digest, the last one empty")
    rows = {run: _numbers(rest) for run, _tab, rest in (line.partition("\t") for line in lines[2:-1])}
    return Learned(lines[0].removeprefix("#").strip(), _numbers(lines[1].partition("\t")[2]), rows)


def _numbers(cells: str) -> tuple[int, ...]:
    try:
        found = tuple(map(int, cells.split("\t")))
    except ValueError as error:
        raise BadWeights("a weight that is no whole number") from error
    if len(found) != len(OUTPUTS):
        raise BadWeights(f"{len(found)} columns instead of {len(OUTPUTS)}")
    return found


def written(learned: Learned) -> str:
    """The file of weights, a run of characters a line, in order."""
    rows = [("bias", learned.bias), *sorted(learned.weights.items())]
    return "\n".join([f"#{learned.digest}", *(f"{run}\t{_cells(row)}" for run, row in rows), ""])


def _cells(row: Iterable[int]) -> str:
    return "\t".join(map(str, row))


@cache
def learned() -> Learned:
    """The weights of this version, read once."""
    return read(WEIGHTS.read_text(encoding="utf-8"))
