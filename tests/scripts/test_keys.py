"""Keys of personal data from the command line: status, rotation, retiring; a backup comes back with its keys, and without."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.separate import environment_on, run_python

PEOPLE = """
from qingdan.foundation.personal.sealing import seal
from qingdan.foundation.personal.services import new_subject
for name in ("王小明", "李小红"):
    one = new_subject()
    print(one.pk, seal(one, name, purpose="test.name"))
"""
ERASE = """
import sys
from qingdan.foundation.personal.models import Subject
from qingdan.foundation.personal.services import erase
erase(actor=None, subject=Subject.objects.get(pk=%r), reason="到期")
"""
NEW = """
from qingdan.foundation.personal.problems import KeyMissing
from qingdan.foundation.personal.services import new_subject
try:
    new_subject()
except KeyMissing as problem:
    print(problem)
"""
READ = """
from qingdan.foundation.personal.models import Subject
from qingdan.foundation.personal.problems import PersonalProblem
from qingdan.foundation.personal.sealing import unseal
try:
    print(unseal(Subject.objects.get(pk=%r), %r, purpose="test.name"))
except PersonalProblem as problem:
    print(problem)
"""


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[dict[str, str]]:
    yield from environment_on("sqlite", tmp_path / "home")


def qingdan(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qingdan", *words], env=environment, capture_output=True, text=True, timeout=300, check=False
    )  # fmt: skip


def status(environment: dict[str, str]) -> list[tuple[str, int, bool]]:
    said = json.loads(qingdan(environment, "keys", "status", "--format", "json").stdout)
    return [(row["id"], row["persons"], row["current"]) for row in said["keys"]]


def test_keys_are_rotated_and_a_backup_needs_them(installation: dict[str, str], tmp_path: Path) -> None:
    home, file = Path(installation["QINGDAN_HOME"]), str(tmp_path / "all.tar.gz")
    home.mkdir()
    assert status(installation) == [("0001", 0, True)]
    (first, text), (second, other) = (line.split() for line in run_python(PEOPLE, installation).splitlines())
    assert qingdan(installation, "backup", file).returncode == 0
    run_python(ERASE % second, installation)
    rotated = qingdan(installation, "keys", "rotate", "--format", "json")
    assert json.loads(rotated.stdout) == {"key": "0002", "persons": 1}
    assert status(installation) == [("0001", 0, False), ("0002", 1, True)]
    assert run_python(READ % (first, text), installation).strip() == "王小明"

    back = qingdan(installation, "restore", file, "--replace")
    assert back.returncode == 0 and "1 人的个人信息，已经再次删除" in back.stderr
    assert status(installation) == [("0001", 1, False), ("0002", 0, True)]
    assert run_python(READ % (first, text), installation).strip() == "王小明"
    assert "已按期删除" in run_python(READ % (second, other), installation)
    refused = qingdan(installation, "keys", "retire", "0001", "--yes")
    assert refused.returncode == 2 and "keys rotate" in refused.stderr

    shutil.move(home / "keys", tmp_path / "apart")
    lost = qingdan(installation, "restore", file, "--replace")
    assert lost.returncode == 0 and "缺少密钥 0001" in lost.stderr
    assert "缺少密钥 0001" in run_python(READ % (first, text), installation)
    assert "缺少密钥 0001" in run_python(NEW, installation)
    shutil.rmtree(home / "keys", ignore_errors=True)
    shutil.move(tmp_path / "apart", home / "keys")
    assert run_python(READ % (first, text), installation).strip() == "王小明"

    assert qingdan(installation, "keys", "rotate").returncode == 0
    assert qingdan(installation, "keys", "retire", "0001").returncode == 2
    assert qingdan(installation, "keys", "retire", "0001", "--yes").returncode == 0
    assert status(installation) == [("0002", 1, True)]
    assert run_python(READ % (first, text), installation).strip() == "王小明"
