"""``qingdan keys``: the outside keys of personal data."""

from __future__ import annotations

from dataclasses import asdict

import click

from qingdan.commands.base import BadInput, Commands, format_option, print_json, say
from qingdan.commands.preparing import only_one, prepare


@click.group(cls=Commands, help="个人信息的密钥：看用量、更换、停用旧的。")
def keys() -> None:
    """The commands of keys."""


@keys.command(help="每个密钥加密着多少人的个人信息。")
@format_option
def status(format_: str) -> None:
    """Counts by key; nothing of the keys themselves."""
    from qingdan.foundation.personal.rotating import erased_count, standing

    prepare()
    rows, erased = standing(), erased_count()
    if format_ == "json":
        print_json({"keys": [asdict(row) for row in rows], "erased": erased})
        return
    for row in rows:
        place = "" if row.here else "，密钥文件不在（请放回 keys 文件夹）"
        click.echo(f"{row.id}：{row.persons} 人{'，正在使用' if row.current else ''}{place}")
    click.echo(f"已删除：{erased} 人")


@keys.command(help="换一个新密钥，把每个人的密钥重新加密。可以在服务运行时做；中断了再运行一次，接着做完。")
@format_option
def rotate(format_: str) -> None:
    """Rotate; repeatable."""
    from qingdan.foundation.personal.problems import PersonalProblem
    from qingdan.foundation.personal.rotating import rotate as rotate_keys

    prepare()
    try:
        with only_one("keys"):
            key_id, persons = rotate_keys(lambda done: say(f"已重新加密 {done} 人"))
    except PersonalProblem as problem:
        raise BadInput(str(problem)) from problem
    if format_ == "json":
        print_json({"key": key_id, "persons": persons})
        return
    click.echo(f"现在使用密钥 {key_id}，重新加密了 {persons} 人。请把 keys 文件夹再备份一份。")


@keys.command(help="销毁一个旧密钥。更换之前的备份里的个人信息从此打不开。")
@click.argument("key_id")
@click.option("--yes", is_flag=True, help="确定销毁。")
def retire(key_id: str, yes: bool) -> None:
    """Destroy an old key; refused while anything needs it."""
    from qingdan.foundation.personal.problems import PersonalProblem
    from qingdan.foundation.personal.rotating import retire as retire_key

    prepare()
    if not yes:
        raise BadInput("销毁以后，更换密钥之前做的备份里的个人信息再也打不开。确定要销毁，请加 --yes。")
    try:
        retire_key(key_id)
    except PersonalProblem as problem:
        raise BadInput(str(problem)) from problem
    click.echo(f"密钥 {key_id} 已销毁。")
