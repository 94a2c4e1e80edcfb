"""Loading the table of divisions: all or nothing, repeatable, every bad row named by its line."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from pypinyin import lazy_pinyin

from qingdan.foundation.audit.services import record
from qingdan.foundation.orgs.access import demand_role
from qingdan.foundation.orgs.choices import Level, Role
from qingdan.foundation.orgs.divisions import (
    NATION,
    BadDivisionCode,
    full_code,
    parent,
    unit_kind,
)
from qingdan.foundation.orgs.divisions import level as level_of
from qingdan.foundation.orgs.models import Account, Division

HEADER = ("code", "name", "level")
BATCH = 5000
MOST_FAULTS = 200
_LEVEL_NUMBERS = {"1": Level.PROVINCE, "2": Level.CITY, "3": Level.COUNTY, "4": Level.TOWN, "5": Level.VILLAGE}
_LEVEL_BY_LENGTH = {2: Level.PROVINCE, 4: Level.CITY, 6: Level.COUNTY, 9: Level.TOWN}
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be loaded."""

    line: int
    message: str


class BadDivisionFile(ValueError):
    """A file of which nothing was loaded; ``rows`` are its faults."""

    def __init__(self, rows: Sequence[BadRow]) -> None:
        self.rows = tuple(rows)
        shown = "\n".join(f"  第 {row.line} 行：{row.message}" for row in self.rows[:20])
        more = f"\n  ……共 {len(self.rows)} 处" if len(self.rows) > 20 else ""
        super().__init__(f"这个文件一行也没有装入，请改好再来：\n{shown}{more}")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did."""

    added: int
    changed: int
    unchanged: int


def read_file(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows of a CSV or CSV.gz with their line numbers; raises :class:`BadDivisionFile` for what is no such file."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
            reader = csv.reader(text)
            for row in reader:
                yield reader.line_num, row
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise BadDivisionFile([BadRow(1, f"读不了（{error}）。要 UTF-8 的 CSV 或 CSV.gz。")]) from error


def load_divisions(
    *, actor: Account | None, rows: Iterable[tuple[int, list[str]]], progress: Progress | None = None
) -> Loaded:
    """Load rows ``code,name,level`` (system administrator): new ones are added, renamed ones changed, none removed."""
    demand_role(actor, Role.SYSTEM_ADMIN)
    wanted = _parse(rows)
    with transaction.atomic():
        loaded = _store(wanted, progress)
        record(
            verb="load_divisions",
            object_type="division",
            object_id="table",
            actor_id=actor.pk if actor else None,
            actor_name=str(actor) if actor else "系统",
            detail={"added": loaded.added, "changed": loaded.changed},
        )
    return loaded


def _parse(rows: Iterable[tuple[int, list[str]]]) -> dict[str, str]:
    wanted: dict[str, str] = {NATION: "全国"}
    faults: list[BadRow] = []
    known: dict[str, int] = {}
    for place, (line, row) in enumerate(rows):
        if place == 0:
            if tuple(cell.strip() for cell in row) != HEADER:
                raise BadDivisionFile([BadRow(line, f"表头要是 {','.join(HEADER)}。")])
            continue
        if not any(cell.strip() for cell in row):
            continue
        message = _row(row, wanted, known)
        if message:
            faults.append(BadRow(line, message))
            if len(faults) >= MOST_FAULTS:
                break
    if not faults:
        stored = set(Division.objects.values_list("code", flat=True))
        faults = [
            BadRow(0, f"{code} {name} 的上级 {parent(code)} 不在文件里，也不在库里。")
            for code, name in wanted.items()
            if parent(code) not in wanted and parent(code) not in stored
        ]
    if faults:
        raise BadDivisionFile(faults)
    return wanted


def _row(row: list[str], wanted: dict[str, str], known: dict[str, int]) -> str:
    if len(row) != len(HEADER):
        return f"要有 {len(HEADER)} 列，这里有 {len(row)} 列。"
    code, name, number = (cell.strip() for cell in row)
    try:
        full = full_code(code)
    except BadDivisionCode as error:
        return str(error)
    if not name or len(name) > 100:
        return "名称不能为空，也不能超过 100 个字。"
    if number not in _LEVEL_NUMBERS:
        return f"level 要是 1 到 5，这里是“{number[:10]}”。"
    if full not in known and _LEVEL_NUMBERS[number] is not _said_level(code, full):
        return f"代码 {code} 的位数和 level {number} 对不上。"
    if full in known:
        # A place without the level below stands in the table again as its own part: a city without counties (4420
        # and 442000), a county without towns (350527 and 350527000000).
        return "" if int(number) > known[full] else f"代码 {code} 出现了两次。"
    known[full] = int(number)
    wanted[full] = name
    return ""


def _said_level(code: str, full: str) -> Level | None:
    """The level that a code says by its length as written; a padded one by what is left of it without zeros."""
    return level_of(full) if len(code) == len(full) else _LEVEL_BY_LENGTH.get(len(code))


def _store(wanted: dict[str, str], progress: Progress | None) -> Loaded:
    stored = (
        dict(Division.objects.filter(code__in=wanted).values_list("code", "name"))
        if len(wanted) < BATCH
        else dict(Division.objects.values_list("code", "name"))
    )
    fresh = [_division(code, name) for code, name in sorted(wanted.items()) if code not in stored]
    renamed = [_division(code, name) for code, name in wanted.items() if code in stored and stored[code] != name]
    for start in range(0, len(fresh), BATCH):
        Division.objects.bulk_create(fresh[start : start + BATCH])
        if progress:
            progress(min(start + BATCH, len(fresh)))
    Division.objects.bulk_update(renamed, ["name", "sort_key"], batch_size=BATCH)
    return Loaded(len(fresh), len(renamed), len(wanted) - len(fresh) - len(renamed))


def _division(code: str, name: str) -> Division:
    return Division(
        code=code,
        name=name,
        level=level_of(code),
        kind=unit_kind(code) or "",
        parent_id=None if code == NATION else parent(code),
        sort_key="".join(lazy_pinyin(name))[:200],
    )
