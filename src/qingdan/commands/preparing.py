"""Making the database ready before a command runs: migrations, packs and their lists.

Safe when several processes start at once (a lock file in the data folder), quick when nothing is to do, and it
refuses a database that a newer version has written instead of harming it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from qingdan.commands.base import BadInput, say


@contextmanager
def only_one(name: str) -> Iterator[None]:
    """Hold a lock file of the data folder; a second process waits for the first."""
    path = Path(settings.HOME) / f"{name}.lock"
    with path.open("w", encoding="ascii") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def prepare() -> None:
    """Bring database and packs to this version; does nothing where they are there already."""
    from qingdan.foundation.orgs.name_index import store_missing
    from qingdan.policy.packs.services import install_library_packs
    from qingdan.register.lists.services import install_pack_lists, install_this_system
    from qingdan.register.search.services import index_missing

    with only_one("prepare"):
        migrate()
        install_library_packs()
        install_pack_lists()
        install_this_system()
        index_missing()
        store_missing()


def migrate() -> None:
    """Apply missing migrations; raises :class:`BadInput` for a database from a newer version."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    ours = set(loader.disk_migrations or {})
    applied = set(loader.applied_migrations or {})
    unknown = sorted(f"{app}.{name}" for app, name in applied - ours if app in loader.migrated_apps)
    if unknown:
        raise BadInput(
            f"这个数据库是更新版本的清单写的（有本版本不认识的迁移：{'、'.join(unknown[:3])}）。"
            "没有改动任何数据。请升级程序，或者用 QINGDAN_HOME / QINGDAN_DATABASE_URL 指向另一个数据库。"
        )
    if ours - applied:
        say("正在准备数据库……")
        call_command("migrate", interactive=False, verbosity=0)
