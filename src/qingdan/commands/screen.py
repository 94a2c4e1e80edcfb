"""``qingdan screen``: notices, or clauses line by line, with the verdict on every demand that they put on villages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import click

from qingdan.commands.base import EXIT_BAD_INPUT, EXIT_NO, BadInput, print_json, say
from qingdan.commands.lines import lines_of, object_of, one_line
from qingdan.commands.preparing import prepare
from qingdan.commands.screen_files import WRITTEN, Screened, originals, place_for, write
from qingdan.entry.screening.deciding import PaperVerdict, Setting, demand_governed, judge_paper, judge_text
from qingdan.entry.screening.json_form import document_to_json, reasons_of, screened_to_json, suggestion_of
from qingdan.entry.screening.mending import Mended, mend
from qingdan.entry.screening.model import Paper
from qingdan.entry.screening.reading import Refused, read_files, read_words
from qingdan.foundation.clock.moments import today
from qingdan.foundation.reading import reading_together
from qingdan.policy.gate.json_form import parse_date
from qingdan.register.check.services import BadQuestion, Sources

FORMATS = ("text", "json", *WRITTEN)
_STDIN = "-"


@dataclass(slots=True)
class _Run:
    """What a run over files has found so far."""

    setting: Setting
    format: str
    sources: Sources = field(default_factory=Sources.kept)
    papers: list[Screened] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """2 where a file was not read, 1 where something must be mended, else 0."""
        if self.refused or any(each.mended.judged.verdict is PaperVerdict.UNREADABLE for each in self.papers):
            return EXIT_BAD_INPUT
        return EXIT_NO if any(each.mended.judged.verdict.stops for each in self.papers) else 0


@click.command(
    help="筛查通知：向村（社区）提了哪些要求，在不在清单上，怎么改。都能发时退出码为 0，要改或要先准入为 1，读不了为 2。"
)
@click.argument("files", nargs=-1)
@click.option("--division", help="按哪里的规定看：区划代码，2 到 12 位数字。")
@click.option("--issuer", default="", help="谁发的（默认按文件的落款）。")
@click.option("--on", help="按哪一天的规定看，YYYY-MM-DD，默认今天。")
@click.option("--jsonl", help='每行一个 {"id","text"} 的文件（- 为标准输入）；每行出一个结论。')
@click.option("--text", "only_text", is_flag=True, help="只打印读出来的文字，不判断。")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="输出格式：html 是带标记的网页，docx 是带批注的 Word 文件。",
)
@click.option("--out", help="html、docx 写到哪个文件；几份文件时写一个文件夹。")
def screen(
    files: tuple[str, ...], division: str | None, issuer: str, on: str | None, jsonl: str | None, only_text: bool,
    format_: str, out: str | None,
) -> int:  # fmt: skip
    """Files, a batch of clauses, or the text of files only."""
    if only_text:
        return _print_texts(files)
    if not division:
        raise BadInput("缺少 --division。用法见 qingdan screen --help。")
    prepare()
    setting = Setting(division, _day(on), issuer)
    _demand_place(setting)
    if jsonl is not None:
        if files or format_ != "text" or out is not None:
            raise BadInput("--jsonl 不能和文件、--format、--out 一起用。")
        with reading_together():
            return _run_lines(jsonl, setting)
    if not files:
        raise BadInput("请写要筛查的文件（- 为标准输入的文字），或者用 --jsonl。")
    place_for(format_, out, files)
    run = _Run(setting, format_)
    with reading_together():
        for name in files:
            _screen_file(name, run)
    for name, message in run.refused:
        say(f"{name}：{message}")
    if format_ in WRITTEN:
        write(format_, run.papers, out)
    else:
        _print(run)
    return run.exit_code


def _demand_place(setting: Setting) -> None:
    try:
        demand_governed(setting)
    except BadQuestion as error:
        raise BadInput(error.message) from error


def _day(on: str | None) -> date:
    try:
        return parse_date(on, today())
    except BadQuestion as error:
        raise BadInput(error.message) from error


def _read(name: str) -> Iterator[tuple[str, Paper | Refused]]:
    """The papers of a file by name; what is not read comes as why."""
    try:
        if name == _STDIN:
            yield "标准输入", read_words(sys.stdin.buffer.read().decode("utf-8-sig", errors="replace"))
            return
        path = Path(name)
        if not path.is_file():
            raise Refused("没有这个文件。")
        yield from read_files(path.name, path.read_bytes())
    except OSError as error:
        yield name, Refused(f"文件读不了：{error.strerror}。")
    except Refused as refused:
        yield name, refused


def _print_texts(files: tuple[str, ...]) -> int:
    bad = 0
    if not files:
        raise BadInput("请写要读的文件。")
    for file in files:
        for name, read in _read(file):
            if isinstance(read, Refused):
                bad += 1
                say(f"{name}：{read}")
            else:
                click.echo(read.text)
    return EXIT_BAD_INPUT if bad else 0


def _screen_file(file: str, run: _Run) -> None:
    kept = originals(file) if run.format == "docx" else {}
    for name, read in _read(file):
        if isinstance(read, Refused):
            run.refused.append((name, str(read)))
            continue
        try:
            run.papers.append(
                Screened(name, mend(judge_paper(read, run.setting, run.sources), run.sources), kept.get(name))
            )
        except BadQuestion as error:
            raise BadInput(error.message) from error


def _print(run: _Run) -> None:
    if run.format == "json":
        documents = [screened_to_json(each.mended, name=each.name) for each in run.papers]
        documents += [
            {"file": name, "verdict": PaperVerdict.UNREADABLE.value, "error": said} for name, said in run.refused
        ]
        print_json(documents[0] if len(documents) == 1 else documents)
        return
    for each in run.papers:
        click.echo(in_words(each.mended, each.name))


def in_words(mended: Mended, name: str = "") -> str:
    """A screened paper for a person at a terminal."""
    judged = mended.judged
    document = document_to_json(judged.paper, judged.issuer)
    head = "　".join(str(document[part]) for part in ("title", "number", "issuer", "date") if document[part])
    lines = [f"{name}" if name else "", head, f"【{judged.verdict.word}】共 {len(judged.demands)} 处要求", ""]
    for number, (demand, advice) in enumerate(zip(judged.demands, mended.advice, strict=True), start=1):
        lines.append(f"{number}. [{demand.outcome.stamp}{demand.outcome.word}] {demand.text.strip()}")
        lines += [f"   － {_cited(reason)}" for reason in reasons_of(demand)[:3]]
        lines.append(f"   → {suggestion_of(demand, advice)}")
    lines += ["", mended.cost.in_words, *judged.paper.notes]
    return "\n".join(line for place, line in enumerate(lines) if line or place)


def _cited(reason: dict[str, Any]) -> str:
    source = " ".join(part for part in (reason["document"], reason["clause"] or "") if part)
    return f"{reason['text']}（{source}）" if source else str(reason["text"])


def _run_lines(source: str, setting: Setting) -> int:
    bad, sources = 0, Sources.kept()
    for number, line in enumerate(lines_of(source), start=1):
        if line.strip():
            answer = _line(line, number, setting, sources)
            bad += "error" in answer
            click.echo(one_line(answer))
    return EXIT_BAD_INPUT if bad else 0


def _line(line: str, number: int, setting: Setting, sources: Sources) -> dict[str, Any]:
    """One clause's answer, or its error; a bad line never touches the others."""
    id_: str | int | None = None
    try:
        given = object_of(line, number)
        id_ = given["id"] if isinstance(given.get("id"), str | int) else None
        text = given.get("text")
        if not isinstance(text, str) or not text.strip():
            raise BadQuestion("text", f"第 {number} 行没有 text，或者它不是文字。")
        judged = judge_text(text, setting, sources)
    except BadQuestion as error:
        return {"id": id_, "error": error.message}
    if judged is None:
        return {"id": id_, "demand": False, "kinds": [], "outcome": None}
    return {
        "id": id_,
        "demand": True,
        "kinds": [kind.value for kind in judged.said.kinds],
        "outcome": judged.outcome.value,
    }
