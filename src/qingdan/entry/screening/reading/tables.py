"""The rows of a table as blocks: which rows head it, and under which heading each cell stands. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qingdan.entry.screening.model import Block, BlockKind, Cell
from qingdan.entry.screening.reading.lines import Line, LineCell
from qingdan.entry.screening.reading.signs import despaced, heading

_HEADS = re.compile(
    r"序号|编号|单位|责任|任务|时限|内容|项目|备注|名称|姓名|电话|数量|要求|措施|时间|牵头|配合|分工|地点|指标|分值|标准|类别|事项|村名|镇村|联系|目标|频次|"
    r"对象|方式|职务|职责|依据|材料|进度|完成|阶段|部门|行政村|社区|合计|性别|年龄|住址|身份证"
)
_LABEL = re.compile(
    r"[\w（）]{0,6}(?:事项|名称|单位|时间|地点|内容|要求|依据|类别|流程|经费|培训|姓名|电话|职务|备注|结果|原因|编号|日期|措施|目标|对象|方式|范围|标准|人员|主题|期限|时限|频次|意见|情况|部门|责任人|联系人)[：:]?"
)
"""What stands before a field of a form, as 活动时间 does."""
_FEWEST_FIELDS = 3
_NUMBERED = re.compile(r"\d{1,4}|[一二三四五六七八九十]{1,3}")
_LONGEST_HEAD = 20
_MOST_HEADS = 3
_LONGEST_SECTION = 40


def table_blocks(text: str, rows: Sequence[Line], number: int) -> list[Block]:
    """The blocks of a table: heading rows, rows with their cells, and lines that stand over the whole width."""
    if _is_form(text, rows):
        return [_form_row(text, row, row.place or f"表 {number} 第 {place} 行") for place, row in enumerate(rows, 1)]
    width = max(sum(cell.span for cell in row.cells) for row in rows)
    first = next((place for place, row in enumerate(rows) if not _whole(row, width)), len(rows))
    heads = _heads(text, rows[first:])
    titles = _Titles(text, rows[first : first + heads])
    blocks = []
    for place, row in enumerate(rows):
        shown = row.place or f"表 {number} 第 {place + 1} 行"
        if first <= place < first + heads or (place < first and heads):
            blocks.append(Block(BlockKind.TABLE_HEAD, row.start, row.end, place=shown))
        elif _whole(row, width) and _is_section(text, row):
            level = heading(_section(text, row))[0]
            blocks.append(Block(BlockKind.HEADING, *_bounds(row), level, place=shown))
        else:
            blocks.append(Block(BlockKind.ROW, row.start, row.end, cells=tuple(titles.cells(row)), place=shown))
    return blocks


def _is_form(text: str, rows: Sequence[Line]) -> bool:
    """Whether the table is a form: labels to the left of what they ask for, row by row, and no row of headings."""
    if len(rows) < _FEWEST_FIELDS or any(row.head for row in rows):
        return False
    labelled = [row for row in rows if len(words := _words(text, row)) >= 2 and _LABEL.fullmatch(despaced(words[0]))]
    whole_head = all(_LABEL.fullmatch(despaced(words)) or _NUMBERED.fullmatch(words) for words in _words(text, rows[0]))
    return len(labelled) * 5 >= len(rows) * 3 and not whole_head


def _form_row(text: str, row: Line, place: str) -> Block:
    """A row of a form: each field stands under the label before it."""
    cells: list[Cell] = []
    label = ""
    for cell in row.cells:
        words = text[cell.start : cell.end]
        if words:
            cells.append(Cell(label, cell.start, cell.end))
            label = "" if label else despaced(words).rstrip("：:")
    return Block(BlockKind.ROW, row.start, row.end, cells=tuple(cells), place=place)


def _whole(row: Line, width: int) -> bool:
    """Whether one cell fills the row, or is the only one that says anything."""
    return sum(1 for cell in row.cells if cell.end > cell.start) <= 1 and width > 1 and not row.above


def _bounds(row: Line) -> tuple[int, int]:
    return next(((cell.start, cell.end) for cell in row.cells if cell.end > cell.start), (row.start, row.end))


def _section(text: str, row: Line) -> str:
    start, end = _bounds(row)
    return text[start:end]


def _is_section(text: str, row: Line) -> bool:
    words = _section(text, row)
    return len(words) <= _LONGEST_SECTION and "。" not in words and "；" not in words


def _heads(text: str, rows: Sequence[Line]) -> int:
    """How many of the first rows head the table; those that the file marks, else those that look like it."""
    marked = 0
    while marked < len(rows) and rows[marked].head:
        marked += 1
    if marked or len(rows) < 2:
        return min(marked, _MOST_HEADS)
    if not _looks_like_head(text, rows[0], rows[1]):
        return 0
    wide = any(cell.span > 1 for cell in rows[0].cells)
    lower = (
        wide and len(rows) > 2 and (rows[1].above or _short(text, rows[1])) and not _begins_with_number(text, rows[1])
    )
    return 2 if lower and _short(text, rows[1]) else 1


def _words(text: str, row: Line) -> list[str]:
    return [words for cell in row.cells if (words := text[cell.start : cell.end])]


def _short(text: str, row: Line) -> bool:
    return all(len(words) <= _LONGEST_HEAD and "。" not in words and "；" not in words for words in _words(text, row))


def _begins_with_number(text: str, row: Line) -> bool:
    words = _words(text, row)
    return bool(words) and _NUMBERED.fullmatch(words[0]) is not None


def _looks_like_head(text: str, row: Line, after: Line) -> bool:
    words = _words(text, row)
    if len(words) < 2 or not _short(text, row) or _begins_with_number(text, row):
        return False
    named = sum(1 for word in words if _HEADS.search(word.replace(" ", "")))
    return named * 3 >= len(words) or _begins_with_number(text, after)


class _Titles:
    """The headings of a table's columns, from top to bottom joined by a stroke, each once."""

    def __init__(self, text: str, heads: Sequence[Line]) -> None:
        columns: dict[int, list[str]] = {}
        for row in heads:
            for place, cell in _placed(row):
                words = text[cell.start : cell.end].replace(" ", "")
                for column in range(place, place + cell.span):
                    above = columns.setdefault(column, [])
                    above += [words] if words and words not in above else []
        self._columns = {column: "/".join(words) for column, words in columns.items()}
        lowest = [place for place, _cell in _placed(heads[-1])] if heads else []
        self._lowest = [self._columns[place] for place in lowest]

    def cells(self, row: Line) -> list[Cell]:
        """The row's cells that say something, each under its heading.

        A row that is laid out on another grid, but has as many cells as the heading row, goes by their order.
        """
        filled = max((place for place, cell in enumerate(row.cells) if cell.end > cell.start), default=0) + 1
        in_order = sum(cell.span for cell in row.cells) != len(self._columns) and filled == len(self._lowest)
        return [
            Cell(self._lowest[place] if in_order else self._over(column, cell.span), cell.start, cell.end)
            for place, (column, cell) in enumerate(_placed(row))
            if cell.end > cell.start
        ]

    def _over(self, column: int, span: int) -> str:
        over = (self._columns.get(each, "") for each in range(column, column + span))
        return "、".join(dict.fromkeys(title for title in over if title))


def _placed(row: Line) -> Iterator[tuple[int, LineCell]]:
    """The cells with the column in which each begins."""
    column = 0
    for cell in row.cells:
        yield column, cell
        column += cell.span
