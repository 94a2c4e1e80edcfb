"""From what a form holds to screenings: files are read before anything is written, each by itself, and said so by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from qingdan.entry.screening.forms import ScreenForm
from qingdan.entry.screening.model import Paper
from qingdan.entry.screening.models import Screening
from qingdan.entry.screening.problems import ScreeningProblem
from qingdan.entry.screening.reading import Marked, Refused, read_files, read_words
from qingdan.entry.screening.services.screening import digest_of, judge_for, keep_judged
from qingdan.foundation.documents.rules import BadFile, clean_name
from qingdan.foundation.jobs.once import BadKey, once
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.form_acts import ONCE

PASTED = "粘贴的文字"


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
        yield Taken(name or PASTED, read_words(text))
    except Refused as refused:
        yield Taken(PASTED, problem=str(refused))


def screened(actor: Account, form: ScreenForm, papers: Iterable[Taken]) -> list[Result]:
    """Screen what was read, each paper by itself and once for the form's key; recognised words wait to be confirmed.

    A long paper takes seconds to judge: that is done before its transaction opens, so nobody else waits for it.
    """
    found: list[Result] = []
    for place, each in enumerate(papers):
        if each.paper is None:
            found.append(Result(each.name, problem=each.problem, picture=each.picture))
        elif each.paper.recognised:
            found.append(Result(each.name, to_confirm=each.paper.text))
        else:
            first = not any(result.screening for result in found)
            found.append(_screened(actor, form, each.name, each.paper, place, first))
    return found


def _screened(actor: Account, form: ScreenForm, name: str, paper: Paper, place: int, first: bool) -> Result:
    """One paper; of several the ``first`` is the new version of the one before."""
    asked = form.asked("" if name == PASTED else name, keep=form.cleaned_data["keep"])
    asked = asked if first else replace(asked, earlier=None)
    key = form.cleaned_data.get(ONCE)
    try:
        mended = judge_for(actor=actor, paper=paper, asked=asked)
        with transaction.atomic():
            if not key:
                return Result(name, keep_judged(actor=actor, mended=mended, asked=asked))
            answer, _fresh = once(
                actor=actor, key=f"{key}.{place}", purpose="screening.begin", asked=[form.cleaned_data["whose"], digest_of(paper.text)],
                act=lambda: {"screening": keep_judged(actor=actor, mended=mended, asked=asked).pk},
            )  # fmt: skip
    except BadKey:
        return Result(name, problem="这一页已经交过别的内容了。请刷新页面，再放一次。")
    except ScreeningProblem as problem:
        return Result(name, problem=str(problem))
    return Result(name, form.access.rows().filter(pk=answer["screening"]).first())
