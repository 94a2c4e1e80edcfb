"""``qingdan divisions load FILE``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from qingdan.commands.base import BadInput, Commands, format_option, print_json, say
from qingdan.commands.preparing import prepare

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.group(cls=Commands, help="装入行政区划。")
def divisions() -> None:
    """The divisions' commands."""


@divisions.command(
    help="装入 CSV 或 CSV.gz（code,name,level；短代码会补足 12 位）。再装一次只改变化的，原名和停用日期都留着。"
)
@click.argument("file", type=_FILE)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="这张表从哪天起有效，默认今天。")
@click.option("--complete", is_flag=True, help="文件里没有的下级区划停用（只管文件里最高一级区划的下面）。")
@click.option("--successions", type=_FILE, help="合并、拆分表：old,new,since；原区划停用，记下由谁接续。")
@format_option
def load(file: Path, on: datetime | None, complete: bool, successions: Path | None, format_: str) -> None:
    """Load a table of divisions: all of it or nothing."""
    from qingdan.foundation.orgs.division_files import BadDivisionFile, read_file
    from qingdan.foundation.orgs.loading import load_divisions

    prepare()
    try:
        loaded = load_divisions(
            actor=None,
            rows=read_file(file),
            on=on.date() if on else None,
            complete=complete,
            successions=read_file(successions) if successions else None,
            progress=lambda done: say(f"已装入 {done} 行……"),
        )
    except BadDivisionFile as error:
        raise BadInput(str(error)) from error
    if format_ == "json":
        print_json({name: getattr(loaded, name) for name in loaded.__slots__})
    else:
        click.echo(
            f"新增 {loaded.added}，改名或恢复 {loaded.changed}，停用 {loaded.ended}，接续 {loaded.successions}，未变 {loaded.unchanged}。"
        )
