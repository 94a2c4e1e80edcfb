"""Admitted items: what the gate knows of them, what a body may send, what reaches a place."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import date, timedelta
from threading import Lock

from django.db.models import Exists, OuterRef, Q, QuerySet

from qingdan.entry.admission.models import AdmittedItem, AdmittedPlace, Revision
from qingdan.foundation.orgs.choices import ADMINISTRATORS, Role
from qingdan.foundation.orgs.divisions import ancestors, subtree_end
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.queries import bodies_held, scopes_of
from qingdan.policy.gate.codes import compact
from qingdan.policy.gate.model import Admission, Kind

CASE_ROLES = tuple(role for role in Role if role not in ADMINISTRATORS)
MOST_KEPT = 64
"""Jurisdictions whose items are kept in memory, each in its newest revision."""
_kept: OrderedDict[str, tuple[str, Mapping[str, Admission]]] = OrderedDict()
_lock = Lock()


def admissions_at(division: str, on: date) -> Mapping[str, Admission]:
    """The filed admissions of the jurisdictions that hold a division, by code without hyphens; also ended ones.

    The gate judges scope, dates and frequency itself, so that it can say what is wrong with a code. The items of a
    jurisdiction are read once for each of its revisions: a question costs one small query.
    """
    stamps = list(Revision.objects.filter(division__in=ancestors(division)).values_list("division", "stamp"))
    books = [_of_jurisdiction(place, stamp) for place, stamp in stamps]
    if len(books) == 1:
        return books[0]
    return {code: admission for book in books for code, admission in book.items()}


def _of_jurisdiction(division: str, stamp: str) -> Mapping[str, Admission]:
    with _lock:
        found = _kept.get(division)
        if found is not None and found[0] == stamp:
            _kept.move_to_end(division)
            return found[1]
    rows = AdmittedItem.objects.filter(jurisdiction=division).select_related("body")
    book = {item.compact: gate_admission(item) for item in rows}
    with _lock:
        _kept[division] = (stamp, book)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return book


def gate_admission(item: AdmittedItem) -> Admission:
    """The item as the gate sees it."""
    return Admission(
        code=item.code,
        title=item.title,
        kind=Kind(item.kind),
        issuer=item.body.name,
        divisions=tuple(item.divisions),
        frequency=item.frequency or None,
        valid_from=item.valid_from,
        valid_to=item.valid_to,
        withdrawn_on=item.ended_on,
        facts=tuple(sorted(item.facts.items())),
    )


def valid_on(day: date) -> Q:
    """The condition that an item's code is valid on a day."""
    running = Q(valid_to=None) | Q(valid_to__gte=day)
    return Q(valid_from__lte=day) & running & (Q(ended_on=None) | Q(ended_on__gt=day))


def valid_admissions_of(body: Body, on: date) -> QuerySet[AdmittedItem]:
    """What a body may send to villages by a code that is valid on a day, by title."""
    return AdmittedItem.objects.filter(valid_on(on), body=body).select_related("body").order_by("title", "pk")


def admitted_by_code(code: str) -> AdmittedItem | None:
    """The item of a code, however it is written; None for one that there is not. The caller decides what to show."""
    return AdmittedItem.objects.select_related("body", "case").filter(compact=compact(code)).first()


def items_reaching(division: str) -> QuerySet[AdmittedItem]:
    """The items whose scope holds a division (a village, its town or the whole district is named in it)."""
    places = AdmittedPlace.objects.filter(item=OuterRef("pk"), division__in=ancestors(division))
    return AdmittedItem.objects.filter(Exists(places)).select_related("body")


def items_for(reader: Account) -> QuerySet[AdmittedItem]:
    """The items that a reader may see: of the bodies for which they act, and those that touch their divisions.

    The villages see what reaches them; town, district and city see what reaches any place of theirs.
    """
    scopes = scopes_of(reader, CASE_ROLES)
    if not scopes:
        return AdmittedItem.objects.none()
    touching = Q(division__in=[])
    for division in scopes:
        touching |= Q(division__in=ancestors(division)) | Q(division__gte=division, division__lt=subtree_end(division))
    places = AdmittedPlace.objects.filter(touching, item=OuterRef("pk"))
    own = Q(body__in=bodies_held(reader, CASE_ROLES))
    return AdmittedItem.objects.filter(own | Exists(places)).select_related("body")


def ending_soon(on: date, days: int = 30) -> QuerySet[AdmittedItem]:
    """Valid items that end or are to be reviewed within so many days."""
    until = on + timedelta(days=days)
    near = Q(valid_to__lte=until) | Q(review_on__lte=until)
    return AdmittedItem.objects.filter(valid_on(on), near).select_related("body")
