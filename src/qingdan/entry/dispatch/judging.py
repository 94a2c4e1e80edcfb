"""The gate's answer for thousands of villages: places between which nothing differs share one decision."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from qingdan.entry.dispatch.targets import Village, names_above
from qingdan.foundation.orgs.divisions import ancestors
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.orgs.names import short_place_names
from qingdan.policy.gate.decide import decide
from qingdan.policy.gate.emergencies import STAMP as EMERGENCY
from qingdan.policy.gate.emergencies import on_record
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.gate.model import Demand, FactValue, Kind, Outcome, Reason, Verdict
from qingdan.policy.gate.normalise import bare
from qingdan.policy.gate.rulebook import Rulebook
from qingdan.policy.packs.queries import OutsideEveryPack, pack_by_id
from qingdan.register.check.deriving import facts_of_division
from qingdan.register.check.guessing import guess_kinds
from qingdan.register.lists.rulebooks import places_with_rules, rulebook_for

TOWN_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked of villages, as it is on record. ``scopes``: where its code was admitted, None for a list's item."""

    kind: Kind
    title: str
    issuer: str
    frequency: str
    text: str = ""
    code: str = ""
    scopes: frozenset[str] | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    emergency: bool = False

    def demand(self, division: str, on: date, kind: Kind | None = None) -> Demand:
        """The demand on one village; of another kind it is what the text asks besides, under no code."""
        own = kind is None
        return Demand(
            kind=kind or self.kind,
            title=self.title if own else self.text,
            division=division,
            on=on,
            text=self.text,
            issuer=self.issuer,
            frequency=self.frequency,
            code=self.code if own else "",
            facts={**facts_of_division(division), **self.facts},
        )

    def covered(self, division: str, on: date, book: Rulebook) -> Demand:
        """The demand; it is for an emergency only where one on record covers the place and the day."""
        asked = self.demand(division, on)
        running = self.emergency and on_record(book.emergencies, division, on) is not None
        return replace(asked, facts={**asked.facts, "emergency": True}) if running else asked


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer for a group: whether it goes out, and if not, on what ground."""

    verdict: Verdict
    reason: Reason
    goes: bool
    digest: str
    beside: str = ""

    @property
    def word(self) -> str:
        """The word of the outcome."""
        return Outcome(self.outcome).word

    @property
    def outcome(self) -> str:
        """The outcome that decides here."""
        return self.reason.outcome.value if not self.goes else self.verdict.outcome.value

    @property
    def text(self) -> str:
        """The ground in one sentence."""
        return f"{self.beside}{self.reason.text}"

    @property
    def source(self) -> str:
        """Document and place of the clause, or the item."""
        clauses = pack_by_id(self.verdict.pack, self.verdict.on).clauses
        clause = clauses.get(self.reason.clause or "")
        where = f"{clause.document}{clause.ref}" if clause else ""
        return " ".join(part for part in (where or self.reason.document, self.reason.item) if part)[:300]


@dataclass(frozen=True, slots=True)
class _Town:
    places: tuple[str, ...]
    within: bool
    names: tuple[str, ...]


class Judge:
    """Decides a subject on a day. One decision stands for every village that the gate cannot tell from another.

    They are of one kind, have the same places with rules above them, the same of their names in the title, and lie
    both within the admission's scope or both outside it.
    """

    def __init__(self, subject: Subject, on: date) -> None:
        self.subject, self.on = subject, on
        self._places = places_with_rules(on)
        self._title = bare(subject.title)
        self._kinds = _kinds_beside(subject)
        self._names: dict[str, str] = {}
        self._towns: dict[str, _Town] = {}
        self._answers: dict[tuple[object, ...], Judged | None] = {}

    @property
    def decisions(self) -> int:
        """How many decisions were really made."""
        return len(self._answers)

    def judge(self, villages: Sequence[Village]) -> list[Judged | None]:
        """The answer for each of these villages, in their order; None for one that no policy pack speaks of."""
        self._learn({village.code[:TOWN_DIGITS] for village in villages})
        return [self._answer(village) for village in villages]

    def _answer(self, village: Village) -> Judged | None:
        town = self._towns[village.code[:TOWN_DIGITS]]
        scopes = self.subject.scopes
        like = (
            village.kind,
            town.places,
            village.code if village.code in self._places else "",
            scopes is None or town.within or village.code in scopes,
            town.names,
            self._named(village.name),
        )
        if like not in self._answers:
            self._answers[like] = self._decide(village.code)
        return self._answers[like]

    def _named(self, name: str) -> tuple[str, ...]:
        """The ways of calling a place that stand in the title; without one, the title is read alike everywhere."""
        if name[:1] not in self._title:
            return ()
        return tuple(each for each in short_place_names(name) if bare(each) in self._title)

    def look_around(self, divisions: Sequence[str]) -> None:
        """Learn the names of all places above the villages of these divisions at once: one query however many there are."""
        self._names |= names_above(divisions)

    def _learn(self, towns: set[str]) -> None:
        """What the villages of a town share: the places above them with rules, the scope, the names in the title."""
        fresh = {town: ancestors(f"{town}000") for town in towns - self._towns.keys()}
        missing = {code for above in fresh.values() for code in above} - self._names.keys()
        if missing:
            self._names |= dict.fromkeys(missing, "")
            self._names |= dict(Division.objects.filter(code__in=missing).values_list("code", "name"))
        scopes = self.subject.scopes or frozenset()
        for town, above in fresh.items():
            self._towns[town] = _Town(
                places=tuple(code for code in above if code in self._places),
                within=not scopes.isdisjoint(above),
                names=tuple(each for code in above for each in self._named(self._names[code])),
            )

    def _decide(self, division: str) -> Judged | None:
        try:
            book = rulebook_for(division, self.on)
        except OutsideEveryPack:
            return None
        verdict = decide(self.subject.covered(division, self.on, book), book)
        goes = verdict.outcome is Outcome.LISTED and (not self.subject.emergency or verdict.stamp == EMERGENCY)
        reason, beside = _first(verdict), ""
        if goes:
            for kind in self._kinds:
                other = decide(self.subject.demand(division, self.on, kind), book)
                if other.outcome is Outcome.FORBIDDEN:
                    goes, verdict, reason = False, other, _first(other)
                    beside = f"“要做什么”里另外要求了{KIND_LABELS[kind]}："
                    break
        words = "\x1f".join((reason.outcome.value, beside, reason.text, reason.clause or "", reason.item or ""))
        return Judged(verdict, reason, goes, hashlib.blake2b(words.encode(), digest_size=16).hexdigest(), beside)


def _first(verdict: Verdict) -> Reason:
    return next((reason for reason in verdict.reasons if not reason.note), verdict.reasons[0])


def _kinds_beside(subject: Subject) -> tuple[Kind, ...]:
    """What else the text asks for by its words; a red line against that stops the dispatch too."""
    if not subject.text.strip():
        return ()
    return tuple(guess.kind for guess in guess_kinds(subject.text) if guess.kind not in {subject.kind, Kind.AFFAIR})
