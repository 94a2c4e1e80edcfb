"""Reading the ledger: what is found by filters, its totals, the ledgers by unit, and what waits for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import VILLAGE_ROLES, BodyType, Level, Role
from qingdan.foundation.orgs.divisions import ancestors, prefix, subtree_end
from qingdan.foundation.orgs.models import Body, Division
from qingdan.ledger.access import Powers
from qingdan.ledger.choices import LIVE, RUNNING, ExtensionState, FindingState, LeadState
from qingdan.ledger.models import Extension, Finding, FrozenLedger, Lead, Step
from qingdan.ledger.roles import READERS

MOST_CHOICES = 500
"""A list to choose from that is longer than this is no help; there a unit is found by words."""
ALL_STATES = "all"
DECIDE_WITHIN = timedelta(days=7)
"""A lead is decided within a week (系统建议值); nothing happens by itself when it is not."""
VERIFY_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Totals:
    """How many findings there are by state, and how many are overdue; the state filter does not count here."""

    by_state: Mapping[str, int]
    overdue: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_state.values())

    @property
    def live(self) -> int:
        """Not yet over."""
        return sum(self.by_state[state] for state in LIVE)

    def matching(self, chosen: Mapping[str, Any]) -> int:
        """How many the state and overdue filters leave: no second count for the pages of a list."""
        if chosen.get("overdue"):
            return self.overdue
        state = chosen.get("state") or ""
        return self.live if not state else self.total if state == ALL_STATES else self.by_state[state]


def found(powers: Powers, chosen: Mapping[str, Any]) -> QuerySet[Finding]:
    """The findings that the reader may see and that the filters leave, whatever their state.

    What an informant said against the reader's own body is found by nothing that the body may not know: neither by
    place and source, nor by the day before it was shown.
    """
    rows = powers.findings()
    for name, field in _EQUAL.items():
        if chosen.get(name):
            rows = rows.filter(**{field: chosen[name]})
    if chosen.get("place"):
        place = chosen["place"]
        rows = rows.filter(_open_to(powers), division__gte=place, division__lt=subtree_end(place))
    if chosen.get("source"):
        rows = rows.filter(_open_to(powers), source=chosen["source"])
    for name, lookup in (("since", "gte"), ("until", "lte")):
        if chosen.get(name):
            rows = rows.filter(_on_day(powers, lookup, chosen[name]))
    return rows.filter(_said(chosen["q"])) if chosen.get("q") else rows


_EQUAL = {"body": "body", "kind": "kind", "finding_kind": "finding_kind", "before_filing": "dispatched_before_filing"}


def _open_to(powers: Powers) -> Q:
    """What is not masked for the reader."""
    return ~Q(confidential=True, body__in=powers.own_bodies) if powers.own_bodies else Q()


def _on_day(powers: Powers, lookup: str, day: date) -> Q:
    """On which side of a day a finding was confirmed; a masked one was shown."""
    opened = Q(**{f"opened_on__{lookup}": day})
    if not powers.own_bodies:
        return opened
    masked = Q(confidential=True, body__in=powers.own_bodies)
    return masked & Q(**{f"shown_from__{lookup}": day}) | ~masked & opened


def _said(words: str) -> Q:
    """A number as it is written (WT-2026-0007, 2026-7), or words of the title."""
    year, dash, number = words.upper().removeprefix("WT-").partition("-")
    if dash and year.isascii() and number.isascii() and year.isdigit() and number.isdigit() and len(words) < 20:
        return Q(year=int(year[:4]), number=int(number[:9]))
    return Q(title__contains=words)


def in_state(rows: QuerySet[Finding], chosen: Mapping[str, Any]) -> QuerySet[Finding]:
    """The rows in the state that is asked for: what is not over, where nothing is asked."""
    if chosen.get("overdue"):
        return rows.filter(state__in=RUNNING, due__lt=today())
    state = chosen.get("state") or ""
    if state == ALL_STATES:
        return rows
    return rows.filter(state=state) if state else rows.filter(state__in=LIVE)


def totals(rows: QuerySet[Finding]) -> Totals:
    """Their totals, in one scan."""
    late = Count("state", filter=Q(state__in=RUNNING, due__lt=today()))
    counted = list(rows.order_by().values_list("state").annotate(number=Count("state"), late=late))
    by_state = dict.fromkeys(FindingState.values, 0) | {state: number for state, number, _late in counted}
    return Totals(by_state, sum(late for _state, _number, late in counted))


def shown_rows(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """With what a table shows of them, without the long texts."""
    return rows.select_related("body", "division").defer("text", "measure", "result")


@dataclass(frozen=True, slots=True)
class UnitLedger:
    """One unit's ledger in numbers."""

    unit: Body | Division
    total: int
    live: int
    overdue: int
    reported: int
    closed: int


def unit_ledgers(powers: Powers, rows: QuerySet[Finding], by: str) -> list[UnitLedger]:
    """The ledgers by body, town or village (``by``), the most overdue first."""
    if by != "body":
        rows = rows.filter(_open_to(powers))
    if by == "town":
        rows = rows.annotate(town=Substr("division_id", 1, 9))
    unit = {"body": "body_id", "town": "town", "village": "division_id"}[by]
    late = Count("state", filter=Q(state__in=RUNNING, due__lt=today()))
    counted = list(
        rows.order_by()
        .values_list(unit)
        .annotate(
            all=Count("state"), live=Count("state", filter=Q(state__in=LIVE)), late=late,
            waiting=Count("state", filter=Q(state=FindingState.REPORTED)),
            over=Count("state", filter=Q(state=FindingState.CLOSED)),
        )
    )  # fmt: skip
    units = _units(by, [row[0] for row in counted])
    ledgers = [UnitLedger(units[key], *numbers) for key, *numbers in counted if key in units]
    return sorted(ledgers, key=lambda ledger: (-ledger.overdue, -ledger.live, -ledger.total, str(ledger.unit)))


def _units(by: str, keys: Iterable[Any]) -> Mapping[Any, Body | Division]:
    if by == "body":
        return Body.objects.in_bulk(list(keys))
    if by == "village":
        return Division.objects.in_bulk(list(keys))
    towns = Division.objects.in_bulk([key.ljust(12, "0") for key in keys])
    return {code[:9]: town for code, town in towns.items()}


def leads_found(powers: Powers, chosen: Mapping[str, Any]) -> QuerySet[Lead]:
    """The leads that the reader may see and that the filters leave; the waiting ones where no state is asked for."""
    rows = powers.leads().select_related("about", "division", "finding").defer("verdict", "text", "measure")
    state = chosen.get("state") or ""
    if state != ALL_STATES:
        rows = rows.filter(state=state or LeadState.NEW)
    for name in ("source", "finding_kind", "kind"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    if chosen.get("place"):
        rows = rows.filter(division__gte=chosen["place"], division__lt=subtree_end(chosen["place"]))
    if chosen.get("q"):
        rows = rows.filter(Q(title__contains=chosen["q"]) | Q(about_name__contains=chosen["q"]))
    return rows


def joinable(powers: Powers, lead: Lead) -> QuerySet[Finding]:
    """Findings that a lead may join: being mended in its district; those against the body it is about come first."""
    rows = powers.findings().filter(district=lead.district, state__in=LIVE).exclude(body__in=powers.own_bodies)
    return rows.filter(body=lead.about) if lead.about_id else rows


def steps_of(finding: Finding) -> list[Step]:
    """The history with people and files, oldest first."""
    return list(finding.steps.select_related("by").prefetch_related("attachments").order_by("number"))


def asked_extension(finding: Finding) -> Extension | None:
    """The request for more time that waits."""
    return finding.extensions.filter(state=ExtensionState.ASKED).select_related("asked_by").first()


def responsible_bodies(place: str) -> QuerySet[Body]:
    """The bodies that may be responsible for a finding at a place: of the place, of those above and below it, running."""
    own = prefix(place)
    within = Q(division__gte=place, division__lt=subtree_end(place)) if own else Q()
    return Body.objects.filter(within | Q(division__in=ancestors(place)), valid_to=None).exclude(
        type=BodyType.VILLAGE_ORGANISATION
    )


def bodies_to_filter(powers: Powers) -> QuerySet[Body]:
    """The bodies of the reader's places and the reader's own."""
    scopes = powers.scopes(READERS)
    within = reduce(or_, (Q(division__gte=code, division__lt=subtree_end(code)) for code in scopes), Q(pk__in=[]))
    return Body.objects.filter(within | Q(pk__in=powers.own_bodies)).order_by("division_id", "name")[:MOST_CHOICES]


def towns_to_filter(powers: Powers) -> QuerySet[Division]:
    """The towns of the reader's places."""
    scopes = powers.scopes(READERS)
    within = reduce(or_, (Q(code__gte=code, code__lt=subtree_end(code)) for code in scopes), Q(pk__in=[]))
    return Division.objects.filter(within, level=Level.TOWN, valid_to=None).order_by("code")[:MOST_CHOICES]


def units_to_freeze(powers: Powers) -> list[tuple[str, str]]:
    """The units whose ledger the account may freeze: its bodies, its places, and those one level below them."""
    units = [(f"body:{body.pk}", body.name) for body in Body.objects.filter(pk__in=powers.bodies).order_by("name")]
    scopes = powers.scopes([Role.LEAD_OFFICER, Role.TOWN_CLERK, *VILLAGE_ROLES])
    places = Division.objects.filter(Q(pk__in=scopes) | Q(parent__in=scopes), valid_to=None).order_by("code")
    return units + [(f"place:{place.pk}", place.name) for place in places[:MOST_CHOICES]]


_REPORTING = (
    BodyType.DEPARTMENT,
    BodyType.MASS_ORG,
    BodyType.PUBLIC_INSTITUTION,
    BodyType.TOWN,
    BodyType.LEADING_GROUP,
)


def missing_bodies(scopes: Sequence[str], first: date, last: date) -> list[Body]:
    """The bodies of places that have neither frozen a ledger for a period nor reported nothing."""
    within = reduce(or_, (Q(division__gte=code, division__lt=subtree_end(code)) for code in scopes), Q(pk__in=[]))
    said = FrozenLedger.objects.filter(first=first, last=last, body__isnull=False).values("body")
    rows = Body.objects.filter(within, type__in=_REPORTING, valid_to=None).exclude(pk__in=said)
    return list(rows.order_by("division_id", "name")[:MOST_CHOICES])


def waiting_leads(powers: Powers) -> QuerySet[Lead]:
    """Leads that the account may decide, the oldest first."""
    rows = powers.leads().filter(state=LeadState.NEW).exclude(about__in=powers.own_bodies)
    return _decidable(powers, rows).order_by("received_at", "pk")


def waiting_to_mend(powers: Powers) -> QuerySet[Finding]:
    """Findings that the account's bodies have to mend, the most pressing first."""
    rows = Finding.objects.filter(body__in=powers.bodies, state__in=RUNNING, shown_from__lte=powers.day)
    return rows.order_by("due", "pk")


def waiting_to_verify(powers: Powers) -> QuerySet[Finding]:
    """Findings that the account may verify, the oldest report first."""
    rows = powers.findings().filter(state=FindingState.REPORTED).exclude(body__in=powers.own_bodies)
    return _decidable(powers, rows.exclude(mended_by=powers.actor)).order_by("mended_at", "pk")


def waiting_extensions(powers: Powers) -> QuerySet[Extension]:
    """Requests for more time that the account may decide, the oldest first."""
    rows = Extension.objects.filter(state=ExtensionState.ASKED).exclude(finding__body__in=powers.own_bodies)
    return rows.filter(powers.within([Role.LEAD_OFFICER], "finding__division")).order_by("asked_at", "pk")


def _decidable(powers: Powers, rows: QuerySet[Any]) -> QuerySet[Any]:
    by_town = powers.within([Role.TOWN_CLERK], "division") & Q(confidential=False)
    return rows.filter(powers.within([Role.LEAD_OFFICER], "division") | by_town)
