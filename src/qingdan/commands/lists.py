"""``qingdan lists``."""

from __future__ import annotations

import click

from qingdan.commands.base import BadInput, Commands, format_option, print_json
from qingdan.commands.preparing import prepare
from qingdan.policy.packs.queries import OutsideEveryPack
from qingdan.register.lists.showing import BadListQuestion, shown_lists


@click.group(cls=Commands, help="看一个地方现行的清单。")
def lists() -> None:
    """The lists' commands."""


@lists.command(help="列出一个地方某一天有效的清单和事项。")
@click.option("--division", required=True, help="区划代码，2 到 12 位数字。")
@click.option("--kind", help="只看一种清单，例如 duty、assist、negative、certificate_barred。")
@click.option("--on", help="哪一天，YYYY-MM-DD，默认今天。")
@format_option
def show(division: str, kind: str | None, on: str | None, format_: str) -> None:
    """The lists in force."""
    prepare()
    try:
        shown = shown_lists(division=division, kind=kind, on=on)
    except BadListQuestion as error:
        raise BadInput(error.message) from error
    except OutsideEveryPack as error:
        raise BadInput(str(error)) from error
    if format_ == "json":
        print_json(shown)
        return
    for edition in shown:
        whole = "全表" if edition["complete"] else "不全"
        click.echo(f"{edition['title']}（{edition['document']}，{whole}，{len(edition['items'])} 项）")
        for item in edition["items"]:
            click.echo(f"  {item['code']}  {item['title']}")
    if not shown:
        click.echo("这一天没有录入这种清单。")
