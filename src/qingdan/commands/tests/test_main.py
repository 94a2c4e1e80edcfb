"""The command line as a person meets it: help, wrong use, faults of the surroundings."""

from __future__ import annotations

import errno
import sqlite3

import pytest
from django.db import OperationalError

from qingdan import __version__
from qingdan.commands.main import COMMANDS, explain, run


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"qingdan {__version__}"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(name in out and what[:4] in out for name, what in COMMANDS.items())


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    assert "--help" in capsys.readouterr().out


def test_an_unknown_command_ends_with_two_and_names_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gates"]) == 2
    captured = capsys.readouterr()
    assert "没有“gates”这个命令" in captured.err
    assert captured.out == ""


def test_an_unknown_option_ends_with_two_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--prot", "80"]) == 2
    assert "没有 --prot 这个选项" in capsys.readouterr().err


def test_a_full_disk_is_said_plainly() -> None:
    wrapped = OperationalError("database or disk is full")
    wrapped.__cause__ = sqlite3.OperationalError("database or disk is full")
    assert "磁盘已满" in (explain(wrapped) or "")
    assert "磁盘已满" in (explain(OSError(errno.ENOSPC, "No space left on device")) or "")


def test_a_fault_of_ours_is_not_dressed_up() -> None:
    assert explain(KeyError("x")) is None
