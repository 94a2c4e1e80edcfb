"""The services of a place: every level's service lists in one index, with what is known of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from qingdan.foundation.orgs.choices import Level, UnitKind
from qingdan.foundation.orgs.divisions import level, unit_kind
from qingdan.foundation.orgs.models import Division
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.compiling import covered_units
from qingdan.register.lists.models import Edition, Item, Openness
from qingdan.register.lists.queries import editions_in_force
from qingdan.village.guides.kinds import GuideInForce
from qingdan.village.public_services.choices import Field, Online, ServiceClass
from qingdan.village.public_services.guiding import guides_of
from qingdan.village.public_services.models import ServiceItem, VillageService

SERVICE_KINDS = (ListKind.SERVICE,)
SERVED_KINDS = (ListKind.SERVICE, ListKind.PURCHASE)


@dataclass(frozen=True, slots=True)
class Service:
    """A service of a list in force at a place: its line, what is known of it, its guide, what the village says of it."""

    item: Item
    edition: Edition
    known: ServiceItem | None
    said: VillageService | None = None
    guide: GuideInForce | None = None

    @property
    def code(self) -> str:
        """Its code, which it keeps from edition to edition."""
        return self.item.code

    @property
    def title(self) -> str:
        """Its name in the list."""
        return self.item.title

    @property
    def service_class(self) -> ServiceClass:
        """Public affair or charity; what nobody has said is a public affair, because it stands on a public list."""
        return ServiceClass(self.known.service_class) if self.known else ServiceClass.PUBLIC

    @property
    def field(self) -> Field:
        """One of the six fields, or another."""
        return Field(self.known.field) if self.known else Field.OTHER

    @property
    def department(self) -> str:
        """The department that answers for it."""
        return (self.known.department if self.known else "") or self.item.lead_body

    @property
    def bottom_line(self) -> bool:
        """Whether it is support that nobody may go without."""
        return self.known is not None and self.known.bottom_line

    @property
    def agency(self) -> bool:
        """Whether villages hand it in on behalf of residents."""
        return self.known is not None and self.known.agency

    @property
    def online(self) -> tuple[Online, ...]:
        """What of it can be done on line, in the order of the steps."""
        said = set(self.known.online) if self.known else set()
        return tuple(step for step in Online if step.value in said)


def services_at(
    division: str, on: date, *, public_only: bool = False, kinds: Collection[ListKind] = SERVICE_KINDS
) -> list[Service]:
    """The services in force at a place, of all levels' lists, the nearest list first; at a village with what it says.

    ``public_only``: of lists that are public. A fixed number of queries, however many services.
    """
    editions = [edition for edition in editions_in_force(division, on) if edition.item_list.kind in kinds]
    if public_only:
        editions = [edition for edition in editions if edition.openness == Openness.PUBLIC]
    editions.sort(key=lambda edition: (edition.item_list.division, edition.item_list.slug), reverse=True)
    by_id = {edition.pk: edition for edition in editions}
    unit = _unit_of(division)
    rows = Item.objects.filter(edition__in=by_id).order_by("position")
    items = sorted((row for row in rows if fits(row, unit)), key=lambda row: list(by_id).index(row.edition_id))
    known = {row.code: row for row in ServiceItem.objects.filter(code__in=[item.code for item in items])}
    at_village = level(division) is Level.VILLAGE
    said = _said(division) if at_village else {}
    guides = guides_of([item.code for item in items], division, on)
    return [
        Service(item, by_id[item.edition_id], known.get(item.code), said.get(item.code), guides.get(item.code))
        for item in items
    ]


def service_at(division: str, code: str, on: date, *, public_only: bool = False) -> Service | None:
    """One service in force at a place by its code."""
    found = services_at(division, on, public_only=public_only, kinds=SERVED_KINDS)
    return next((service for service in found if service.code == code), None)


def fits(item: Item, unit: str | None) -> bool:
    """Whether an item is for a kind of unit; of no unit (a town, a district) every item is shown."""
    units: Sequence[str] = item.spec.get("units") or ()
    return unit is None or not units or unit in covered_units(units)


def _unit_of(division: str) -> str | None:
    if level(division) is not Level.VILLAGE:
        return None
    kept = Division.objects.filter(pk=division).values_list("kind", flat=True).first()
    kind = kept or unit_kind(division) or UnitKind.NONE
    return str(kind)


def _said(division: str) -> dict[str, VillageService]:
    return {row.code: row for row in VillageService.objects.filter(division=division)}


def searched(
    services: Iterable[Service], *, words: str = "", service_class: str = "", field: str = "", unit: str = ""
) -> list[Service]:
    """Those whose title or department has the words, of a class, a field, for a kind of unit (BJ-35)."""
    return [
        service
        for service in services
        if (not words or words in service.title or words in service.department)
        and (not service_class or service.service_class == service_class)
        and (not field or service.field == field)
        and (not unit or fits(service.item, unit))
    ]
