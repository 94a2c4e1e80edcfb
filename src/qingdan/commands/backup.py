"""``qingdan backup FILE``."""

from __future__ import annotations

from pathlib import Path

import click

from qingdan.commands.archive import write_archive
from qingdan.commands.base import say
from qingdan.commands.preparing import prepare


@click.command(help="把数据库和附件备份到一个文件；密钥不在其中，请另行保管。")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write one consistent backup file; an existing file is never overwritten."""
    prepare()
    write_archive(file.resolve())
    say("已备份。密钥（数据文件夹里的 keys）不在备份里，请另行保管。")
    click.echo(str(file))
