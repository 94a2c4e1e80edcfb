"""``qingdan search``."""

from __future__ import annotations

import click

from qingdan.commands.base import Commands, format_option, print_json, say
from qingdan.commands.preparing import prepare


@click.group(cls=Commands, help="在清单、条款和文件里找字。")
def search() -> None:
    """The search's commands."""


@search.command(help="找一个词（一个字也行），列出事项、条款、清单和文件。")
@click.argument("words")
@click.option("--division", default="", help="只找在这里有效的，2 到 12 位区划代码。")
@format_option
def find(words: str, division: str, format_: str) -> None:
    """What is public and has the words."""
    from qingdan.commands.base import BadInput
    from qingdan.foundation.clock.moments import today
    from qingdan.foundation.orgs.divisions import BadDivisionCode, full_code
    from qingdan.register.search.queries import Search, find

    prepare()
    try:
        place = full_code(division) if division else ""
    except BadDivisionCode as error:
        raise BadInput(str(error)) from error
    hits = find(Search(words, place=place, on=today()), None)
    if format_ == "json":
        print_json(
            [{"what": h.entry.what, "reference": h.entry.reference, "title": h.entry.title, "url": h.url} for h in hits]
        )
        return
    for hit in hits:
        click.echo(f"{hit.label}  {hit.entry.reference}  {hit.entry.title}")
    if not hits:
        click.echo("没有找到。")


@search.command(help="重新建立全文索引。")
def rebuild() -> None:
    """The index anew."""
    from qingdan.register.search.services import rebuild

    prepare()
    done = rebuild(lambda number: say(f"已建 {number} 个来源……") if number % 50 == 0 else None)
    click.echo(f"索引已重建，{done} 个来源。")
