"""What a body may send, as it stands on record: items of lists that it leads, and what was admitted for it.

The gate's facts come from here only: what a sender types is never taken for a flow chart, for money or for a basis.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qingdan.entry.admission.queries import valid_admissions_of
from qingdan.foundation.orgs.choices import BodyType
from qingdan.foundation.orgs.models import Body
from qingdan.foundation.orgs.queries import names_of
from qingdan.policy.gate.codes import compact
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.model import FactValue, Kind, ListKind
from qingdan.register.lists.models import Item
from qingdan.register.lists.queries import editions_in_force
from qingdan.register.lists.reading import codes_as_stored

KINDS_OF_LISTS: Mapping[str, Kind] = {
    ListKind.DUTY: Kind.AFFAIR, ListKind.ASSIST: Kind.AFFAIR, ListKind.FORM: Kind.FORM, ListKind.MECHANISM: Kind.MECHANISM,
    ListKind.PLAQUE: Kind.PLAQUE, ListKind.CHANNEL: Kind.CHANNEL, ListKind.APPRAISAL: Kind.APPRAISAL,
}  # fmt: skip
"""Lists from which something can be sent to villages, and what kind of demand their items are."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One item as it is on record. ``scopes``: where it was admitted; None for a list's item, which the gate places."""

    code: str
    title: str
    kind: Kind
    source: str
    document: str = ""
    clause: str = ""
    lead_body: str = ""
    frequency: str = ""
    minutes: int | None = None
    funding: str = ""
    flow_chart: str = ""
    training: str = ""
    basis: tuple[str, ...] = ()
    location: str = ""
    units: tuple[str, ...] = ()
    valid_to: date | None = None
    admitted: bool = False
    scopes: tuple[str, ...] | None = None
    extra: Mapping[str, FactValue] = field(default_factory=dict)

    @property
    def frequency_words(self) -> str:
        """How often, as people say it; empty where the record does not say."""
        return dict(FREQUENCIES).get(self.frequency, "")

    @property
    def supplied_words(self) -> str:
        """What the record has of flow chart, funding and training, and what it lacks."""
        parts = (("流程图", self.flow_chart), ("经费", self.funding), ("培训", self.training))
        have, lack = ["、".join(name for name, words in parts if bool(words) is there) for there in (True, False)]
        return "，".join(part for part in (f"有{have}" if have else "", f"没有{lack}" if lack else "") if part)

    def facts(self) -> dict[str, FactValue]:
        """What the gate is told of it; every one of these is known, because the record has it or has it not."""
        known: dict[str, FactValue] = {
            "funding": bool(self.funding),
            "flow_chart": bool(self.flow_chart),
            "training": bool(self.training),
        }
        if self.location:
            known["location"] = self.location
        return known | dict(self.extra)

    def as_record(self) -> dict[str, Any]:
        """What a dispatch keeps of it."""
        return {
            "source": self.source, "document": self.document, "clause": self.clause, "lead_body": self.lead_body,
            "frequency": self.frequency, "minutes": self.minutes, "funding": self.funding, "flow_chart": self.flow_chart,
            "training": self.training, "basis": list(self.basis), "admitted": self.admitted,
            "valid_to": str(self.valid_to or ""),
        }  # fmt: skip


def matters_of(body: Body, on: date) -> list[Matter]:
    """What a body may send on a day: what was admitted for it first, then the items in force that it leads."""
    return [*_admitted_for(body, on), *(matter for matter in _listed(body, on) if leads(body, matter))]


def matter_of(code: str, body: Body, on: date) -> Matter | None:
    """The item or admission with this code that the body may send; None where there is none, or another body's."""
    wanted = compact(code)
    admitted = next((matter for matter in _admitted_for(body, on) if compact(matter.code) == wanted), None)
    if admitted is not None:
        return admitted
    found = next((matter for matter in _listed(body, on, code) if compact(matter.code) == wanted), None)
    return found if found is not None and leads(body, found) else None


def leads(body: Body, matter: Matter) -> bool:
    """Whether a list's item is this body's to send: it leads or supports it, nobody is named, or it is a town.

    A town arranges for its villages what the lists have, whoever leads it.
    """
    if body.type == BodyType.TOWN or not matter.lead_body:
        return True
    return bool(names_led(matter) & set(names_of(body)))


def names_led(matter: Matter) -> set[str]:
    """The bodies that lead or support it, as the record calls them."""
    words = matter.lead_body
    for sign in "，,；;":
        words = words.replace(sign, "、")
    return {name.strip() for name in words.split("、") if name.strip()}


def _listed(body: Body, on: date, code: str = "") -> Iterable[Matter]:
    editions = {
        edition.pk: edition
        for edition in editions_in_force(body.division_id, on)
        if edition.item_list.kind in KINDS_OF_LISTS
    }
    items = Item.objects.filter(edition__in=editions).order_by("edition_id", "position")
    for item in items.filter(code__in=codes_as_stored(code)) if code else items:
        edition = editions[item.edition_id]
        spec = item.spec
        bodies = [item.lead_body, *spec.get("supporting_bodies", [])] if item.lead_body else []
        yield Matter(
            code=item.code, title=item.title, kind=KINDS_OF_LISTS[edition.item_list.kind], source=edition.item_list.title,
            document=edition.document, clause=spec.get("clause") or edition.clause, lead_body="、".join(bodies),
            frequency=spec.get("frequency") or "", minutes=spec.get("minutes"), funding=spec.get("funding", ""),
            flow_chart=spec.get("flow_chart", ""), training=spec.get("training", ""), basis=tuple(spec.get("basis", ())),
            location=spec.get("location") or "", units=tuple(spec.get("units", ())),
        )  # fmt: skip


def _admitted_for(body: Body, on: date) -> Iterable[Matter]:
    for item in valid_admissions_of(body, on).prefetch_related("places"):
        yield Matter(
            code=item.code, title=item.title, kind=Kind(item.kind), source="准入备案", document=item.filing_number,
            lead_body=body.name, frequency=item.frequency, minutes=item.minutes, funding=item.funding,
            flow_chart="、".join(item.flow_steps) or str(item.flow_chart or ""), training=item.training,
            units=tuple(item.units), valid_to=item.valid_to, admitted=True,
            scopes=tuple(place.division for place in item.places.all()) or tuple(item.divisions), extra=item.facts,
        )  # fmt: skip
