"""Reading a list from a file: which tables it has, which column is what, and what every row says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from qingdan.foundation.documents import rules as files
from qingdan.foundation.web.grids import Cell, Grid
from qingdan.foundation.web.workbooks import read_csv, read_workbook
from qingdan.register.lists.annexes import values
from qingdan.register.lists.annexes.columns import (
    BY_FIELD,
    LOCATION_WORDS,
    MARKS,
    NO_MARKS,
    PARTY_WORDS,
    UNIT_WORDS,
    field_of,
    kind_of,
    unit_of,
)
from qingdan.register.lists.annexes.model import AnnexItem, BadAnnex, PreviewRow, Reading, TableReading
from qingdan.register.lists.annexes.word_tables import read_document

LONGEST_TITLE, LONGEST_NAME = 200, 200
_OLD = {
    "xls": "旧的 Excel 格式", "et": "WPS 表格格式", "doc": "旧的 Word 格式", "wps": "WPS 文字格式",
    "ett": "WPS 模板", "dot": "Word 模板",
}  # fmt: skip
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}〔\d{4}〕\d{1,5}号")
_GROUP = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]+[类部章])"
)
_COUNT = re.compile(r"[（(]\s*(?:共|计)?\s*\d+\s*[项个条种类]\s*[)）]\s*$")
_PARTICULARS = re.compile(r"^(?:附件|填报|填表|报送|制表|单位[:：]|联系|日期|\d{4}年)")
_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|共\s*计)")
_FOOTNOTE = re.compile(r"^(?:注|备注|说明|填表说明|填报说明)\s*[:：0-9１-９.、]")
_LINES_ABOVE = 8
_SKIPPED_SHEETS = frozenset({"“填写说明”"})


def read_annex(name: str, data: bytes) -> Reading:
    """A list from an Excel, Word or CSV file, every row with its place; raises :class:`BadAnnex`."""
    grids = _grids(name, data)
    tables = [table for grid in grids if grid.place not in _SKIPPED_SHEETS for table in _tables(grid)]
    if not tables:
        raise BadAnnex(_nothing_found(grids))
    above = [words for grid in grids for words in _above(grid)]
    number = next((found[0] for words in above if (found := _NUMBER.search(words))), "")
    return Reading(_title(above), number, tuple(tables))


def _grids(name: str, data: bytes) -> list[Grid]:
    suffix = name.rpartition(".")[2].lower()
    if suffix in _OLD:
        kind = "xlsx" if suffix in {"xls", "et", "ett"} else "docx"
        raise BadAnnex(f"这是{_OLD[suffix]}，请在 WPS 或 Office 里点“文件—另存为”，类型选 .{kind}，再传一次。")
    if suffix == "csv":
        if not data or b"\x00" in data[:8192]:
            raise BadAnnex("这个文件不是 CSV 表，请用 Excel 打开另存为 .xlsx 再传。")
        return read_csv(data)
    try:
        found = files.check(name, data)
    except files.BadFile as error:
        raise BadAnnex(str(error)) from error
    if found is files.XLSX:
        return read_workbook(data)
    if found is files.DOCX:
        return read_document(data)
    raise BadAnnex("只能从 Excel（.xlsx）、Word（.docx）、CSV 或本系统的 JSON 导入。扫描件和 PDF 请先转成表格。")


def _nothing_found(grids: Sequence[Grid]) -> str:
    if not any(grid.rows for grid in grids):
        return "文件里没有找到表格。要导入的事项请放在表里，一行一项。"
    first = next(
        ([each.own for each in row if each.own][:8] for grid in grids for row in grid.rows if any(c.own for c in row)),
        [],
    )
    shown = "、".join(f"“{words[:12]}”" for words in first)
    return f"表里没有认出“事项名称”这一列（读到的第一行是：{shown}）。请给每一列写上表头，例如：序号、事项名称、依据、牵头单位。"


def _above(grid: Grid) -> list[str]:
    """The words above a grid's first heading row."""
    found = list(grid.before)
    for row in grid.rows[:_LINES_ABOVE]:
        if _is_header(row):
            break
        found += [words for each in row if (words := values.one_line(each.own))][:1]
    return found


def _title(above: Sequence[str]) -> str:
    """The longest of the lines above that names a list, else the longest that is no label and no particulars."""
    lines = [words for words in above if not _PARTICULARS.match(words)]
    named = [words for words in lines if re.search(r"(?:清单|目录|一览表|汇总表|登记表|台账|名录)", words)]
    return max(named or lines, key=len, default="")[:300]


def _is_header(row: Sequence[Cell]) -> bool:
    """A row that names a column of titles and at least one other, each with few words."""
    words = [each.own for each in row if each.own]
    if not words or max(map(len, words)) > 40:
        return False
    fields = [field_of(each) for each in words]
    known = {name for name in fields if name}
    return "title" in known and (
        len(known) >= 2 or (len(words) == 1 and field_of(words[0]) == "title" and len(words[0]) >= 4)
    )


def _tables(grid: Grid) -> list[TableReading]:
    """A grid may hold several tables under one another, each with its own heading row."""
    starts = [place for place, row in enumerate(grid.rows) if _is_header(row) and not any(each.down for each in row)]
    tables: list[TableReading] = []
    place = 0
    while place < len(starts):
        first = starts[place]
        header = grid.rows[first]
        following = place + 1
        while following < len(starts) and _same_words(grid.rows[starts[following]], header):
            following += 1
        end = starts[following] if following < len(starts) else len(grid.rows)
        number = len(tables) + 1
        tables.append(_Table(grid, first, end, number if len(starts) > 1 else 0).read())
        place = following
    return tables


def _same_words(one: Sequence[Cell], other: Sequence[Cell]) -> bool:
    return [each.text for each in one] == [each.text for each in other]


class _Table:
    """One table under one heading row (or two)."""

    def __init__(self, grid: Grid, first: int, end: int, number: int) -> None:
        self._grid, self._first, self._end = grid, first, end
        self._header = grid.rows[first]
        self._sub = self._second_row()
        self._columns: dict[str, list[int]] = {}
        self._units: dict[int, str] = {}
        self._unknown: dict[int, str] = {}
        self._place = grid.place if number < 2 else f"{grid.place}第{number}张表"
        self._name_columns()
        self._category = ""
        self._rows: list[PreviewRow] = []

    def read(self) -> TableReading:
        """Every row below the heading."""
        for place in range(self._first + (2 if self._sub else 1), self._end):
            self._row(self._grid.rows[place], self._grid.lines[place])
        above = self._grid.rows[max(0, self._first - _LINES_ABOVE) : self._first]
        titles = [*self._grid.before, *(values.one_line(each.own) for row in above for each in row if each.own)]
        guess = next((kind for words in titles if not _PARTICULARS.match(words) and (kind := kind_of(words))), None)
        return TableReading(
            place=self._place,
            header=tuple(values.one_line(each.own) for each in self._header if each.own),
            columns={name: tuple(found) if len(found) > 1 else found[0] for name, found in self._found().items()},
            unknown_columns=tuple(self._unknown.values()),
            kind_guess=guess,
            rows=tuple(self._rows),
        )

    def _found(self) -> dict[str, list[int]]:
        return self._columns | ({"units": list(self._units)} if self._units else {})

    def _second_row(self) -> Sequence[Cell] | None:
        """The row below, where it goes on with the heading: parts merged from above, the others units or columns."""
        if self._first + 1 >= self._end:
            return None
        below = self._grid.rows[self._first + 1]
        fresh = [each for each in below if each.text and not each.down]
        named = [each for each in fresh if unit_of(each.text) or field_of(each.text)]
        merged = any(each.down for each in below)
        split = any(each.right for each in self._header)
        return below if named and len(named) == len(fresh) and (merged or split) and len(fresh) < len(below) else None

    def _name_columns(self) -> None:
        for column, top in enumerate(self._header):
            below = self._sub[column].text if self._sub and column < len(self._sub) else ""
            words = below if below and below != top.text else top.text
            unit, name = unit_of(words), field_of(words) or field_of(top.text)
            if unit:
                self._units[column] = unit
            elif name and (name not in self._columns or name in {"note", "basis", "title"}):
                self._columns.setdefault(name, []).append(column)
            elif words:
                self._unknown[column] = values.one_line(words)[:40]
        titles = self._columns.get("title", [])
        if len(titles) > 1:  # 项目 | 具体内容: the longer column is the matter, what stands before it is its category
            self._settle_titles(titles)

    def _settle_titles(self, titles: list[int]) -> None:
        exact = [column for column in titles if "事项" in self._heading(column) or "名称" in self._heading(column)]
        chosen = exact[-1] if exact else titles[-1]
        self._columns["title"] = [chosen]
        for column in titles:
            if column != chosen:
                if "category" not in self._columns and column < chosen:
                    self._columns["category"] = [column]
                else:
                    self._unknown[column] = self._heading(column)

    def _heading(self, column: int) -> str:
        return values.one_line(self._header[column].text)

    def _row(self, row: Sequence[Cell], line: int) -> None:
        place = f"{self._place} 第{line}行"
        shown = tuple(values.one_line(each.own) for each in row)
        own = [words for words in shown if words]
        reason = self._no_item(row, own)
        if reason is not None:
            status, words = reason
            self._rows.append(PreviewRow(place, line, status, cells=shown, message=words))  # type: ignore[arg-type]  # one of the statuses
            return
        if self._goes_on(row):
            self._join(row, place, line, shown)
            return
        self._rows.append(self._item(row, place, line, shown))

    def _no_item(self, row: Sequence[Cell], own: Sequence[str]) -> tuple[str, str] | None:
        """Why a row is no item: empty, a heading, a total, a footnote, the heading row again."""
        if not own:
            return "skipped", "空行"
        if _same_words(row, self._header) or (self._sub and _same_words(row, self._sub)):
            return "skipped", "重复的表头"
        if _TOTAL.match(own[0]):
            return "skipped", "合计行"
        if len(own) == 1 and _FOOTNOTE.match(own[0]):
            return "skipped", "表下的注"
        if len(own) == 1 and self._is_group(row, own[0]):
            self._category = _COUNT.sub("", _GROUP.sub("", own[0])).strip() or own[0]
            return "heading", f"分类：{self._category}"
        return None

    def _is_group(self, row: Sequence[Cell], words: str) -> bool:
        spread = sum(each.right for each in row) >= len(row) - 1 and len(row) > 1
        in_title = self._text(row, "title") == words
        return spread or (len(row) > 1 and bool(_GROUP.match(words)) and (not in_title or bool(_COUNT.search(words))))

    def _text(self, row: Sequence[Cell], name: str) -> str:
        found = [row[column].text for column in self._columns.get(name, []) if column < len(row)]
        return values.tidy("\n".join(each for each in found if each))

    def _goes_on(self, row: Sequence[Cell]) -> bool:
        """Whether the row only goes on with the item above: its title is merged with the one above."""
        column = self._columns["title"][0]
        return column < len(row) and row[column].down and bool(self._rows) and self._rows[-1].item is not None

    def _join(self, row: Sequence[Cell], place: str, line: int, shown: tuple[str, ...]) -> None:
        """Add the row's bases, bodies and remarks to the item above."""
        last = self._rows[-1]
        if last.item is None:
            return
        fresh = [Cell() if each.down else each for each in row]
        more = self._item(fresh, place, line, shown, title=last.item.title).item or last.item
        item = replace(
            last.item,
            basis=_both(last.item.basis, more.basis),
            supporting_bodies=_both(last.item.supporting_bodies, more.supporting_bodies),
            aliases=_both(last.item.aliases, more.aliases),
            note="；".join(dict.fromkeys(part for part in (last.item.note, more.note) if part)),
        )
        self._rows[-1] = replace(last, item=item, warnings=(*last.warnings, f"第{line}行并入这一项"))
        self._rows.append(PreviewRow(place, line, "skipped", cells=shown, message="并入上面一项"))

    def _item(self, row: Sequence[Cell], place: str, line: int, shown: tuple[str, ...], title: str = "") -> PreviewRow:
        warnings = [each.warning for each in row if each.warning]
        title = title or values.one_line(self._text(row, "title"))
        if not title:
            return PreviewRow(place, line, "fault", None, shown, "没有事项名称", tuple(warnings))
        if len(title) > LONGEST_TITLE:
            return PreviewRow(
                place, line, "fault", None, shown, f"事项名称太长（{len(title)} 字，最多 {LONGEST_TITLE} 字）"
            )
        reader = _Row(self, row, warnings)
        content: dict[str, Any] = {name: reader.value(name) for name in _READERS if name in self._columns}
        content = {name: value for name, value in content.items() if value not in (None, "", ())}
        content["category"] = content.get("category", "") or self._category
        if self._units:
            content["units"] = self._marked(row, warnings)
        content["note"] = "；".join(filter(None, (content.get("note", ""), *reader.kept, *self._remarks(row))))
        item = AnnexItem(title=title, **content)
        return PreviewRow(place, line, "item", item, shown, "", tuple(dict.fromkeys((*self._grid.warnings, *warnings))))

    def _marked(self, row: Sequence[Cell], warnings: list[str]) -> tuple[str, ...]:
        found = set()
        for column, unit in self._units.items():
            words = values.one_line(row[column].text) if column < len(row) else ""
            if words and words[0] in MARKS:
                found.add(unit)
            elif words and words[0] not in NO_MARKS:
                warnings.append(f"“{words[:20]}”看不出适不适用")
        if not found:
            warnings.append("没有标明适用村还是社区，按都适用")
        return () if {"village", "community"} <= found else tuple(unit for unit in UNIT_WORDS if unit in found)

    def _remarks(self, row: Sequence[Cell]) -> list[str]:
        """What stands in columns that were not recognised."""
        return [
            f"{heading}：{words}"
            for column, heading in self._unknown.items()
            if column < len(row) and (words := values.one_line(row[column].own))
        ]


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))


class _Row:
    """The cells of one item; what a field cannot take is kept in the remarks, with a warning."""

    def __init__(self, table: _Table, row: Sequence[Cell], warnings: list[str]) -> None:
        self._table, self._cells, self._warnings = table, row, warnings
        self.kept: list[str] = []

    def value(self, name: str) -> Any:
        """What the cell of a field says."""
        words = self._table._text(self._cells, name)
        if not words:
            return None
        try:
            value = _READERS[name](words)
        except values.NotUnderstood as fault:
            self._keep(name, words, str(fault))
            return None
        if name in _NAMES:
            long = [each for each in value if len(each) > LONGEST_NAME]
            if long:
                self._keep(name, "；".join(long), f"一条最多 {LONGEST_NAME} 字")
            return tuple(each for each in value if len(each) <= LONGEST_NAME)
        return value

    def _keep(self, name: str, words: str, why: str) -> None:
        heading = BY_FIELD[name].heading
        self._warnings.append(f"{heading}：{why}，放进了说明")
        self.kept.append(f"{heading}：{values.one_line(words)}")


_NAMES = frozenset({"aliases", "basis", "supporting_bodies"})
_READERS: Mapping[str, Callable[[str], Any]] = {
    "number": values.one_line,
    "code": lambda words: values.one_line(words).replace(" ", "").upper(),
    "aliases": values.many,
    "category": values.one_line,
    "units": values.units,
    "basis": values.bases,
    "lead_body": values.one_line,
    "supporting_bodies": values.many,
    "frequency": values.frequency,
    "funding": values.one_line,
    "flow_chart": values.tidy,
    "training": values.one_line,
    "minutes": values.number,
    "location": lambda words: values.choice(words, LOCATION_WORDS),
    "party": lambda words: values.choice(words, PARTY_WORDS),
    "valid_from": values.day,
    "valid_to": lambda words: values.day(words, last=True),
    "review_on": values.day,
    "handled_by": values.tidy,
    "conflict": values.one_line,
    "note": values.tidy,
    "reason": values.tidy,
}
"""How the words of each field's cell are read."""
