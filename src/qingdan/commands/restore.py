"""``qingdan restore FILE``."""

from __future__ import annotations

from pathlib import Path

import click
from django.db import connection

from qingdan.commands.archive import opened, restore_attachments, restore_database
from qingdan.commands.base import BadInput, say
from qingdan.commands.preparing import only_one, prepare


@click.command(help="从备份文件恢复数据库和附件。已有数据时要加 --replace。")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help="用备份替换现有的数据库。")
def restore(file: Path, replace: bool) -> None:
    """Restore a backup; present data are replaced only when the caller says so."""
    from qingdan.foundation.personal.rotating import standing
    from qingdan.foundation.personal.services import erase_again

    if connection.introspection.table_names() and not replace:
        raise BadInput("现有数据库里已经有数据。确定要用备份替换它，请加 --replace（建议先 qingdan backup 一次）。")
    with opened(file) as (manifest, folder), only_one("prepare"):
        restore_database(manifest, folder)
        restore_attachments(folder)
    prepare()
    erased = erase_again()
    if erased:
        say(f"备份之后按期删除过的 {erased} 人的个人信息，已经再次删除。")
    missing = [key.id for key in standing() if not key.here]
    if missing:
        say(f"缺少密钥 {'、'.join(missing)}：请把另行保管的 keys 文件夹放回数据文件夹，否则个人信息打不开。")
    say(f"已恢复到 {manifest.made}（UTC）的备份。")
