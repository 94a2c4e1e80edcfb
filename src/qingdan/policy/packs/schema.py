"""The shape of a policy pack: every section that something reads, typed; unknown keys are refused.

A pack is a folder: ``pack.yaml`` (PackHeader, here), ``clauses.yaml`` and ``rules.yaml`` (ClauseFile and RuleFile,
``rule_specs``) and ``lists/*.yaml`` (ListFile, ``list_specs``). ``docs/packs.md`` explains it; ``qingdan packs schema``
prints the JSON Schema.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from qingdan.policy.gate.model import Completeness, Kind, ListKind, Outcome

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
ClauseId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[0-9]{2,3}[a-z]?$")]
DivisionCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]
TestValues = str | bool | list[str | bool]
TestGiven = TestValues | dict[Literal["not"], TestValues]
FactTests = dict[str, TestGiven]
UnitType = Literal["village", "community"]
Level = Literal["central", "province", "city", "county", "town"]


class Part(BaseModel):
    """Base of every section: unknown keys are errors, instances are immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BasisDocument(Part):
    """A superior document on which the policy stands (NH-02, KT-01)."""

    title: Text
    number: Short | None = None


class Document(Part):
    """The policy document itself. ``status`` draft shows on every verdict and opens no findings."""

    title: Text
    short_title: Short
    number: Short | None = None
    issuers: list[Short]
    decided: date | None = None
    effective: date | None = None
    ends: date | None = None
    status: Literal["in_force", "draft"]
    openness: Literal["public", "internal"] = "public"
    source_url: str = ""
    basis: list[BasisDocument] = []
    note: str = ""


class Authority(Part):
    """Who can consent or deploy: ``names`` are ways of writing it, level tokens among them.

    Rules name it as ``@id`` in tests of ``consent_of`` and ``deployed_by``.
    """

    id: Slug
    title: Short
    level: Level
    names: list[Short]
    clause: ClauseId | None = None


RoleName = Literal[
    "lead", "joint", "reviewer", "approver", "filing", "publisher", "supervisor", "discipline",
    "coordinator", "issuer", "competent", "steward",
]  # fmt: skip
BodySort = Literal[
    "party_government", "two_offices", "leading_group", "department", "town", "mass_org", "public_institution"
]


class RoleHolder(Part):
    """A body in a role of the procedure, for a period."""

    role: RoleName
    body: Short
    level: Level
    type: BodySort
    aliases: list[Short] = []
    clause: ClauseId | None = None
    since: date | None = None
    until: date | None = None


class RouteSpec(Part):
    """Whom to turn to, by which steps, where that is no admission or where no procedure says it.

    ``stated`` false: the document names no steps. What ``procedures`` say is not written again.
    """

    kinds: list[Kind]
    issuer_levels: list[Level] = []
    apply_to: Text
    steps: list[Text] = []
    days: int | None = Field(default=None, ge=1, le=3650)
    clauses: list[ClauseId] = []
    stated: bool = True


class SeatSpec(Part):
    """Who acts in a step: the bodies that hold a role (of one level, if it is named), or one body named here.

    A body is looked for in the applicant's own division of its level: 区委 is the one of the applicant's district.
    """

    role: RoleName | None = None
    level: Level | None = None
    body: Short | None = None
    aliases: list[Short] = []


class StepSpec(Part):
    """One step of a procedure.

    ``review``: one body (``by``) asks others (``asks``) and writes one opinion; without ``asks`` every body of ``by``
    gives its own and all must agree. ``approve``: every body of ``by`` decides. ``file``: the body of ``by`` gives the
    filing number. ``list``: the approved item goes into the next edition of its list.
    ``handed_by``: who hands the case on to this step. ``joint_paper``: one document may carry the decisions of all
    bodies of the step. ``dissent``: whether a body that disagrees ends the case, or sends it to return or coordination.
    ``consent``: the authorities that have consented once the step is passed. ``days`` are working days; those that no
    clause sets are ours (``days_source: product``, 系统建议值).
    """

    act: Literal["review", "approve", "file", "list"]
    title: Short
    says: Text
    by: list[SeatSpec] = []
    asks: list[SeatSpec] = []
    handed_by: Literal["applicant", "previous", "nobody"] = "applicant"
    joint_paper: bool = False
    dissent: Literal["coordinate", "ends"] = "coordinate"
    consent: list[Slug] = []
    days: int | None = Field(default=None, ge=1, le=3650)
    days_source: Literal["clause", "product"] = "clause"
    clauses: list[ClauseId] = []


Duration = Literal["standing", "fixed", "temporary"]


EntryTest = Literal["unregulated", "useful", "verifiable"]
"""What must be answered yes of a new kind of certificate: no rule above, useful to villagers, the village can verify."""
GuidePart = Literal["model_text", "procedure", "operating_rule"]
"""What a new kind of certificate brings with it of its guide."""


class RequiredSpec(Part):
    """A part without which an application (of these kinds; all if none is named) cannot be handed in.

    An entry test must be answered yes; it and the parts of a guide are asked of certificates only.
    """

    part: (
        Literal[
            "basis", "frequency", "funding_source", "funding_standard", "flow_chart", "training", "minutes", "ends_on"
        ]
        | EntryTest
        | GuidePart
    )
    kinds: list[Kind] = []
    clause: ClauseId


class ProcedureSpec(Part):
    """How something new of these kinds is admitted, for applicants of these levels and sorts (all if none is named).

    ``becomes``: ``filed_item`` stands beside the list until that is revised, ``edition`` stands in the list's next
    edition, ``temporary`` ends with its day. ``party``: whose place it is about. ``stated`` false: the document names no steps; a steward records the local method.
    """

    id: Slug
    title: Short
    kinds: list[Kind] = Field(min_length=1)
    issuer_levels: list[Level] = []
    issuer_types: list[BodySort] = []
    apply_to: Text
    steps: list[StepSpec] = []
    requires: list[RequiredSpec] = []
    durations: list[Duration] = []
    party: Literal["village", "street"] | None = None
    becomes: Literal["filed_item", "edition", "temporary"] = "filed_item"
    stated: bool = True
    clauses: list[ClauseId] = []
    note: str = ""


class ExemptionSpec(Part):
    """Bases that make a matter statutory: no admission needed (AS-26: 除法律法规规章明确规定外)."""

    bases: list[Literal["law", "regulation", "rule", "state_council", "central", "province", "city"]]
    issuer_levels: list[Level] = []
    clause: ClauseId | None = None


class KindSpec(Part):
    """The kinds table's row; a kind that a pack leaves out is inherited from the pack it extends."""

    kind: Kind
    permits: list[ListKind] = []
    reds: list[ListKind] = []
    rules_alone: bool = False
    emergency: bool = False
    exemption: ExemptionSpec | None = None
    clause: ClauseId | None = None
    source: Literal["clause", "product"] = "clause"


class NamedList(Part):
    """A list that the document names: how levels combine, who publishes, how much of it is on record."""

    kind: ListKind
    title: Text
    annex: Short | None = None
    clause: ClauseId
    on_record: Completeness
    combine: Literal["nearest", "union", "within_parent"] = "union"
    publisher: Short | None = None
    units: list[UnitType] = ["village", "community"]
    note: str = ""


class DefaultFact(Part):
    """A fact's value where nobody says another; without a clause it is a product setting (系统建议值)."""

    fact: Short
    value: str | bool
    clause: ClauseId | None = None


class StatuteSpec(Part):
    """A law on record with the articles that oblige villages and the matters that each names."""

    title: Short
    aliases: list[Short] = []
    rank: Literal["law", "regulation", "rule", "state_council"]
    articles: dict[str, list[Short]]
    valid_from: date | None = None
    valid_to: date | None = None


class EverydaySpec(Part):
    """What people say, and the words that lists and documents use for it: 我妈是我妈 means 亲属关系证明."""

    say: list[Short] = Field(min_length=1)
    means: list[Short] = Field(min_length=1)


class RedLinesSpec(Part):
    """The level below the jurisdiction that may draw further red lines by a decision of its own (NH-20)."""

    level: Literal["county", "town"]
    clause: ClauseId


class DispatchSpec(Part):
    """How what is listed reaches villages: at once from its body, or through the town's plan of the year (NH-35)."""

    kinds: list[Kind] = Field(min_length=1)
    via: Literal["direct", "town_plan"]
    clause: ClauseId | None = None
    source: Literal["clause", "product"] = "clause"


class EmergencySpec(Part):
    """Emergencies: who of which level may declare one, and by when what passed as one is filed, in working days."""

    declared_by: list[Level] = Field(min_length=1)
    filing_workdays: int = Field(ge=1, le=30)
    clause: ClauseId | None = None
    source: Literal["clause", "product"] = "clause"


class AmendmentSpec(Part):
    """How a notice is mended that asks a village for what it may not: the rows that fit a verdict say it, in order.

    ``outcomes``, ``kinds``, ``clauses`` (that the verdict cites) and ``like`` (lists of which it names an item) narrow
    where a row fits. In ``says``, ``{item}``, ``{code}``, ``{handled_by}`` and ``{apply_to}`` stand for what the verdict
    names; a row with a word that the verdict has not does not fit.
    """

    act: Literal["delete", "move_to_town", "fetch", "name_code", "apply", "complete", "confirm", "reword"]
    says: Text
    outcomes: list[Outcome] = Field(min_length=1)
    kinds: list[Kind] = []
    clauses: list[ClauseId] = []
    like: list[ListKind] = []
    clause: ClauseId | None = None
    source: Literal["clause", "product"] = "clause"


class ScreeningSpec(Part):
    """Screening of notices: how to mend them, what a demand usually takes, which dispatches ask for a clean screening.

    ``usual_minutes`` are of one occurrence in one village, for demands that are on no list with minutes of its own;
    what is made of them is an estimate (测算值). ``before_dispatch``: the kinds of which nothing is sent unscreened.
    """

    amendments: list[AmendmentSpec] = []
    usual_minutes: dict[Kind, Annotated[int, Field(ge=1, le=10_000)]] = {}
    before_dispatch: list[Kind] = []
    clause: ClauseId | None = None
    source: Literal["clause", "product"] = "clause"


class PackHeader(Part):
    """``pack.yaml``."""

    id: Slug
    title: Short
    jurisdiction: Short
    division: DivisionCode
    extends: Slug | None = None
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    version: Short
    document: Document
    place_names: list[Short] = []
    protected_units: list[UnitType] = ["village", "community"]
    vocabulary: dict[Short, Text] = {}
    authorities: list[Authority] = []
    bodies: list[RoleHolder] = []
    kinds: list[KindSpec] = []
    routes: list[RouteSpec] = []
    procedures: list[ProcedureSpec] = []
    lists: list[NamedList] = []
    red_lines: RedLinesSpec | None = None
    dispatch: list[DispatchSpec] = []
    emergency: EmergencySpec | None = None
    screening: ScreeningSpec | None = None
    everyday: list[EverydaySpec] = []
    defaults: list[DefaultFact] = []
    statutes: list[StatuteSpec] = []
