"""``qingdan audit verify``."""

from __future__ import annotations

from dataclasses import asdict

import click

from qingdan.commands.base import EXIT_NO, Commands, format_option, print_json
from qingdan.commands.preparing import prepare


@click.group(cls=Commands, help="查验审计记录是否完整。")
def audit() -> None:
    """The audit's commands."""


@audit.command(help="查验每一条审计流：改过的、删掉的、换了顺序的、截断的都会找出来。")
@format_option
def verify(format_: str) -> int:
    """Exit code 0 if the audit is whole, 1 if not."""
    from qingdan.foundation.audit.queries import verify as faults_of_audit

    prepare()
    faults = faults_of_audit()
    if format_ == "json":
        print_json({"valid": not faults, "faults": [asdict(fault) for fault in faults]})
    else:
        for fault in faults:
            click.echo(f"{fault.stream}：{fault.message}")
        click.echo("审计记录完整。" if not faults else f"审计记录不完整：{len(faults)} 处。")
    return EXIT_NO if faults else 0
