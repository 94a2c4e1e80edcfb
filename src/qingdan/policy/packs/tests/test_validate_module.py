"""Checking packs without a database: ``python -m qingdan.policy.packs.validate``."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingdan.policy.packs.reading import LIBRARY
from qingdan.policy.packs.tests.packs import SHIDIAN, changed
from qingdan.policy.packs.validate import main


def test_valid_folders_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(LIBRARY / "ninghe"), str(SHIDIAN)]) == 0
    assert "113 条" in capsys.readouterr().out.splitlines()[0]


def test_problems_go_to_stderr_and_the_others_are_checked_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(changed(tmp_path, ("rules.yaml", "clause: SD-06", "clause: SD-66"))), str(SHIDIAN)]) == 2
    printed = capsys.readouterr()
    assert "没有 SD-66 这一条" in printed.err
    assert "没有问题" in printed.out


def test_nothing_to_check_is_wrong_use() -> None:
    assert main([]) == 2
