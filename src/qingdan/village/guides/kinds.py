"""Kinds of certificates as a place's lists have them, with the guide in force: plain data. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qingdan.foundation.orgs.choices import Level
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.guide_specs import FieldSpec, FieldType, GuideContent

Regime = Literal["retained", "cancelled", "barred", "unlisted"]
"""Kept, cancelled, not to be issued; ``unlisted``: people ask for it, but no list has it."""

REGIMES: Mapping[ListKind, Regime] = {
    ListKind.CERTIFICATE_RETAINED: "retained",
    ListKind.CERTIFICATE_CANCELLED: "cancelled",
    ListKind.CERTIFICATE_BARRED: "barred",
}
REGIME_LABELS: Mapping[Regime, str] = {
    "retained": "保留",
    "cancelled": "取消",
    "barred": "不应出具",
    "unlisted": "清单上没有",
}
HARDNESS: Mapping[Regime, int] = {"barred": 0, "cancelled": 1, "retained": 2, "unlisted": 3}
"""The harder counts where a title stands on two lists."""


@dataclass(frozen=True, slots=True)
class Field:
    """One gap of a model text. ``name`` and ``id_number`` are the person's own name and ID number."""

    name: str
    label: str
    type: FieldType = "text"
    required: bool = True
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GuideInForce:
    """A published version of a guide (or, with ``version_id`` None, what the pack suggests).

    ``workdays``: the limit of a complex kind in working days, None where it is done on the spot or no limit is set.
    """

    version_id: int | None
    number: int
    title: str
    purpose: str = ""
    issuing_body: str = ""
    validity_days: int | None = None
    validity_note: str = ""
    legal_basis: tuple[str, ...] = ()
    model_text: str = ""
    fields: tuple[Field, ...] = ()
    procedure: tuple[str, ...] = ()
    operating_rule: str = ""
    materials: tuple[str, ...] = ()
    simple: bool = True
    workdays: int | None = None
    public_interest: bool = False
    legal_risk: bool = False
    fee: str = ""
    replaced_by: str = ""
    suggested: bool = False
    provided_by: str = ""

    @property
    def validity(self) -> str:
        """How long the paper is good for, in words."""
        if self.validity_days:
            return f"自出具之日起 {self.validity_days} 天" + (f"，{self.validity_note}" if self.validity_note else "")
        return self.validity_note

    @property
    def time_limit(self) -> str:
        """How long it takes, in words."""
        if self.simple:
            return "当场办结"
        return f"{self.workdays} 个工作日" if self.workdays else ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of certificate at a place. ``basis``: what its item cites; ``document``: the paper of its list.

    ``division``, ``level``: whose list it stands on; ``listed_on``: since when its edition is in force. ``flag``: why it is under review, empty if it is not.
    ``here``: False where the list has it for other sorts of unit only (communities, say, and this is a village).
    """

    code: str
    title: str
    regime: Regime
    list_kind: str
    list_title: str
    division: str
    level: Level
    basis: tuple[str, ...] = ()
    lead_body: str = ""
    handled_by: str = ""
    aliases: tuple[str, ...] = ()
    clause: str | None = None
    document: str = ""
    note: str = ""
    conflict: str = ""
    flag: str = ""
    here: bool = True
    listed_on: date | None = None
    guide: GuideInForce | None = None
    suggestion: GuideInForce | None = None

    @property
    def regime_label(self) -> str:
        """The regime as a word."""
        return REGIME_LABELS[self.regime]

    @property
    def every_basis(self) -> tuple[str, ...]:
        """All documents on which it rests: its own, those of its guide, else its list's document."""
        of_guide = self.guide.legal_basis if self.guide else ()
        return tuple(dict.fromkeys((*self.basis, *of_guide))) or ((self.document,) if self.document else ())


def fields_of(specs: list[FieldSpec]) -> tuple[Field, ...]:
    """The gaps of a model text."""
    return tuple(Field(each.name, each.label, each.type, each.required, tuple(each.choices)) for each in specs)


def in_force(
    content: GuideContent, *, title: str, version_id: int | None, number: int, suggested: bool, provided_by: str = ""
) -> GuideInForce:
    """A guide's content as readers get it; a kind of which nobody said that it is complex is simple."""
    simple = content.simple if content.simple is not None else content.workdays is None
    return GuideInForce(
        version_id=version_id, number=number, title=title, purpose=content.purpose, issuing_body=content.issuing_body,
        validity_days=content.validity_days, validity_note=content.validity_note, legal_basis=tuple(content.legal_basis),
        model_text=content.model_text, fields=fields_of(content.fields), procedure=tuple(content.procedure),
        operating_rule=content.operating_rule, materials=tuple(content.materials), simple=simple, workdays=content.workdays,
        public_interest=content.public_interest, legal_risk=content.legal_risk, fee=content.fee, replaced_by=content.replaced_by,
        suggested=suggested, provided_by=provided_by,
    )  # fmt: skip
