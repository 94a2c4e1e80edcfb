"""Answering a search, scoped to the reader: what is public for everybody, the rest for people with an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from qingdan.foundation.documents.access import readable
from qingdan.foundation.orgs.divisions import ancestors, subtree_end
from qingdan.foundation.orgs.models import Account
from qingdan.policy.gate.labels import LIST_KIND_LABELS
from qingdan.policy.gate.model import ListKind
from qingdan.register.search.models import Entry, Token, What
from qingdan.register.search.tokens import asked, runs

MOST_CANDIDATES, MOST_FOUND = 400, 200
_AROUND = 36


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for. ``place``: only what counts there; ``past``: also what is no longer in force."""

    words: str
    what: str = ""
    kind: str = ""
    place: str = ""
    on: date | None = None
    past: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a snippet; ``hit`` marks the words that were looked for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer with a piece of its text."""

    entry: Entry
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    in_force: bool

    @property
    def label(self) -> str:
        """What it is, as a word: an item by its list's kind."""
        if self.entry.what == What.ITEM:
            return LIST_KIND_LABELS[ListKind(self.entry.kind)]
        return str(What(self.entry.what).label)


def find(search: Search, reader: Account | None) -> list[Hit]:
    """The best answers, at most :data:`MOST_FOUND`: all words must be there; title before text, in force before past."""
    wanted = asked(search.words)
    if not wanted:
        return []
    rows = Entry.objects.filter(pk__in=_candidates(wanted, search, reader))
    ranked = sorted(rows, key=lambda entry: _rank(entry, search))
    return [as_hit(entry, search) for entry in ranked[:MOST_FOUND]]


def _candidates(wanted: Sequence[str], search: Search, reader: Account | None) -> list[int]:
    """The ids of entries that have every token, those with most in the title first."""
    tokens = Token.objects.filter(token__in=wanted)
    if reader is None:
        tokens = tokens.filter(public=True)
    scoped = scope(search, reader)
    if scoped is not None:
        tokens = tokens.filter(entry__in=scoped)
    found = (
        tokens.values("entry")
        .annotate(tokens=Count("pk"), weight=Sum("weight"))
        .filter(tokens=len(wanted))
        .order_by("-weight", "entry")
    )
    return list(found.values_list("entry", flat=True)[:MOST_CANDIDATES])


def scope(search: Search, reader: Account | None) -> QuerySet[Entry] | None:
    """The entries among which is searched; None: all that the tokens' own flag lets through."""
    rows = Entry.objects.order_by()
    if reader is not None:
        mine = readable(reader).values("pk")
        rows = rows.filter(Q(attachment=None) | Q(attachment__in=mine))
    if search.what:
        rows = rows.filter(what=search.what)
    if search.kind:
        rows = rows.filter(kind=search.kind)
    if search.place:
        below = Q(division__gte=search.place, division__lt=subtree_end(search.place))
        rows = rows.filter(Q(division__in=ancestors(search.place)) | below)
    if search.on and not search.past:
        rows = rows.filter(
            Q(valid_from=None) | Q(valid_from__lte=search.on), Q(valid_to=None) | Q(valid_to__gte=search.on)
        )
    unscoped = reader is None and not (search.what or search.kind or search.place or (search.on and not search.past))
    return None if unscoped else rows


def _rank(entry: Entry, search: Search) -> tuple[bool, int, int, int, int]:
    """In force first; then the whole phrase as the title, in the title, in the text; the nearest place; short titles."""
    phrase = "".join(runs(search.words))
    title = "".join(runs(entry.title))
    if title == phrase:
        fit = 0
    elif phrase in title:
        fit = 1
    elif phrase in "".join(runs(entry.text)):
        fit = 2
    else:
        fit = 3
    return not in_force(entry, search.on), fit, -len(entry.division.rstrip("0")), len(entry.title), entry.pk


def in_force(entry: Entry, on: date | None) -> bool:
    """Whether an entry holds on a day."""
    if on is None:
        return True
    return (entry.valid_from is None or entry.valid_from <= on) and (entry.valid_to is None or entry.valid_to >= on)


def as_hit(entry: Entry, search: Search) -> Hit:
    """An entry as an answer."""
    wanted = asked(search.words)
    return Hit(
        entry, marked(entry.title, wanted), marked(_around(entry.text, wanted), wanted), in_force(entry, search.on)
    )


def _around(text: str, wanted: Sequence[str]) -> str:
    """The text around the first word that was looked for."""
    lower = text.casefold()
    places = [place for token in wanted if (place := lower.find(token)) >= 0]
    start = max(0, min(places, default=0) - _AROUND)
    end = start + 4 * _AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def marked(text: str, wanted: Sequence[str]) -> tuple[Piece, ...]:
    """A text in pieces, those that were looked for marked."""
    lower = text.casefold()
    if len(lower) != len(text):
        return (Piece(text, False),)
    hit = [False] * len(text)
    for token in wanted:
        place = lower.find(token)
        while place >= 0:
            hit[place : place + len(token)] = [True] * len(token)
            place = lower.find(token, place + 1)
    pieces: list[Piece] = []
    for character, is_hit in zip(text, hit, strict=True):
        if pieces and pieces[-1].hit is is_hit:
            pieces[-1] = Piece(pieces[-1].text + character, is_hit)
        else:
            pieces.append(Piece(character, is_hit))
    return tuple(pieces)
