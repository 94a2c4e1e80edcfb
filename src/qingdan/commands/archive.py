"""The backup file: a gzipped tar with a manifest, one consistent copy of the database, and the attachments.

Keys (``QINGDAN_HOME/keys``) are left out on purpose: whoever holds data and keys holds everything, so the operator
keeps them apart.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from qingdan import __version__
from qingdan.commands.base import BadInput

MANIFEST = "manifest.json"
ATTACHMENTS = "attachments"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """What the backup is: format, program version, database vendor, moment (UTC)."""

    format: int
    version: str
    vendor: str
    made: str

    @property
    def database_name(self) -> str:
        """The database's file inside the archive."""
        return "database.sqlite3" if self.vendor == "sqlite" else "database.dump"


def write_archive(target: Path) -> Manifest:
    """Write a whole backup beside ``target`` and put it in place at once; an existing file is never overwritten."""
    if target.exists():
        raise BadInput(f"{target} 已经存在。请换一个文件名，旧备份不会被覆盖。")
    manifest = Manifest(FORMAT, __version__, connection.vendor, datetime.now(UTC).isoformat(timespec="seconds"))
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        work = Path(folder)
        database = work / manifest.database_name
        _copy_database(database)
        (work / MANIFEST).write_text(json.dumps(manifest.__dict__), encoding="utf-8")
        whole = work / "whole.tar.gz"
        with tarfile.open(whole, "w:gz") as archive:
            archive.add(work / MANIFEST, MANIFEST)
            archive.add(database, manifest.database_name)
            attachments = Path(settings.HOME) / ATTACHMENTS
            if attachments.exists():
                archive.add(attachments, ATTACHMENTS)
        whole.rename(target)
    return manifest


def _copy_database(target: Path) -> None:
    if connection.vendor == "sqlite":
        with (
            closing(sqlite3.connect(connection.settings_dict["NAME"])) as source,
            closing(sqlite3.connect(target)) as to,
        ):
            source.backup(to)
        return
    _postgres_tool("pg_dump", "--format=custom", "--no-owner", f"--file={target}", *_postgres_address())


@contextmanager
def opened(source: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest and the folder of an unpacked backup; raises :class:`BadInput` if it is none."""
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix=".restore-") as folder:
        work = Path(folder)
        try:
            with tarfile.open(source, "r:gz") as archive:
                archive.extractall(work, filter="data")
            raw = json.loads((work / MANIFEST).read_text(encoding="utf-8"))
            manifest = Manifest(**raw)
        except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError, FileNotFoundError) as error:
            raise BadInput(f"{source} 不是清单的备份文件，或者已经损坏。没有改动任何数据。") from error
        if manifest.format != FORMAT:
            raise BadInput(
                f"这个备份的格式（{manifest.format}）本版本不认识。请用 {manifest.version} 或更新的版本恢复。"
            )
        yield manifest, work


def restore_database(manifest: Manifest, folder: Path) -> None:
    """Put the backup's database in the place of the present one; the vendor must be the same."""
    if manifest.vendor != connection.vendor:
        raise BadInput(f"备份来自 {manifest.vendor}，现在的数据库是 {connection.vendor}，不能直接恢复。")
    copy = folder / manifest.database_name
    if connection.vendor == "sqlite":
        _restore_sqlite(copy)
        return
    _postgres_tool(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", *_postgres_address(), str(copy)
    )


def _restore_sqlite(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as check:
        check.create_function("REGEXP", 2, _matches, deterministic=True)  # Django's own, which CHECK constraints call
        if check.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BadInput("备份里的数据库没有通过完整性检查。没有改动任何数据。")
    connection.close()
    with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(connection.settings_dict["NAME"])) as to:
        source.backup(to)


def _matches(pattern: str, value: object) -> bool:
    return re.search(pattern, str(value)) is not None


def restore_attachments(folder: Path) -> None:
    """Add the backup's attachments; they are named by their content, so none is ever overwritten by another."""
    source = folder / ATTACHMENTS
    if source.exists():
        shutil.copytree(source, Path(settings.HOME) / ATTACHMENTS, dirs_exist_ok=True)


def _postgres_address() -> list[str]:
    there = connection.settings_dict
    options = there.get("OPTIONS", {})
    host = there["HOST"] or options.get("host", "")
    parts = {"--host": host, "--port": there["PORT"], "--username": there["USER"], "--dbname": there["NAME"]}
    return [f"{name}={value}" for name, value in parts.items() if value]


def _postgres_tool(name: str, *arguments: str) -> None:
    path = shutil.which(name)
    if path is None:
        raise BadInput(
            f"这台机器上没有 {name}。请先安装 PostgreSQL 的客户端程序（Debian：apt-get install postgresql-client）。"
        )
    environment = {"PGPASSWORD": str(connection.settings_dict["PASSWORD"] or "")}
    done = subprocess.run([path, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - fixed tool, no shell
    if done.returncode != 0:
        raise BadInput(f"{name} 没有成功：{done.stderr.strip()[-500:]}")
