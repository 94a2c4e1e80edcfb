"""Everyday words: what people say, and the words that lists use for it. The pairs are data of the packs."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Sum

from qingdan.foundation.orgs.models import Account
from qingdan.policy.packs.compiling import CompiledPack
from qingdan.register.search.models import Entry, Token, What
from qingdan.register.search.queries import MOST_FOUND, Hit, Search, as_hits, find, rarest_first, scope
from qingdan.register.search.tokens import asked, joined

_FILLING = (
    "要不要",
    "怎么办",
    "去哪",
    "可以吗",
    "行不行",
    "能不能",
    "是不是",
    "吗",
    "呢",
    "啊",
    "请问",
    "村里",
    "村委会",
    "社区",
    "开个",
    "开一张",
    "办个",
)
SHARE = 0.5
"""The share of the words' pairs that an answer must have where nothing has them all."""
ANSWERS = (What.ITEM, What.CLAUSE)


def find_everyday(search: Search, pack: CompiledPack | None, reader: Account | None) -> list[Hit]:
    """Answers to what people say: first what the packs' everyday words mean, then the words themselves, then part of them."""
    found: dict[int, Hit] = {}
    for words in [*meanings(search.words, pack), search.words]:
        for hit in find(_with(search, words), reader):
            if hit.entry.what in ANSWERS:
                found.setdefault(hit.entry.pk, hit)
    if len(found) < 3:
        for hit in _partly(search, reader):
            found.setdefault(hit.entry.pk, hit)
    return list(found.values())[:MOST_FOUND]


def meanings(words: str, pack: CompiledPack | None) -> list[str]:
    """What a saying means in the words of the lists, most specific first."""
    if pack is None:
        return []
    said = joined(words)
    met = [
        (len(phrase), place, each.means)
        for place, each in enumerate(entry for part in pack.chain for entry in part.header.everyday)
        if (phrase := max((joined(say) for say in each.say if joined(say) in said), key=len, default=""))
    ]
    ranked = sorted(met, key=lambda one: (-one[0], one[1]))
    return list(dict.fromkeys(meaning for _length, _place, means in ranked for meaning in means))


def _with(search: Search, words: str) -> Search:
    return Search(words, search.what, search.kind, search.place, search.on, search.past)


def _partly(search: Search, reader: Account | None) -> list[Hit]:
    """Entries that have at least :data:`SHARE` of the words, without the words that ask."""
    wanted = asked(_without_filling(search.words))
    if len(wanted) < 2:
        return []
    answers = scope(search, reader).filter(what__in=ANSWERS, pk=OuterRef("entry"))
    needed = max(2, round(len(wanted) * SHARE))
    must = rarest_first(wanted)[: len(wanted) - needed + 1]  # who has none of these has too few of all
    having = Token.objects.filter(token__in=must).values("entry")
    rows = (
        Token.objects.filter(Exists(answers), entry__in=having, token__in=wanted)
        .values("entry")
        .annotate(tokens=Count("token"), weight=Sum("weight"))
        .filter(tokens__gte=needed)
        .order_by("-weight", "entry")
    )
    ids = list(rows.values_list("entry", flat=True)[:20])
    entries = Entry.objects.in_bulk(ids)
    return as_hits((entries[pk] for pk in ids), search)


def _without_filling(words: str) -> str:
    for filling in _FILLING:
        words = words.replace(filling, " ")
    return words
