"""``python -m qingdan.policy.packs.validate FOLDER…``: check packs without a database; exit code 2 with problems."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from qingdan.policy.packs.checking import check_folder
from qingdan.policy.packs.problems import PackProblems


def main(arguments: Sequence[str]) -> int:
    """Check each folder; problems go to stderr, one a line with file and line."""
    wrong = False
    for name in arguments:
        try:
            chain = check_folder(Path(name))
        except PackProblems as error:
            wrong = True
            click.echo(f"{name}：{len(error.problems)} 处问题", err=True)
            for problem in error.problems:
                click.echo(f"  {problem}", err=True)
        else:
            pack = chain[0]
            click.echo(
                f"{name}：没有问题（{len(pack.clauses)} 条、{len(pack.rules)} 行规则、{len(pack.lists)} 份清单）"
            )
    return 2 if wrong or not arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
