"""Which clause is proven by which tests: gathered from test runs, kept in ``proof.json`` beside this module."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from qingdan.policy.packs.reading import LIBRARY

PROOF_FILE = Path(__file__).with_name("proof.json")
"""Clause id to the ids of tests that prove it; sorted, so that it changes only when a proof does."""


@lru_cache(maxsize=1)
def proven_by() -> Mapping[str, tuple[str, ...]]:
    """The recorded proof: clause id to test ids; empty before the first recorded run."""
    if not PROOF_FILE.exists():
        return {}
    return {clause: tuple(tests) for clause, tests in json.loads(PROOF_FILE.read_text(encoding="utf-8")).items()}


@lru_cache(maxsize=1)
def known_clauses() -> frozenset[str]:
    """The clause ids of the library, read leniently: a fault elsewhere in a pack must not hide them."""
    found: set[str] = set()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in sorted(LIBRARY.glob("*/clauses.yaml")):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 -- the C twin of the safe loader
        found |= {str(clause["id"]) for clause in data["clauses"]}
    return frozenset(found)


class Proof:
    """What a run proved: a clause stands only by tests whose every phase passed."""

    def __init__(self) -> None:
        self._clauses: dict[str, list[str]] = {}
        self._called: set[str] = set()
        self._failed: set[str] = set()
        self._skipped: set[str] = set()

    def add(self, test: str, clauses: Iterable[str], *, phase: str, passed: bool, skipped: bool) -> None:
        """One phase (setup, call, teardown) of a marked test."""
        self._clauses[test] = sorted(set(clauses))
        if skipped:
            self._skipped.add(test)
        elif not passed:
            self._failed.add(test)
        elif phase == "call":
            self._called.add(test)

    def by_clause(self) -> dict[str, list[str]]:
        """Clause id to the tests that passed, sorted."""
        table: dict[str, list[str]] = {}
        for test in sorted(self._called - self._failed - self._skipped):
            for clause in self._clauses[test]:
                table.setdefault(clause, []).append(test)
        return dict(sorted(table.items()))

    def not_run(self, deselected: Iterable[str]) -> list[str]:
        """Marked tests that were there but did not run."""
        return sorted((self._skipped | set(deselected)) - self._called)


def write_run(path: Path, proof: Proof, deselected: Sequence[str]) -> None:
    """Write what one run proved, and which marked tests it left out."""
    path.write_text(as_json({"proven": proof.by_clause(), "not_run": proof.not_run(deselected)}), encoding="utf-8")


def merge(runs: Iterable[Mapping[str, Any]], recorded: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The proof of several runs together.

    A recorded proof stays if its test was there but ran in none of them (no browser on this machine).
    """
    proven: dict[str, set[str]] = {}
    left_out: set[str] = set()
    for run in runs:
        left_out |= set(run["not_run"])
        for clause, tests in run["proven"].items():
            proven.setdefault(clause, set()).update(tests)
    for clause, tests in recorded.items():
        kept = left_out & set(tests)
        if kept:
            proven.setdefault(clause, set()).update(kept)
    return {clause: sorted(tests) for clause, tests in sorted(proven.items())}


def as_json(document: Mapping[str, Any]) -> str:
    """Stable JSON: sorted keys, Chinese unescaped, a line end at the end."""
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
