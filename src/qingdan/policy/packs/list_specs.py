"""Lists and their items as they are written in a pack's files."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.rule_specs import ConditionSpec, TermsSpec
from qingdan.policy.packs.schema import ClauseId, FactTests, Part, Short, Slug, Text, UnitType

ItemUnit = Literal["village", "community", "rural_community", "converted"]
"""Whom an item is for: ``village`` covers rural communities too, ``community`` covers converted villages too."""


class ItemSpec(Part):
    """One item as the list prints it; ``units`` and ``location`` narrow where it counts.

    ``frequency`` is the most that may be asked; ``minutes`` is the time of one occurrence in one village;
    ``review_on`` is the day by which somebody must justify the item again; ``copied_from`` names the model list.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[0-9]{2,5}[a-z]?$")]
    title: Short
    aliases: list[Short] = []
    terms: TermsSpec | None = None
    units: list[ItemUnit] = []
    location: Literal["outside", "inside"] | None = None
    party: Literal["village", "street"] | None = None
    category: str = ""
    frequency: str | None = None
    needs: FactTests = {}
    basis: list[Short] = []
    lead_body: str = ""
    supporting_bodies: list[Short] = []
    funding: str = ""
    flow_chart: str = ""
    training: str = ""
    handled_by: str = ""
    clause: ClauseId | None = None
    note: str = ""
    conflict: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    review_on: date | None = None
    minutes: int | None = Field(default=None, ge=1, le=100000)
    copied_from: str = ""


class ListFile(Part):
    """``lists/<id>.yaml``: a list that truly binds the pack's division, with its source.

    ``complete``: the whole list is here. ``complete_for``: scopes for which the part printed is closed
    (Ninghe's outside plaques). ``compilation``: gathered item by item, not published as one list.
    """

    id: Slug
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    kind: ListKind
    title: Text
    issuer: Short
    document: Short
    document_number: str = ""
    decided: date | None = None
    effective: date | None = None
    ends: date | None = None
    clause: ClauseId | None = None
    complete: bool
    complete_for: list[ConditionSpec] = []
    compilation: bool = False
    source_url: str = ""
    source_note: str = ""
    note: str = ""
    units: list[UnitType] = ["village", "community"]
    items: list[ItemSpec]
