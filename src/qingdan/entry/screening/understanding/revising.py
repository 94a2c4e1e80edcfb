"""Grammar and what labelled sentences taught, put together: the learned weights speak where they are sure. Pure.

The grammar decides. What the weights hold for almost impossible is dropped, and of a sentence that stands alone what they
hold for likely is added where the grammar knew no reason against it (a ban, a report, a gift, another who acts); within a paper nothing is added, because the paper itself says to whom it speaks.
"""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.entry.screening.understanding.learned.model import OUTPUTS, Learned, learned
from qingdan.policy.gate.model import Kind

_DEMAND = OUTPUTS.index("demand")
_KINDS = tuple((kind, OUTPUTS.index(kind.value)) for kind in Kind)


@dataclass(frozen=True, slots=True)
class Limits:
    """Likelihoods below which a demand or a kind is dropped, and above which one is added (above 1: never).

    ``weights``: others than this version's own, for measuring what sentences teach that the weights have not seen.
    """

    drop: float
    add: float
    drop_kind: float = 0.01
    add_kind: float = 2.0
    weights: Learned | None = None


ALONE = Limits(drop=0.05, add=0.7)
IN_PAPER = Limits(drop=0.0005, add=2.0)
IN_TABLE = Limits(drop=-1.0, add=2.0)
"""Chosen on half of a set of sentences that nothing had been tuned on; the other half confirmed them (docs/screening.md). A cell is too
short for the weights to say that it asks nothing."""


class Second:
    """A second look at one sentence; the weights are asked only where they can change something."""

    def __init__(self, sentence: str, limits: Limits) -> None:
        self._sentence, self._limits = sentence, limits
        self._total: int | None = None
        self._count = 0

    def _likelihood(self, output: int) -> float:
        weights = self._limits.weights or learned()
        if self._total is None:
            runs = weights.runs(self._sentence)
            self._total, self._count = weights.total(runs), len(runs)
        return weights.of_total(output, self._total, self._count)

    def demand(self, found: bool, unsure: bool = True) -> bool:
        """Whether it is a demand, after the grammar's answer; ``unsure``: it knew no reason why not."""
        if not found:
            return unsure and self._limits.add <= 1 and self._likelihood(_DEMAND) > self._limits.add
        return self._likelihood(_DEMAND) > self._limits.drop

    def kinds(self, found: tuple[Kind, ...]) -> tuple[Kind, ...]:
        """The kinds of a demand, after the grammar's; never none."""
        if found and self._limits.add_kind > 1:
            return tuple(k for k in found if self._likelihood(OUTPUTS.index(k.value)) > self._limits.drop_kind) or found
        likely = {kind: self._likelihood(output) for kind, output in _KINDS}
        kept = tuple(
            kind
            for kind, value in likely.items()
            if value > (self._limits.drop_kind if kind in found else self._limits.add_kind)
        )
        return kept or found or (max(likely, key=lambda kind: likely[kind]),)

    def percent(self) -> int:
        """The likelihood of a demand in words for people."""
        return round(100 * self._likelihood(_DEMAND))
