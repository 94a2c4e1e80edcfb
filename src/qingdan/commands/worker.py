"""``qingdan worker``."""

from __future__ import annotations

import click

from qingdan.commands.base import say
from qingdan.commands.preparing import prepare


@click.command(help="只运行后台任务（qingdan serve 会自己启动它）。")
def worker() -> None:
    """Do background jobs until told to stop."""
    from qingdan.foundation.jobs.worker import Worker

    prepare()
    say("后台任务已启动。")
    Worker().run_forever()
