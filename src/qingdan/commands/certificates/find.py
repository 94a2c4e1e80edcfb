"""``qingdan certificates find``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from qingdan.commands.base import EXIT_BAD_INPUT, BadInput, format_option, print_json
from qingdan.commands.lines import lines_of, object_of, one_line
from qingdan.commands.preparing import prepare
from qingdan.register.check.services import BadQuestion
from qingdan.village.guides.asking import NoSuchPlace, asked_day, asked_place, found_to_json
from qingdan.village.guides.finding import Finder
from qingdan.village.guides.kinds import REGIME_LABELS

LONGEST_TEXT = 20_000


@click.command(
    help="用平常的话找证明：该不该开、找谁办。例如：qingdan certificates find 证明我妈是我妈 --division 120117"
)
@click.argument("text", required=False)
@click.option("--batch", "source", help="一行一个 JSON 对象的文件（{id, text}），- 表示标准输入；一行一个回答。")
@click.option("--division", required=True, help="区划代码，2 到 12 位数字。")
@click.option("--on", help="哪一天，YYYY-MM-DD，默认今天。")
@format_option
def find(text: str | None, source: str | None, division: str, on: str | None, format_: str) -> None:
    """One text, or a file of them; nothing is written."""
    if (text is None) == (source is None):
        raise BadInput("请写一句话，或者用 --batch 给一个文件，二者选一。")
    if text is not None and not 0 < len(text.strip()) <= LONGEST_TEXT:
        raise BadInput(f"请写一句要找的话，最多 {LONGEST_TEXT} 个字。")
    prepare()
    try:
        finder = finder_for(division, on)
    except NoSuchPlace as error:
        raise BadInput(str(error)) from error
    if source is not None:
        sys.exit(_run_batch(source, finder, on))
    answer = {"id": None, "results": [found_to_json(each) for each in finder.find(text or "")]}
    if format_ == "json":
        print_json(answer)
    else:
        click.echo(_in_words(finder, text or ""))


def finder_for(division: str, on: str | None) -> Finder:
    """The finder of a place and day as somebody wrote them; raises :class:`NoSuchPlace`."""
    return Finder(asked_place(division), asked_day(on))


def _in_words(finder: Finder, text: str) -> str:
    lines = [
        f"{REGIME_LABELS[each.regime]}  {each.title}（{each.score:.0%}）\n    {each.handled_by}"
        for each in finder.find(text)
    ]
    return "\n".join(lines) or "没有找到相近的证明。换一种说法，或者直接写证明的名称。"


def _run_batch(source: str, finder: Finder, on: str | None) -> int:
    bad = 0
    for answer in _answers(source, _Places(finder, on)):
        bad += "error" in answer
        click.echo(one_line(answer))
    return EXIT_BAD_INPUT if bad else 0


class _Places:
    """A finder for each division that a line names, else the one of the command."""

    def __init__(self, usual: Finder, on: str | None) -> None:
        self._usual, self._on = usual, on
        self._named: dict[tuple[str, date], Finder] = {}

    def finder(self, document: dict[str, Any]) -> Finder:
        """The finder of a line; raises :class:`NoSuchPlace`."""
        if "division" not in document and "on" not in document:
            return self._usual
        place, day = (
            asked_place(str(document.get("division", self._usual.division))),
            asked_day(document.get("on", self._on)),
        )
        if (place, day) not in self._named:
            self._named[place, day] = Finder(place, day)
        return self._named[place, day]


def _answers(source: str, places: _Places) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines_of(source), start=1):
        if line.strip():
            yield _answer(line, number, places)


def _answer(line: str, number: int, places: _Places) -> dict[str, Any]:
    """One line's answer, or its error; a bad line never touches the others."""
    id_: str | int | None = None
    try:
        document = object_of(line, number)
        given = document.get("id")
        id_ = given if isinstance(given, str | int) else None
        text = document.get("text")
        if not isinstance(text, str) or not text.strip():
            raise BadQuestion("text", f"第 {number} 行没有写 text（要找的话）。")
        if len(text) > LONGEST_TEXT:
            raise BadQuestion("text", f"第 {number} 行的话太长，最多 {LONGEST_TEXT} 个字。")
        return {"id": id_, "results": [found_to_json(each) for each in places.finder(document).find(text)]}
    except BadQuestion as error:
        return {"id": id_, "error": error.message}
    except NoSuchPlace as error:
        return {"id": id_, "error": str(error)}
