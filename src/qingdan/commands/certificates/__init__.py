"""``qingdan certificates``: the group; each command is a module of this package, imported only when it runs.

A module defines a click command of its own name.
"""

from __future__ import annotations

import importlib

import click

from qingdan.commands.base import Commands

SUBCOMMANDS: dict[str, str] = {
    "demo": "在演示的村出一份证明，写到文件",
    "find": "用平常的话找证明：该不该开、找谁办",
    "keys": "签发证明的密钥：看、导出公钥、更换、吊销",
    "verify": "核验证明：查验码、PDF、二维码",
}
"""Name of each command (its module in this package) and what it does."""


class CertificateCommands(Commands):
    """Imports a command's module only when it is asked for: checking a file off-line loads no rooms."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, also of modules not yet imported."""
        return sorted(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, or None for an unknown name."""
        if cmd_name not in SUBCOMMANDS:
            return None
        module = importlib.import_module(f"{__name__}.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in ``--help``, without importing anything."""
        if not SUBCOMMANDS:
            return
        with formatter.section("命令"):
            formatter.write_dl(sorted(SUBCOMMANDS.items()))


@click.group(cls=CertificateCommands, help="找证明、核验证明、演示出具证明。")
def certificates() -> None:
    """The certificates' commands."""
