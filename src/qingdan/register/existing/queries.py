"""Reading registrations: the lead bodies see a round whole, a body its own entries, others what concerns their place."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import localdate

from qingdan.foundation.orgs.choices import BodyType
from qingdan.foundation.orgs.divisions import ancestors
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.queries import bodies_held, holds, scopes_of
from qingdan.foundation.web.waiting import Waiting
from qingdan.policy.gate.model import Existing, Kind
from qingdan.register.existing.duplicates import Pair, Registered, pairs
from qingdan.register.existing.models import AskedBody, Entry, Round, State
from qingdan.register.existing.roles import KEEPERS, OFFICERS, READERS
from qingdan.register.lists.sources import ExistingBook

_NOT_ASKED = (BodyType.PARTY_GOVERNMENT, BodyType.VILLAGE_ORGANISATION, BodyType.TOWN)
_NEWEST = 16


def keeps(reader: Account, division: str) -> bool:
    """Whether somebody keeps the rounds of a division: a lead body's officer or the steward."""
    return holds(reader, KEEPERS, division)


def kept_division(reader: Account) -> str | None:
    """The division whose rounds the reader keeps."""
    return next(iter(scopes_of(reader, KEEPERS)), None)


def bodies_of(reader: Account) -> set[int]:
    """The bodies for which the reader registers."""
    return bodies_held(reader, OFFICERS)


def rounds_for(reader: Account) -> QuerySet[Round]:
    """The rounds of the reader's place and of those above it."""
    meant = Q(pk__in=[])
    for scope in scopes_of(reader, READERS):
        meant |= Q(division__in=ancestors(scope))
    return Round.objects.filter(meant)


def bodies_to_ask(division: str) -> QuerySet[Body]:
    """The bodies of a division that send things to villages: all but party and government themselves, and towns."""
    return Body.objects.filter(division_id=division, valid_to=None).exclude(type__in=_NOT_ASKED)


def entries_for(reader: Account, round_: Round) -> QuerySet[Entry]:
    """All entries for who keeps the round; a body's officer sees the body's own, others those that reach their place.

    Withdrawn ones are shown to nobody else than who keeps the round.
    """
    rows = round_.entries.select_related("body", "merged_into", "became", "registered_by", "decided_by")
    if keeps(reader, round_.division):
        return rows
    own = Q(body__in=bodies_of(reader))
    if scopes_of(reader, OFFICERS):
        return rows.filter(own).exclude(state=State.WITHDRAWN)
    return rows.exclude(state=State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a body is."""

    asked: AskedBody
    total: int
    waiting: int

    @property
    def done(self) -> bool:
        """Whether the body has registered something or said that it has nothing."""
        return self.total > 0 or self.asked.zero_at is not None


def progress(round_: Round) -> list[Progress]:
    """How far each asked body is."""
    counts: dict[int, dict[str, Any]] = {
        row["body_id"]: dict(row)
        for row in round_.entries.exclude(state=State.WITHDRAWN)
        .values("body_id")
        .annotate(total=Count("pk"), waiting=Count("pk", filter=Q(state=State.WAITING)))
        .order_by()
    }
    found = []
    for asked in round_.asked.select_related("body"):
        row = counts.get(asked.body_id, {"total": 0, "waiting": 0})
        found.append(Progress(asked, row["total"], row["waiting"]))
    return found


def likenesses(round_: Round) -> list[tuple[Pair, Entry, Entry]]:
    """Pairs of undecided or kept entries that may be one matter, likest first."""
    entries = {
        entry.pk: entry
        for entry in round_.entries.filter(state__in=[State.WAITING, State.KEPT], became=None).select_related("body")
    }
    registered = [
        Registered(entry.pk, entry.body_id, entry.kind, entry.title, entry.key, tuple(entry.columns))
        for entry in entries.values()
    ]
    return [(pair, entries[pair.one], entries[pair.other]) for pair in pairs(registered)]


def open_round(reader: Account) -> Round | None:
    """The open round of the reader's place, if there is one."""
    return rounds_for(reader).filter(closed_at=None).first()


def in_grace(division: str, on: date) -> ExistingBook:
    """The entries of open and closed rounds whose grace covers the day: what the gate asks for a division.

    Kept entries count until their edition is published, cancelled and merged ones never. The entries of a round are
    read once for each of its revisions, so that thousands of villages cost one small query each.
    """
    rounds = Round.objects.filter(division__in=ancestors(division), grace_ends__gte=on)
    stamps = list(rounds.order_by("pk").values_list("pk", "revision", "grace_ends", "opened_at"))
    if not stamps:
        return {}
    found: dict[tuple[Kind, str], tuple[Existing, ...]] = {}
    for stamp in stamps:
        for name, entries in _of_round(stamp).items():
            found[name] = (*found.get(name, ()), *entries)
    return found


def places_in_grace(on: date) -> set[str]:
    """The divisions of the rounds whose grace covers a day, and those that their entries are for."""
    places = set(Round.objects.filter(grace_ends__gte=on).values_list("division", flat=True))
    entries = Entry.objects.filter(round__grace_ends__gte=on, state__in=[State.WAITING, State.KEPT])
    for divisions in entries.values_list("divisions", flat=True):
        places.update(divisions)
    return places


_kept: OrderedDict[tuple[int, int, date, datetime], ExistingBook] = OrderedDict()


def _of_round(stamp: tuple[int, int, date, datetime]) -> ExistingBook:
    if stamp not in _kept:
        round_id, _revision, ends, _opened = stamp
        rows = Entry.objects.filter(round_id=round_id, state__in=[State.WAITING, State.KEPT]).select_related("body")
        _kept[stamp] = _book(rows, ends)
        while len(_kept) > _NEWEST:
            _kept.popitem(last=False)
    return _kept[stamp]


def _book(rows: Iterable[Entry], ends: date) -> ExistingBook:
    found: dict[tuple[Kind, str], tuple[Existing, ...]] = {}
    for entry in rows:
        name = (Kind(entry.kind), entry.key)
        made = Existing(entry.code, entry.title, Kind(entry.kind), entry.body.name, tuple(entry.divisions), ends)
        found[name] = (*found.get(name, ()), made)
    return found


def decided_counts(round_: Round) -> dict[str, int]:
    """How many entries stand in each state, by its label."""
    rows = round_.entries.values_list("state").annotate(number=Count("pk")).order_by()
    return {str(State(state).label): number for state, number in rows if state != State.WITHDRAWN}


def to_take_over(round_: Round) -> QuerySet[Entry]:
    """Kept entries that are not yet in a draft."""
    return round_.entries.filter(state=State.KEPT, became=None, became_code="").select_related("body")


def waiting(account: Account, _most: int) -> list[Waiting]:
    """In the open round: what the account's bodies have not yet registered, and for who keeps it, what to decide."""
    rows = list(_open_with_bodies(account))
    if not rows:
        return []
    shown = rows[0]
    address, since = reverse("existing:round", args=[shown.pk]), localdate(shown.opened_at)
    found = [
        Waiting(str(shown), address, "登记或报“没有”", since, shown.register_by, row.owing)
        for row in rows
        if row.pk == shown.pk and row.owing
    ]
    if shown.undecided and keeps(account, shown.division):
        act, note = "逐项决定", "保留、并入还是取消"
        url = f"{address}?state=waiting"
        found.append(Waiting(str(shown), url, act, since, shown.grace_ends, note, shown.undecided))
    return found


def _open_with_bodies(account: Account) -> QuerySet[Any]:
    """The open rounds, the newest first: how much waits for a decision, and by a row each the account's bodies that owe."""
    waits = Entry.objects.filter(round=OuterRef("pk"), state=State.WAITING).order_by()
    undecided = waits.values("round").annotate(number=Count("pk")).values("number")
    said = Entry.objects.filter(round=OuterRef("pk"), body=OuterRef("own__body")).exclude(state=State.WITHDRAWN)
    own = FilteredRelation("asked", condition=Q(asked__body__in=bodies_of(account), asked__zero_at=None))
    named = Body.objects.filter(pk=OuterRef("own__body")).values("name")
    owing = Case(When(~Exists(said), then=Subquery(named)))
    rows = rounds_for(account).filter(closed_at=None)
    return rows.annotate(own=own, undecided=Coalesce(Subquery(undecided), 0), owing=owing)
