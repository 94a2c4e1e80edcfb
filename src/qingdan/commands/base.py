"""What all commands share: where messages go, how bad input ends, and the exit codes.

stdout carries only the result; progress and messages go to stderr. Exit codes: 0 done, 1 the answer is "no",
2 wrong use or bad input.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import click

EXIT_NO = 1
EXIT_BAD_INPUT = 2

format_option = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="输出格式。"
)


class BadInput(click.ClickException):
    """Input that cannot be used; the Chinese message says what to do. Ends with exit code 2."""

    exit_code = EXIT_BAD_INPUT


class Commands(click.Group):
    """A group of commands that names its commands, in Chinese, where one is unknown."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's own, with a Chinese message for an unknown name."""
        known = self.list_commands(ctx)
        if args[0] not in known:
            raise click.UsageError(f"没有“{args[0]}”这个命令。可以用的有：{'、'.join(sorted(known))}")
        return super().resolve_command(ctx, args)


def say(message: str) -> None:
    """A message for the person at the terminal (stderr)."""
    click.echo(message, err=True)


def print_json(document: Any) -> None:
    """One JSON document on stdout, Chinese unescaped."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def chinese_message(error: click.ClickException) -> str:
    """What to tell a person about a wrong call; click's own English texts are replaced."""
    if isinstance(error, click.NoSuchOption):
        return f"没有 {error.option_name} 这个选项。"
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_parameter(error)}。"
    if isinstance(error, click.BadParameter) and isinstance(getattr(error.param, "type", None), click.Choice):
        allowed = "、".join(str(choice) for choice in error.param.type.choices)  # type: ignore[union-attr]  # asked above
        return f"{_parameter(error)} 没有这个值，可以用的有：{allowed}。"
    if isinstance(error, click.BadParameter):
        return f"{_parameter(error)} 的值不能用：{error.message}"
    return error.format_message()


def _parameter(error: click.BadParameter) -> str:
    if error.param is not None:
        return "/".join(error.param.opts)
    return str(error.param_hint or "参数")
