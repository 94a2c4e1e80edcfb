"""The gate's words: what is asked (Demand), by which rules (Rulebook), with what answer (Verdict)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Outcome(StrEnum):
    """What the gate answers; ``hardness`` orders them (design: forbidden is hardest)."""

    LISTED = "listed"
    CONDITIONAL = "conditional"
    UNLISTED = "unlisted"
    UNDECIDED = "undecided"
    FORBIDDEN = "forbidden"

    @property
    def hardness(self) -> int:
        """0 for ``listed`` up to 4 for ``forbidden``; the hardest hit is the outcome."""
        return _HARDNESS[self]

    @property
    def word(self) -> str:
        """The word a person reads beside the stamp."""
        return _WORDS[self]

    @property
    def stamp(self) -> str:
        """The one character of the seal (a valid code shows 准 and an emergency 急 instead of 在)."""
        return _STAMPS[self]


_HARDNESS = {outcome: rank for rank, outcome in enumerate(Outcome)}
_WORDS = {
    Outcome.LISTED: "清单内",
    Outcome.CONDITIONAL: "待补条件",
    Outcome.UNLISTED: "需先准入",
    Outcome.UNDECIDED: "依据待录",
    Outcome.FORBIDDEN: "清单不允许",
}
_STAMPS = {
    Outcome.LISTED: "在",
    Outcome.CONDITIONAL: "补",
    Outcome.UNLISTED: "待",
    Outcome.UNDECIDED: "缺",
    Outcome.FORBIDDEN: "禁",
}


class Kind(StrEnum):
    """What sort of thing is asked of a village (borders between them: the screening guideline)."""

    AFFAIR = "affair"
    FORM = "form"
    MECHANISM = "mechanism"
    PLAQUE = "plaque"
    CHANNEL = "channel"
    APPRAISAL = "appraisal"
    CERTIFICATE = "certificate"
    PLEDGE = "pledge"
    TRACE = "trace"
    VETO = "veto"
    LIABILITY = "liability"


class ListKind(StrEnum):
    """The fourteen kinds of list."""

    DUTY = "duty"
    ASSIST = "assist"
    NEGATIVE = "negative"
    SERVICE = "service"
    PURCHASE = "purchase"
    MECHANISM = "mechanism"
    PLAQUE = "plaque"
    FORM = "form"
    CHANNEL = "channel"
    APPRAISAL = "appraisal"
    CERTIFICATE_RETAINED = "certificate_retained"
    CERTIFICATE_CANCELLED = "certificate_cancelled"
    CERTIFICATE_BARRED = "certificate_barred"
    STREET_PLAQUE = "street_plaque"


RED_LIST_KINDS = frozenset({ListKind.NEGATIVE, ListKind.CERTIFICATE_BARRED, ListKind.CERTIFICATE_CANCELLED})
"""Lists that forbid; they always add up over the levels."""


class Effect(StrEnum):
    """What a rule row does when it applies."""

    FORBID = "forbid"
    PERMIT = "permit"
    REQUIRE = "require"


class Strength(StrEnum):
    """How firmly the document words it."""

    STRICT = "strict"  # 一律、不得
    IN_PRINCIPLE = "in_principle"  # 原则上
    GENERALLY = "generally"  # 一般
    GRADUALLY = "gradually"  # 逐步
    EXPLORING = "exploring"  # 探索


class Interpretation(StrEnum):
    """Whether the wording has one settled reading or waits for the issuing body."""

    SETTLED = "settled"
    OPEN = "open"


class Completeness(StrEnum):
    """How much of a list that the policy names is on record."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    MISSING = "missing"


FactValue = str | bool


@dataclass(frozen=True, slots=True)
class FactTest:
    """One fact's test: true if its value is among ``any_of`` (when given) and not among ``none_of``."""

    fact: str
    any_of: tuple[FactValue, ...] = ()
    none_of: tuple[FactValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A conjunction: every fact test holds and, if ``on_list`` is given, the demand is exactly on one of them."""

    facts: tuple[FactTest, ...] = ()
    on_list: tuple[ListKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """Phrases tested on the normalised title and text.

    Holds if one of ``any_of`` (when given) and all of ``all_of`` stand in the words, and none of ``none_of``.
    A phrase does not count where a guard word stands in the same sentence before it (不得、禁止 …).
    """

    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    title_only: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the decision table; ``says`` is one plain Chinese sentence, ``clause`` its source.

    ``titles``: the row applies only to these exact titles (keys after normalisation).
    ``absent_from``: it applies only if the demand is exactly on none of these lists; a list that is not wholly
    on record makes the row undecided. ``needs``: what a ``require`` row asks for.
    """

    id: str
    kinds: frozenset[Kind]
    effect: Effect
    says: str
    clause: str | None
    strength: Strength = Strength.STRICT
    when: Condition = Condition()
    unless: tuple[Condition, ...] = ()
    needs: Condition = Condition()
    terms: Terms | None = None
    titles: frozenset[str] = frozenset()
    absent_from: tuple[ListKind, ...] = ()
    interpretation: Interpretation = Interpretation.SETTLED
    exception_by: str = ""
    next_step: str = ""
    pack: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One published item as the gate sees it; ``terms`` let a red item hit by words, not by similarity.

    ``basis_ended``: every document on which it rests is no longer valid, so it permits nothing without a new basis.
    """

    code: str
    title: str
    list_kind: ListKind
    edition: str
    list_title: str
    document: str = ""
    clause: str | None = None
    aliases: tuple[str, ...] = ()
    terms: Terms | None = None
    when: Condition = Condition()
    needs: Condition = Condition()
    frequency: str | None = None
    basis: tuple[str, ...] = ()
    lead_body: str = ""
    handled_by: str = ""
    note: str = ""
    conflict: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    basis_ended: bool = False


@dataclass(frozen=True, slots=True)
class Existing:
    """An existing burden (存量) that its body registered and that nobody has decided yet: it may go on until ``ends``."""

    code: str
    title: str
    kind: Kind
    issuer: str
    divisions: tuple[str, ...]
    ends: date


@dataclass(frozen=True, slots=True)
class Admission:
    """What a filed admission allows: this matter, by this issuer, there, so often, between these dates.

    ``facts`` are what is on record of it (whose consent it has); where its code is valid they count before what is said.
    """

    code: str
    title: str
    kind: Kind
    issuer: str
    divisions: tuple[str, ...]
    frequency: str | None
    valid_from: date
    valid_to: date | None
    withdrawn_on: date | None = None
    facts: tuple[tuple[str, FactValue], ...] = ()


@dataclass(frozen=True, slots=True)
class ListState:
    """Whether a kind of list is wholly on record here; ``complete_for`` are scopes for which a part is complete."""

    kind: ListKind
    completeness: Completeness
    title: str
    clause: str | None = None
    complete_for: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """Whom to apply to, by which steps, how long; ``stated`` is false where the document names no steps."""

    apply_to: str
    steps: tuple[str, ...]
    clauses: tuple[str, ...] = ()
    issuer_levels: tuple[str, ...] = ()
    days: int | None = None
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Exemption:
    """Which claimed bases make a matter statutory (法定事项，无需准入) and for which issuer levels."""

    bases: tuple[str, ...]
    clause: str | None
    issuer_levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindPolicy:
    """The kinds table's row: which lists permit, which are red, or whether rules alone decide."""

    kind: Kind
    permits: tuple[ListKind, ...] = ()
    reds: tuple[ListKind, ...] = ()
    rules_alone: bool = False
    routes: tuple[Route, ...] = ()
    exemption: Exemption | None = None
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class Statute:
    """A law on record: its articles that oblige villages, each with the matters that it names."""

    title: str
    aliases: tuple[str, ...]
    rank: str
    articles: Mapping[str, tuple[str, ...]]
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Emergency:
    """A declared emergency on record: its level, area (division codes) and period."""

    title: str
    level: str
    divisions: tuple[str, ...]
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause's words, so that a verdict can quote them."""

    id: str
    ref: str
    text: str
    document: str


@dataclass(frozen=True, slots=True)
class Demand:
    """What somebody wants of a village. ``facts`` hold only what is known; a missing key is unknown."""

    kind: Kind
    title: str
    division: str
    on: date
    text: str = ""
    issuer: str = ""
    frequency: str | None = None
    code: str = ""
    facts: Mapping[str, FactValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """One hit, in the order of hardness. ``quote`` is the clause's own text.

    ``about`` names what is missing where neither a clause nor an item does: a kind of list, ``rule``, ``basis``, a code.
    """

    text: str
    outcome: Outcome
    clause: str | None = None
    item: str | None = None
    document: str = ""
    strength: str | None = None
    effect: str | None = None
    quote: str = ""
    note: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """An item that the demand is, or may be; ``score`` 0..1, 1.0 means exact."""

    code: str
    title: str
    list_kind: ListKind
    score: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's answer; it is the same for ever for the same demand and rulebook."""

    id: str
    outcome: Outcome
    word: str
    stamp: str
    summary: str
    reasons: tuple[Reason, ...]
    next_step: str
    matched: tuple[Match, ...]
    missing_facts: tuple[str, ...]
    pack: str
    pack_title: str
    pack_status: str
    pack_hash: str
    editions: tuple[str, ...]
    on: date
