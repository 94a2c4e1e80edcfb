"""Where a body may send, as a form offers it: whole divisions, single villages by town, and names that people type."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from qingdan.entry.dispatch.targets import Village, rows_of, villages
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.divisions import ancestors, contains, subtree_end
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.orgs.names import short_place_names

MOST_LISTED = 800
"""So many villages are offered one by one; of more only whole divisions are, and a box for names."""
MOST_TYPED = 200
MOST_SHOWN = 4
_SIGNS = re.compile(r"[\s,，、;；]+")
_CODE = re.compile(r"^[0-9]{12}$")
_COMMITTEE = re.compile(r"村(?:民委员会|委会)$")
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Town:
    """A town and its villages, as choices."""

    code: str
    name: str
    villages: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Places:
    """``wholes``: the reach itself and what lies right below it; ``towns``: empty where there are too many villages."""

    reach: Sequence[str]
    wholes: Sequence[Choice]
    towns: Sequence[Town]


def places_for(reach: Sequence[str]) -> Places:
    """What a form offers to a sender with this reach, without divisions that hold no village."""
    day = today()
    own = list(Division.objects.filter(code__in=reach).order_by("code"))
    below = list(Division.objects.in_force(day).filter(parent_id__in=reach).order_by("code"))
    found = rows_of(villages(reach, (), day), most=MOST_LISTED + 1)
    few = len(found) <= MOST_LISTED
    names = {each.code: each.name for each in (*own, *below)}
    towns = _by_town(found, names) if few else []
    single = {village.code for village in found}
    kept = [each for each in below if each.code not in single and (not few or _holds(each.code, found))]
    wholes = [(each.code, f"{each.name}（全部）") for each in own] + [(each.code, each.name) for each in kept]
    return Places(reach, wholes, towns)


def _holds(code: str, found: Sequence[Village]) -> bool:
    return any(contains(code, village.code) for village in found)


def _by_town(found: Sequence[Village], names: dict[str, str]) -> list[Town]:
    groups: dict[str, list[Choice]] = defaultdict(list)
    for village in found:
        groups[ancestors(village.code)[1]].append((village.code, village.name))
    missing = groups.keys() - names.keys()
    if missing:
        names = names | dict(Division.objects.filter(code__in=missing).values_list("code", "name"))
    return [Town(code, names.get(code, code), rows) for code, rows in sorted(groups.items())]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The divisions that typed names mean, and what could not be understood, in Chinese."""

    codes: Sequence[str]
    problems: Sequence[str]


def resolve(words: str, reach: Sequence[str]) -> Resolved:
    """The divisions meant by names or 12-digit codes, parted by lines, commas or spaces; two queries."""
    typed = list(dict.fromkeys(word for word in _SIGNS.split(words) if word))
    if len(typed) > MOST_TYPED:
        return Resolved((), [f"一次最多写 {MOST_TYPED} 个，再多请选镇街。"])
    if not typed:
        return Resolved((), ())
    within = reduce(or_, (Q(code__gte=scope, code__lt=subtree_end(scope)) for scope in reach))
    meant = reduce(or_, (Q(code=word) if _CODE.match(word) else Q(name__startswith=word) for word in typed))
    rows = list(Division.objects.in_force(today()).filter(within).filter(meant).order_by("code"))
    codes, problems = [], []
    for word in typed:
        found = [row for row in rows if word == row.code or word in _ways(row.name)]
        if len(found) == 1:
            codes.append(found[0].code)
        elif found:
            several = "、".join(f"{row.name} {row.code}" for row in found[:MOST_SHOWN])
            problems.append(f"“{word}”不止一个（{several}{' 等' if len(found) > MOST_SHOWN else ''}），请写代码。")
        else:
            problems.append(f"本单位管的地方没有“{word}”，请核对名称，或者写 12 位代码。")
    return Resolved(codes, problems)


def _ways(name: str) -> set[str]:
    """The ways in which people call a division; 大沙窝村委会 is 大沙窝村 too, where the rule for titles says 大沙窝."""
    ending = _COMMITTEE.search(name)
    village = {f"{name[: ending.start()].removesuffix('村')}村"} if ending else set()
    return {name, *short_place_names(name), *village}


def in_words(codes: Sequence[str], most: int = 6) -> str:
    """The names of divisions, the first of them where they are many; one query."""
    names = dict(Division.objects.filter(code__in=codes[:most]).values_list("code", "name"))
    words = "、".join(names.get(code, code) for code in codes[:most])
    return words + (f" 等 {len(codes)} 处" if len(codes) > most else "")
