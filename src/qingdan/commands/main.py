"""``qingdan``: the group of all commands; rooms are imported only when one of their commands runs."""

from __future__ import annotations

import errno
import importlib
import os
import sqlite3
import sys
from collections.abc import Sequence

import click

from qingdan import __version__
from qingdan.commands.base import EXIT_BAD_INPUT, BadInput, Commands, chinese_message, say

COMMANDS = {
    "audit": "查验审计记录是否完整",
    "backup": "把数据库和数据文件夹备份到一个文件",
    "certificates": "找证明、核验证明、演示出具证明",
    "divisions": "装入行政区划",
    "gate": "问一件事：可以这样要求这个村吗",
    "keys": "个人信息的密钥：看用量、更换、停用旧的",
    "lists": "看一个地方现行的清单",
    "packs": "看政策包、校验政策包、条款落实情况",
    "restore": "从备份文件恢复",
    "screen": "筛查通知：向村（社区）提了哪些要求，在不在清单上，怎么改",
    "search": "在清单、条款和文件里找字",
    "serve": "启动服务和后台任务",
    "worker": "只运行后台任务",
}
"""Name of each command (its module in this package defines a click command of that name) and what it does."""


class Rooms(Commands):
    """A group that imports a command's module only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, also of modules not yet imported."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, or None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        _set_up_django()
        module = importlib.import_module(f"qingdan.commands.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in ``--help``, without importing anything."""
        with formatter.section("命令"):
            formatter.write_dl(sorted(COMMANDS.items()))


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingdan.config.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="qingdan", message="%(prog)s %(version)s")
def cli() -> None:
    """清单：不在清单上的事，进不了村。"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end the process with its exit code."""
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """Run one command; every failure that a person can mend becomes one Chinese sentence and exit code 2."""
    try:
        result = cli.main(args=arguments, prog_name="qingdan", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.NoArgsIsHelpError as help_:
        say(help_.format_message())
        return EXIT_BAD_INPUT
    except click.ClickException as error:
        say(f"错误：{chinese_message(error)}")
        return error.exit_code
    except click.Abort:
        say("已中止。")
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:
        message = explain(error)
        if message is None:
            raise
        say(f"错误：{message}")
        return EXIT_BAD_INPUT
    return result if isinstance(result, int) else 0


def explain(error: BaseException) -> str | None:
    """The sentence for a fault of the surroundings (disk, database, settings); None if it is a fault of ours."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno == errno.ENOSPC:
            return "磁盘已满，没有写入任何东西。请先腾出空间，再运行一次。"
        if isinstance(seen, (sqlite3.OperationalError, OperationalError)) and "disk is full" in str(seen):
            return "磁盘已满，没有写入任何东西。请先腾出空间，再运行一次。"
        if isinstance(seen, PermissionError):
            return f"没有权限读写 {seen.filename}。请检查数据文件夹（QINGDAN_HOME）的权限。"
        if isinstance(seen, ImproperlyConfigured):
            return str(seen)
        if isinstance(seen, OperationalError):
            return f"连不上或写不了数据库：{seen}。请检查 QINGDAN_DATABASE_URL 和数据库是否在运行。"
        seen = seen.__cause__ or seen.__context__
    return None


__all__ = ["BadInput", "cli", "main", "run"]
