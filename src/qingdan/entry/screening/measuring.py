"""How well sentences are understood, measured on labelled ones and on whole documents: figures for the tests and docs.

Labelled sentences are lines of JSON (id, text, demand, kinds, neg_type), the documents plain texts beside a YAML file
that says what they really ask. Rules were written and weights learned on all sets but ``heldout``, so a figure on them
says less than one on text that nobody saw (docs/screening.md).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from qingdan.entry.screening.model import Understood
from qingdan.entry.screening.reading import read_words
from qingdan.entry.screening.understanding import understand, understand_text
from qingdan.entry.screening.understanding.learned.train import SETS as LEARNED_SETS
from qingdan.entry.screening.understanding.learned.train import Labelled, examples, trained
from qingdan.entry.screening.understanding.revising import ALONE
from qingdan.policy.gate.model import Kind

SAMPLES = Path(__file__).parent / "tests"
POLICIES = SAMPLES / "policies"
SETS = ("dev", "sentences", "sentences_b", "heldout")
"""``heldout`` is for measuring alone: no rule was written and no weight learned on it."""
OPENED, CLOSED = "<!-- measured -->", "<!-- /measured -->"
Reader = Callable[[str], Understood]


@dataclass(frozen=True, slots=True)
class Sample:
    """A labelled sentence."""

    id: str
    text: str
    demand: bool
    kinds: frozenset[Kind]
    neg_type: str | None


@dataclass(slots=True)
class Score:
    """Hits, false alarms and misses; 1 where there was nothing to find and nothing was found."""

    hits: int = 0
    false_alarms: int = 0
    misses: int = 0

    def count(self, found: bool, labelled: bool) -> None:
        """Count one answer against its label."""
        self.hits += found and labelled
        self.false_alarms += found and not labelled
        self.misses += labelled and not found

    @property
    def precision(self) -> float:
        """The share of what was found that is labelled so."""
        return self.hits / (self.hits + self.false_alarms) if self.hits + self.false_alarms else 1.0

    @property
    def recall(self) -> float:
        """The share of what is labelled so that was found."""
        return self.hits / (self.hits + self.misses) if self.hits + self.misses else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = 2 * self.hits + self.false_alarms + self.misses
        return 2 * self.hits / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Wrong:
    """A sentence that was answered otherwise than labelled."""

    sample: Sample
    demand: bool
    kinds: frozenset[Kind]


@dataclass(slots=True)
class Figures:
    """The figures of one set of sentences."""

    total: int = 0
    demand: Score = field(default_factory=Score)
    kinds: dict[Kind, Score] = field(default_factory=lambda: {kind: Score() for kind in Kind})
    alarms: dict[str, tuple[int, int]] = field(default_factory=dict)
    """For each class of non-demand: how many were taken for demands, of how many."""
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def macro(self) -> float:
        """The mean F1 of the kinds."""
        return sum(score.f1 for score in self.kinds.values()) / len(self.kinds)


@dataclass(frozen=True, slots=True)
class DocumentFigures:
    """What was found in a document whose real demands are known."""

    name: str
    found: int
    real: int
    missed: tuple[str, ...]
    alarms: tuple[str, ...]


def samples(path: Path) -> list[Sample]:
    """The labelled sentences of a file of JSON lines."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [Sample(r["id"], r["text"], r["demand"], frozenset(map(Kind, r["kinds"])), r["neg_type"]) for r in rows]


def figures(labelled: Iterable[Sample], reader: Reader = understand_text, into: Figures | None = None) -> Figures:
    """How ``reader`` answers the labelled sentences; counted ``into`` figures that are there already, where given."""
    found = into or Figures()
    for sample in labelled:
        answer = reader(sample.text)
        kinds = frozenset(answer.kinds)
        found.total += 1
        found.demand.count(answer.demand, sample.demand)
        for kind, score in found.kinds.items():
            score.count(kind in kinds, kind in sample.kinds)
        if sample.neg_type is not None:
            wrong, of = found.alarms.get(sample.neg_type, (0, 0))
            found.alarms[sample.neg_type] = (wrong + answer.demand, of + 1)
        if answer.demand != sample.demand or kinds != sample.kinds:
            found.wrong.append(Wrong(sample, answer.demand, kinds))
    return found


FOLDS = 5


def cross_validated(name: str = "dev", folds: int = FOLDS) -> Figures:
    """A set answered with weights that saw all other sets and the other folds of this one, but not the fold itself.

    The rules of the grammar are the same in every fold.
    """
    labelled = samples(SAMPLES / f"{name}.jsonl")
    others = [each for other in LEARNED_SETS if other != f"{name}.jsonl" for each in examples(SAMPLES, [other])]
    found = Figures()
    for fold in range(folds):
        seen = [
            Labelled(each.text, each.demand, frozenset(each.kinds))
            for n, each in enumerate(labelled)
            if n % folds != fold
        ]
        limits = replace(ALONE, weights=trained([*others, *seen]))
        figures(labelled[fold::folds], lambda text, limits=limits: understand_text(text, limits=limits), found)  # type: ignore[misc]
    return found


def documents(folder: Path = POLICIES) -> list[DocumentFigures]:
    """What is found in the policy documents that protect villages."""
    real = yaml.safe_load((folder / "demands.yaml").read_text("utf-8"))
    return [_document(name, (folder / f"{name}.txt").read_text("utf-8"), said) for name, said in real.items()]


def _document(name: str, text: str, said: dict[str, list[str]]) -> DocumentFigures:
    paper = read_words(text)
    found = [paper.text[one.start : one.end] for one in understand(paper) if one.demand]
    lines = ["".join(words.split()) for words in found]
    missed = tuple(words for words in said["demands"] if not any("".join(words.split()) in line for line in lines))
    known = ["".join(words.split()) for words in (*said["demands"], *said["either"])]
    alarms = tuple(line for line in lines if not any(words in line for words in known))
    return DocumentFigures(name, len(found), len(said["demands"]), missed, alarms)


def as_markdown(sets: dict[str, Figures], papers: Iterable[DocumentFigures]) -> str:
    """The measured part of ``docs/screening.md``."""
    lines = ["| set | sentences | demand P | R | F1 | kinds macro F1 |", "|---|---|---|---|---|---|"]
    for name, one in sets.items():
        score = one.demand
        lines.append(
            f"| {name} | {one.total} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} | {one.macro:.3f} |"
        )
    lines += ["", "| kind | " + " | ".join(f"{name} F1" for name in sets) + " |", "|---|" + "---|" * len(sets)]
    for kind in Kind:
        lines.append(f"| {kind} | " + " | ".join(f"{one.kinds[kind].f1:.3f}" for one in sets.values()) + " |")
    lines += ["", "| taken for a demand though | " + " | ".join(sets) + " |", "|---|" + "---|" * len(sets)]
    for reason in sorted({reason for one in sets.values() for reason in one.alarms}):
        cells = [f"{wrong} of {of}" for wrong, of in (one.alarms.get(reason, (0, 0)) for one in sets.values())]
        lines.append(f"| {reason} | " + " | ".join(cells) + " |")
    lines += ["", "| policy document | found | real demands | missed | false alarms |", "|---|---|---|---|---|"]
    lines += [f"| {p.name} | {p.found} | {p.real} | {len(p.missed)} | {len(p.alarms)} |" for p in papers]
    lines += ["", "Answered otherwise than labelled:", ""]
    for name, one in sets.items():
        lines += [_error(name, wrong) for wrong in one.wrong]
    return "\n".join(lines) + "\n"


def _error(name: str, wrong: Wrong) -> str:
    """A line on one error: labelled → answered."""

    def said(demand: bool, kinds: frozenset[Kind]) -> str:
        return " ".join(kind for kind in Kind if kind in kinds) if demand else "none"

    sample = wrong.sample
    return (
        f"- {name} {sample.id}: {sample.text} ({said(sample.demand, sample.kinds)} → {said(wrong.demand, wrong.kinds)})"
    )


def measured(*, validated: bool = False) -> str:
    """All figures of the labelled sets and documents in this tree, as Markdown; ``validated``: across folds too (a minute)."""
    sets = {name: figures(samples(SAMPLES / f"{name}.jsonl")) for name in SETS}
    if validated:
        sets[f"dev across {FOLDS} folds"] = cross_validated()
    return as_markdown(sets, documents())


def main(page: Path, *, validated: bool = False) -> None:
    """Write the figures between the marks of ``page``; raises ``ValueError`` where the marks are missing."""
    text = page.read_text("utf-8")
    before, _, rest = text.partition(OPENED)
    _, closed, after = rest.partition(CLOSED)
    if not closed:
        raise ValueError(f"{page} has no place between {OPENED} and {CLOSED}")
    page.write_text(f"{before}{OPENED}\n{measured(validated=validated)}{CLOSED}{after}", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), validated=True)
