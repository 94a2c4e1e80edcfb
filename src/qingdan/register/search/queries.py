"""Answering a search, scoped to the reader: what is public for everybody, the rest for people with an account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from qingdan.foundation.documents.access import readable
from qingdan.foundation.orgs.divisions import ancestors, subtree_end
from qingdan.foundation.orgs.models import Account
from qingdan.policy.gate.labels import LIST_KIND_LABELS
from qingdan.policy.gate.model import ListKind
from qingdan.register.search.models import Entry, Token, What, Words
from qingdan.register.search.tokens import IN_TITLE, asked, joined

MOST_CANDIDATES, MOST_FOUND, MOST_COUNTED = 400, 200, 2_000
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
    text: str
    wanted: tuple[str, ...]
    in_force: bool

    @property
    def title(self) -> tuple[Piece, ...]:
        """The title, the words that were looked for marked."""
        return marked(self.entry.title, self.wanted)

    @property
    def snippet(self) -> tuple[Piece, ...]:
        """The piece of the text that is shown, the words that were looked for marked."""
        return marked(_around(self.text, self.wanted), self.wanted)

    @property
    def label(self) -> str:
        """What it is, as a word: an item by its list's kind."""
        if self.entry.what == What.ITEM:
            return LIST_KIND_LABELS[ListKind(self.entry.kind)]
        return str(What(self.entry.what).label)

    @property
    def url(self) -> str:
        """The page that shows it; an attached file has none of its own."""
        reference = self.entry.reference
        if self.entry.attachment_id is not None:
            return ""
        if self.entry.what == What.LIST:
            return reverse("lists:edition", args=[self.entry.source.partition(":")[2]])
        names = {What.ITEM: "lists:item", What.CLAUSE: "packs:clause", What.DOCUMENT: "packs:pack"}
        return reverse(names[What(self.entry.what)], args=[reference])


def find(search: Search, reader: Account | None) -> list[Hit]:
    """The best answers, at most :data:`MOST_FOUND`: all words must be there; title before text, in force before past."""
    wanted = asked(search.words)
    if not wanted:
        return []
    rows = [*_entitled(search, reader), *scope(search, reader).filter(pk__in=_candidates(wanted, search, reader))]
    ranked = sorted({entry.pk: entry for entry in rows}.values(), key=lambda entry: _rank(entry, search))
    return as_hits(ranked[:MOST_FOUND], search)


def _entitled(search: Search, reader: Account | None) -> QuerySet[Entry]:
    """Entries whose title is just what is looked for: they come first however many others have the words."""
    return scope(search, reader).filter(key=joined(search.words)).order_by("pk")[:MOST_CANDIDATES]


def _candidates(wanted: Sequence[str], search: Search, reader: Account | None) -> list[int]:
    """The ids of entries that have every token, those first that have them all in the title.

    The rarest token is gone through in the order of its index, and each of its entries asked for the others and for
    its scope, until there are enough: what a common character finds in 100,000 entries is never counted or sorted.
    """
    first, *others = rarest_first(wanted)
    found = _having(first, others, search, reader, weight=IN_TITLE)
    if others and len(found) < MOST_CANDIDATES:
        found += _having(first, others, search, reader)
    return found


def _having(
    first: str, others: Sequence[str], search: Search, reader: Account | None, weight: int | None = None
) -> list[int]:
    """Entries with all tokens, where a weight is given each with that weight."""
    rows = Token.objects.filter(Exists(scope(search, reader).filter(pk=OuterRef("entry"))), token=first)
    more = {"weight": weight} if weight and others else {}
    for token in others:
        rows = rows.filter(Exists(Token.objects.filter(entry=OuterRef("entry"), token=token, **more)))
    found = rows.filter(**more).order_by("-weight", "entry").values_list("entry", flat=True)
    return list(found[:MOST_CANDIDATES])


def rarest_first(wanted: Sequence[str]) -> list[str]:
    """The tokens, the one with the fewest entries first; of common ones not all are counted."""
    if len(wanted) == 1:
        return list(wanted)
    numbers = {token: Token.objects.filter(token=token).order_by()[:MOST_COUNTED].count() for token in wanted}
    return sorted(wanted, key=lambda token: numbers[token])


def scope(search: Search, reader: Account | None) -> QuerySet[Entry]:
    """The entries among which is searched: public ones for everybody, all but others' files for people with an account."""
    rows = Entry.objects.order_by()
    if reader is None:
        rows = rows.filter(public=True)
    else:
        rows = rows.filter(Q(attachment=None) | Q(attachment__in=readable(reader).values("pk")))
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
    return rows


def _rank(entry: Entry, search: Search) -> tuple[bool, int, int, int, int]:
    """In force first; then the whole phrase as the title, in the title, else; the nearest place; short titles."""
    phrase = joined(search.words)
    fit = 0 if entry.key == phrase else 1 if phrase in entry.key else 2
    return not in_force(entry, search.on), fit, -len(entry.division.rstrip("0")), len(entry.title), entry.pk


def in_force(entry: Entry, on: date | None) -> bool:
    """Whether an entry holds on a day."""
    if on is None:
        return True
    return (entry.valid_from is None or entry.valid_from <= on) and (entry.valid_to is None or entry.valid_to >= on)


def as_hits(entries: Iterable[Entry], search: Search) -> list[Hit]:
    """Entries as answers; their texts are read at once."""
    shown = list(entries)
    wanted = tuple(asked(search.words))
    texts = dict(Words.objects.filter(entry__in=shown).values_list("entry_id", "text"))
    return [Hit(entry, texts.get(entry.pk, ""), wanted, in_force(entry, search.on)) for entry in shown]


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
