"""``qingdan gate``: the one question, once or line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from qingdan.commands.base import EXIT_BAD_INPUT, EXIT_NO, BadInput, format_option, print_json
from qingdan.commands.lines import lines_of, object_of, one_line
from qingdan.commands.preparing import prepare
from qingdan.policy.gate.json_form import verdict_to_json
from qingdan.policy.gate.model import Outcome, Verdict
from qingdan.register.check.services import BadQuestion, Sources, ask_document


@click.command(help="问一件事：可以这样要求这个村吗。答案是“清单内”时退出码为 0，否则为 1；用法或输入不对为 2。")
@click.option("--division", help="区划代码，2 到 12 位数字。")
@click.option("--kind", help="类别：affair、form、mechanism、plaque、channel、appraisal、certificate、pledge、trace、veto、liability。")  # fmt: skip
@click.option("--title", help="什么事（牌子、报表、证明写它的名称）。")
@click.option("--text", default="", help="原文。")
@click.option("--issuer", default="", help="谁要求的。")
@click.option("--frequency", help="多久一次：daily、weekly、monthly、quarterly、half_yearly、yearly、once、on_event。")
@click.option("--code", default="", help="准入编号或事项编号。")
@click.option("--on", help="按哪一天的规定看，YYYY-MM-DD，默认今天。")
@click.option("--set", "facts", multiple=True, metavar="KEY=VALUE", help="已知的情况，可以多次。")
@click.option("--batch", help="每行一个 JSON 对象的文件（- 为标准输入）；每行出一个结论。")
@format_option
def gate(batch: str | None, facts: tuple[str, ...], format_: str, **asked: str | None) -> int:
    """One question, or a batch."""
    if batch is not None:
        if facts or any(asked.values()):
            raise BadInput("--batch 不能和其他问题选项一起用；情况写在每一行的 attributes 里。")
        prepare()
        return _run_batch(batch)
    for name in ("division", "kind", "title"):
        if not asked[name]:
            raise BadInput(f"缺少 --{name}。用法见 qingdan gate --help。")
    document: dict[str, Any] = {**asked, "attributes": dict(_pair(fact) for fact in facts)}
    prepare()
    verdict = _ask(document)
    if format_ == "json":
        print_json(verdict_to_json(verdict))
    else:
        click.echo(in_words(verdict))
    return 0 if verdict.outcome is Outcome.LISTED else EXIT_NO


def _pair(fact: str) -> tuple[str, str]:
    name, equals, value = fact.partition("=")
    if not equals:
        raise BadInput(f"--set 要写成 KEY=VALUE，例如 --set location=outside，现在是“{fact[:60]}”。")
    return name.strip(), value


def _ask(document: dict[str, Any]) -> Verdict:
    try:
        return ask_document(document)
    except BadQuestion as error:
        raise BadInput(error.message) from error


def in_words(verdict: Verdict) -> str:
    """The verdict for a person at a terminal."""
    lines = [f"【{verdict.stamp}】{verdict.summary}", ""]
    for reason in verdict.reasons:
        mark = "·" if reason.note else "－"
        lines.append(f"{mark} {reason.text}")
        source = " ".join(part for part in (reason.document, reason.clause or "") if part)
        if reason.quote:
            lines.append(f"    {source}：{reason.quote}")
        elif source:
            lines.append(f"    {source}")
    lines += ["", f"下一步：{verdict.next_step}"]
    if verdict.matched:
        lines.append("相关事项：" + "；".join(f"{m.title}（{m.code}，{m.score:.0%}）" for m in verdict.matched))
    return "\n".join(lines)


def _run_batch(source: str) -> int:
    bad = 0
    for answer in _answers(lines_of(source)):
        bad += "error" in answer
        click.echo(one_line(answer))
    return EXIT_BAD_INPUT if bad else 0


def _answers(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    sources = Sources.kept()
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _answer(line, number, sources)


def _answer(line: str, number: int, sources: Sources) -> dict[str, Any]:
    """One line's verdict, or its error; a bad line never touches the others."""
    id_: str | int | None = None
    try:
        document = object_of(line, number)
        given = document.get("id")
        id_ = given if isinstance(given, str | int) else None
        return verdict_to_json(ask_document(document, sources), id_=id_)
    except BadQuestion as error:
        return {"id": id_, "error": error.message}
