"""Clauses and rules as they are written in a pack's files."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from qingdan.policy.gate.model import Effect, Interpretation, Kind, ListKind, Strength
from qingdan.policy.packs.schema import ClauseId, FactTests, Part, Short, Text


class ClauseSpec(Part):
    """One clause of the document. ``implemented_by`` names code or data; else ``awaits`` names the area to come."""

    id: ClauseId
    ref: Short
    text: Text
    area: Short
    class_: Literal["decision", "workflow", "record", "organisational"] = Field(alias="class")
    actors: list[Short] = []
    deadline: Short | None = None
    implemented_by: list[Short] = []
    awaits: Short | None = None


class ClauseFile(Part):
    """``clauses.yaml``."""

    clauses: list[ClauseSpec]


class ConditionSpec(Part):
    """A conjunction of fact tests, and exact standing on a list.

    A test is a value, a list of values (one of them), or ``{not: value or list}``. ``@id`` names an authority.
    """

    facts: FactTests = {}
    on_list: list[ListKind] = []


class TermExamples(Part):
    """Sentences that must, and must not, hit; validation runs them."""

    hit: list[Text]
    miss: list[Text]


class TermsSpec(Part):
    """Phrases on title and text; see :class:`qingdan.policy.gate.model.Terms`."""

    any_of: list[Short] = []
    all_of: list[Short] = []
    none_of: list[Short] = []
    guards: list[Short] = []
    title_only: bool = False
    examples: TermExamples


class RowExample(Part):
    """A demand in short, and whether this row must apply to it (true), not apply (false) or be unknown (null)."""

    title: Text
    text: str = ""
    facts: dict[str, str | bool] = {}
    frequency: str | None = None
    on_list: list[ListKind] = []
    applies: bool | None


class RuleSpec(Part):
    """One row of the decision table; meanings as in :class:`qingdan.policy.gate.model.Rule`."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-R[0-9]{2,3}[a-z]?$")]
    kinds: list[Kind]
    effect: Effect
    strength: Strength = Strength.STRICT
    when: ConditionSpec = ConditionSpec()
    unless: list[ConditionSpec] = []
    needs: ConditionSpec = ConditionSpec()
    terms: TermsSpec | None = None
    titles: list[Short] = []
    absent_from: list[ListKind] = []
    says: Text
    clause: ClauseId | None = None
    source: Literal["clause", "product"] = "clause"
    interpretation: Interpretation = Interpretation.SETTLED
    exception_by: str = ""
    next_step: str = ""
    examples: list[RowExample] = []


class RuleFile(Part):
    """``rules.yaml``."""

    rules: list[RuleSpec]
