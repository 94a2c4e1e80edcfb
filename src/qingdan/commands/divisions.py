"""``qingdan divisions load FILE``."""

from __future__ import annotations

from pathlib import Path

import click

from qingdan.commands.base import BadInput, Commands, format_option, print_json, say
from qingdan.commands.preparing import prepare


@click.group(cls=Commands, help="装入行政区划。")
def divisions() -> None:
    """The divisions' commands."""


@divisions.command(help="装入 CSV 或 CSV.gz（code,name,level；短代码会补足 12 位）。再装一次只改变化的。")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@format_option
def load(file: Path, format_: str) -> None:
    """Load a table of divisions: all of it or nothing."""
    from qingdan.foundation.orgs.loading import BadDivisionFile, load_divisions, read_file

    prepare()
    try:
        loaded = load_divisions(actor=None, rows=read_file(file), progress=lambda done: say(f"已装入 {done} 行……"))
    except BadDivisionFile as error:
        raise BadInput(str(error)) from error
    if format_ == "json":
        print_json({"added": loaded.added, "changed": loaded.changed, "unchanged": loaded.unchanged})
    else:
        click.echo(f"新增 {loaded.added}，改名 {loaded.changed}，未变 {loaded.unchanged}。")
