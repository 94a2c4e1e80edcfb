"""Reading a table of divisions: every bad row named by its line, nothing taken of a bad file. No database."""

from __future__ import annotations

import csv
import gzip
import io
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.divisions import NATION, BadDivisionCode, full_code
from qingdan.foundation.orgs.divisions import level as level_of

HEADER = ("code", "name", "level")
SUCCESSION_HEADER = ("old", "new", "since")
MOST_FAULTS = 200
MOST_ROWS = 2_000_000
LARGEST_UNPACKED = 300 * 1024 * 1024
LONGEST_NAME = 100
_LEVEL_NUMBERS = {"1": Level.PROVINCE, "2": Level.CITY, "3": Level.COUNTY, "4": Level.TOWN, "5": Level.VILLAGE}
_LEVEL_BY_LENGTH = {2: Level.PROVINCE, 4: Level.CITY, 6: Level.COUNTY, 9: Level.TOWN}
Rows = Iterable[tuple[int, list[str]]]


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


def read_file(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows of a CSV or CSV.gz with their line numbers; raises :class:`BadDivisionFile` for what is no such file."""
    try:
        with path.open("rb") as raw, _unpacked(path, raw) as plain:
            reader = csv.reader(io.TextIOWrapper(plain, encoding="utf-8-sig", newline=""))
            for row in reader:
                if reader.line_num > MOST_ROWS:
                    raise BadDivisionFile([BadRow(reader.line_num, f"超过 {MOST_ROWS} 行，全国也没有这么多。")])
                yield reader.line_num, row
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, zlib.error) as error:
        raise BadDivisionFile([BadRow(1, f"读不了（{error}）。要 UTF-8 的 CSV 或 CSV.gz。")]) from error


def _unpacked(path: Path, raw: io.BufferedReader) -> io.BufferedReader:
    opened = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
    return io.BufferedReader(_Limited(opened), buffer_size=1 << 16)


class _Limited(io.RawIOBase):
    """A stream that ends with an error where too much comes out of it: a bomb."""

    def __init__(self, inner: io.BufferedIOBase | gzip.GzipFile) -> None:
        self._inner, self._left = inner, LARGEST_UNPACKED

    def readable(self) -> bool:
        """It is read only."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer is 3.12's
        """The next bytes."""
        data = self._inner.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise OSError(f"展开后超过 {LARGEST_UNPACKED // 1048576} MB")
        buffer[: len(data)] = data
        return len(data)


def parse(rows: Rows) -> tuple[dict[str, str], dict[str, int]]:
    """Names by full code, and the line of each; the nation is always among them. Raises :class:`BadDivisionFile`."""
    wanted: dict[str, str] = {NATION: "全国"}
    lines: dict[str, int] = {NATION: 0}
    known: dict[str, int] = {}
    faults: list[BadRow] = []
    for place, (line, row) in enumerate(rows):
        if place == 0:
            _demand_header(line, row, HEADER)
            continue
        if not any(row):
            continue
        message = _row(row, line, wanted, lines, known)
        if message:
            faults.append(BadRow(line, message))
            if len(faults) >= MOST_FAULTS:
                break
    if faults:
        raise BadDivisionFile(faults)
    return wanted, lines


def _demand_header(line: int, row: list[str], header: tuple[str, ...]) -> None:
    if tuple(cell.strip() for cell in row) != header:
        raise BadDivisionFile([BadRow(line, f"表头要是 {','.join(header)}。")])


def _row(row: list[str], line: int, wanted: dict[str, str], lines: dict[str, int], known: dict[str, int]) -> str:
    """Take a row, or say what is wrong with it."""
    if len(row) != len(HEADER):
        return f"要有 {len(HEADER)} 列，这里有 {len(row)} 列。"
    code, name, number = row[0].strip(), row[1].strip(), row[2].strip()
    try:
        full = full_code(code)
    except BadDivisionCode as error:
        return str(error)
    if not name or len(name) > LONGEST_NAME:
        return f"名称不能为空，也不能超过 {LONGEST_NAME} 个字。"
    if not name.isprintable() and any(unicodedata.category(each) in {"Cc", "Cf", "Cs"} for each in name):
        return "名称里有看不见的控制字符，请删掉。"
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
    lines[full] = line
    return ""


def _said_level(code: str, full: str) -> Level | None:
    """The level that a code says by its length as written; a padded one by what is left of it without zeros."""
    return level_of(full) if len(code) == len(full) else _LEVEL_BY_LENGTH.get(len(code))


@dataclass(frozen=True, slots=True)
class Follows:
    """One line of a table of successions: full codes, and since when (None: the day of the load)."""

    line: int
    old: str
    new: str
    since: date | None


def parse_successions(rows: Rows) -> list[Follows]:
    """Which division follows which; raises :class:`BadDivisionFile`."""
    found: list[Follows] = []
    faults: list[BadRow] = []
    for place, (line, row) in enumerate(rows):
        if place == 0:
            _demand_header(line, row, SUCCESSION_HEADER)
        elif any(row):
            try:
                found.append(_follows(line, row))
            except ValueError as error:
                faults.append(BadRow(line, str(error)))
    if faults:
        raise BadDivisionFile(faults[:MOST_FAULTS])
    return found


def _follows(line: int, row: list[str]) -> Follows:
    if len(row) != len(SUCCESSION_HEADER):
        raise ValueError(f"要有 {len(SUCCESSION_HEADER)} 列，这里有 {len(row)} 列。")
    old, new = full_code(row[0]), full_code(row[1])
    if old == new:
        raise ValueError("原区划和新区划是同一个代码。改名不用写在这里。")
    try:
        since = date.fromisoformat(row[2].strip()) if row[2].strip() else None
    except ValueError as error:
        raise ValueError("日期要写成 2026-01-31 这样。") from error
    return Follows(line, old, new, since)
