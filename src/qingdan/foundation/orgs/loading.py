"""Loading the table of divisions: all or nothing, repeatable, changes dated and their history kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from qingdan.foundation.audit.services import record
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs import bulk, name_index
from qingdan.foundation.orgs.access import demand_role
from qingdan.foundation.orgs.choices import Level, Role
from qingdan.foundation.orgs.division_files import BadDivisionFile, BadRow, Follows, Rows, parse, parse_successions
from qingdan.foundation.orgs.divisions import NATION, ancestors, level, parent, subtree_end, unit_kind
from qingdan.foundation.orgs.models import Account, Division, FormerName, Succession
from qingdan.foundation.orgs.pinyin import sort_key

BATCH = 500
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: how many divisions are new, renamed or revived, ended, and as they were."""

    added: int
    changed: int
    unchanged: int
    ended: int = 0
    successions: int = 0


@dataclass(frozen=True, slots=True)
class _Stored:
    name: str
    valid_to: date | None


def load_divisions(
    *,
    actor: Account | None,
    rows: Rows,
    on: date | None = None,
    complete: bool = False,
    successions: Rows | None = None,
    progress: Progress | None = None,
) -> Loaded:
    """Load rows ``code,name,level`` that hold from a day (system administrator); None is today.

    New ones are added, renamed ones changed with their former name kept. ``complete``: the rows are all there is below
    the highest divisions among them, so what is missing ends the day before. ``successions`` (``old,new,since``) tell
    who follows whom in a merger or split; the old ones end. Raises :class:`BadDivisionFile`; then nothing was loaded.
    """
    demand_role(actor, Role.SYSTEM_ADMIN)
    day = on or today()
    wanted, lines = parse(rows)
    follows = parse_successions(successions) if successions is not None else []
    with transaction.atomic():
        bulk.lock()
        stored = _stored()
        _demand_parents(wanted, lines, stored)
        _demand_followers(follows, wanted, stored)
        loaded = _store(wanted, stored, day, complete, follows, progress)
        if loaded.added or loaded.changed:
            name_index.store({code: each.name for code, each in stored.items()} | wanted)
        record(
            verb="load_divisions",
            object_type="division",
            object_id="table",
            actor_id=actor.pk if actor else None,
            actor_name=str(actor) if actor else "系统",
            detail={"added": loaded.added, "changed": loaded.changed, "ended": loaded.ended, "on": str(day)},
        )
    return loaded


def _stored() -> dict[str, _Stored]:
    rows = Division.objects.values_list("code", "name", "valid_to").iterator(chunk_size=20_000)
    return {code: _Stored(name, valid_to) for code, name, valid_to in rows}


def _demand_parents(wanted: Mapping[str, str], lines: Mapping[str, int], stored: Mapping[str, _Stored]) -> None:
    faults = [
        BadRow(lines[code], f"{code} {name} 的上级 {parent(code)} 不在文件里，也不在库里。")
        for code, name in wanted.items()
        if (above := _above(code)) not in wanted and above not in stored
    ]
    if faults:
        raise BadDivisionFile(faults)


def _demand_followers(follows: Iterable[Follows], wanted: Mapping[str, str], stored: Mapping[str, _Stored]) -> None:
    faults = []
    for each in follows:
        if each.old not in stored:
            faults.append(BadRow(each.line, f"原区划 {each.old} 不在库里。"))
        if each.new not in wanted and each.new not in stored:
            faults.append(BadRow(each.line, f"新区划 {each.new} 不在文件里，也不在库里。"))
    if faults:
        raise BadDivisionFile(faults)


def _store(
    wanted: Mapping[str, str],
    stored: Mapping[str, _Stored],
    day: date,
    complete: bool,
    follows: list[Follows],
    progress: Progress | None,
) -> Loaded:
    since = day if len(stored) > 1 else None
    fresh = sorted(code for code in wanted if code not in stored)
    bulk.insert((_new(code, wanted[code], since) for code in fresh), len(fresh), progress)
    changed = {
        code: name
        for code, name in wanted.items()
        if code in stored and (stored[code].name != name or stored[code].valid_to is not None)
    }
    _rename(changed, stored, day)
    ended = _end(_missing(wanted, stored) if complete else [], day)
    _succeed(follows, day)
    ended += _end([each.old for each in follows if each.old not in wanted], day)
    return Loaded(len(fresh), len(changed), len(wanted) - len(fresh) - len(changed), ended, len(follows))


def _above(code: str) -> str:
    """The code one level up, said at once for villages: nearly all are."""
    return f"{code[:9]}000" if code[9:] != "000" else parent(code)


def _new(code: str, name: str, since: date | None) -> bulk.NewDivision:
    if code[9:] != "000":  # nearly all: what the general functions say, said at once
        key, initials = sort_key(name, careful=False)
        kind = unit_kind(code) or ""
        return bulk.NewDivision(code, name, Level.VILLAGE.value, kind, _above(code), key, initials, since)
    key, initials = sort_key(name, careful=True)
    above = None if code == NATION else parent(code)
    return bulk.NewDivision(code, name, level(code).value, "", above, key, initials, since)


def _rename(changed: Mapping[str, str], stored: Mapping[str, _Stored], day: date) -> None:
    """Give divisions their new names, keep the former ones, and take up again what had ended."""
    until = day - timedelta(days=1)
    FormerName.objects.bulk_create(
        [
            FormerName(division_id=code, name=stored[code].name, until=until)
            for code, name in changed.items()
            if stored[code].name != name
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    divisions = []
    for code, name in changed.items():
        key, initials = sort_key(name, careful=level(code) is not Level.VILLAGE)
        divisions.append(Division(code=code, name=name, sort_key=key, initials=initials, valid_to=None))
    Division.objects.bulk_update(divisions, ["name", "sort_key", "initials", "valid_to"], batch_size=BATCH)


def _missing(wanted: Mapping[str, str], stored: Mapping[str, _Stored]) -> list[str]:
    """What stands in the register below the highest divisions of the file, but not in the file."""
    tops = [code for code in wanted if code != NATION and not any(a in wanted for a in ancestors(code)[1:-1])]
    ranges = [(top, subtree_end(top)) for top in tops]
    return [code for code in stored if code not in wanted and any(low <= code < high for low, high in ranges)]


def _end(codes: list[str], day: date) -> int:
    """End divisions the day before; what has ended already stays as it is. Returns how many ended."""
    ended = 0
    for start in range(0, len(codes), BATCH):
        running = Division.objects.filter(code__in=codes[start : start + BATCH], valid_to=None)
        ended += running.update(valid_to=day - timedelta(days=1))
    return ended


def _succeed(follows: list[Follows], day: date) -> None:
    Succession.objects.bulk_create(
        [Succession(old_id=each.old, new_id=each.new, since=each.since or day) for each in follows],
        ignore_conflicts=True,
        batch_size=BATCH,
    )
