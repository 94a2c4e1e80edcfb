"""From what a form holds to screenings: files are read before anything is written, each by itself, and said so by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qingdan.entry.screening.forms import ScreenForm
from qingdan.entry.screening.model import Paper
from qingdan.entry.screening.models import Screening
from qingdan.entry.screening.problems import ScreeningProblem
from qingdan.entry.screening.reading import Marked, Refused, read_files, read_words
from qingdan.entry.screening.services.screening import screen
from qingdan.foundation.documents.rules import BadFile, clean_name
from qingdan.foundation.orgs.models import Account


@dataclass(frozen=True, slots=True)
class Taken:
    """A paper that was read, or why it was not. ``picture``: four questions can be answered instead."""

    name: str
    paper: Paper | None = None
    problem: str = ""
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one paper: its screening, its words to confirm, or why not."""

    name: str
    screening: Screening | None = None
    problem: str = ""
    picture: bool = False
    to_confirm: str = ""


def taken(form: ScreenForm) -> list[Taken]:
    """Everything that a valid form holds, read in memory; what carries a mark of secrecy loses its name too."""
    files: Sequence[Any] = form.cleaned_data["papers"]
    found = [each for place, file in enumerate(files, start=1) for each in _file(file, place)]
    text = form.cleaned_data["text"]
    return [*found, *_words(form.cleaned_data["name"], text)] if text.strip() else found


def _file(file: Any, place: int) -> Iterator[Taken]:
    name = f"第 {place} 个文件"
    try:
        name = clean_name(file.name or "")
        for inner, read in read_files(name, file.read()):
            yield Taken(inner, problem=str(read), picture=read.picture) if isinstance(read, Refused) else Taken(inner, read)  # fmt: skip
    except Marked as marked:
        yield Taken(f"第 {place} 个文件", problem=str(marked))
    except BadFile as fault:
        yield Taken(name, problem=str(fault), picture=isinstance(fault, Refused) and fault.picture)


def _words(name: str, text: str) -> Iterator[Taken]:
    """Pasted words; with a name they are what a person corrected of a recognised picture."""
    try:
        yield Taken(name or "粘贴的文字", read_words(text))
    except Refused as refused:
        yield Taken("粘贴的文字", problem=str(refused))


def screen_taken(actor: Account, form: ScreenForm, papers: Iterable[Taken]) -> dict[str, Any]:
    """Screen what was read, each by itself; by its place the screening's key or why not. Recognised words wait."""
    made: dict[str, int] = {}
    refused: dict[str, str] = {}
    for place, each in enumerate(papers):
        if each.paper is None or each.paper.recognised:
            continue
        pasted = each.name == "粘贴的文字"
        try:
            asked = form.asked("" if pasted else each.name, keep=form.cleaned_data["keep"])
            asked = replace(asked, earlier=None) if made else asked  # of several papers the first is the new version
            made[str(place)] = screen(actor=actor, paper=each.paper, asked=asked).pk
        except ScreeningProblem as problem:
            refused[str(place)] = str(problem)
    return {"made": made, "refused": refused}


def results(form: ScreenForm, papers: Sequence[Taken], answer: dict[str, Any]) -> list[Result]:
    """What became of each paper, with its screening. One query."""
    rows = form.access.rows().in_bulk(answer["made"].values())
    return [_result(each, rows.get(answer["made"].get(str(place))), answer["refused"].get(str(place), "")) for place, each in enumerate(papers)]  # fmt: skip


def _result(each: Taken, screening: Screening | None, problem: str) -> Result:
    if screening is not None:
        return Result(each.name, screening)
    waits = each.paper.text if each.paper is not None and each.paper.recognised else ""
    return Result(each.name, None, problem or each.problem, each.picture, waits)
