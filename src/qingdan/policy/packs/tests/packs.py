"""Packs for tests: copies of the invented county with changes."""

from __future__ import annotations

import shutil
from pathlib import Path

from qingdan.policy.packs.checking import check_folder
from qingdan.policy.packs.problems import PackProblems, Problem

SHIDIAN = Path(__file__).parents[5] / "tests" / "data" / "packs" / "shidian"

Change = tuple[str, str, str]
"""File, the words that stand there once, and the words to put there."""


def changed(folder: Path, *changes: Change) -> Path:
    """A copy of the invented county with these changes."""
    copy = folder / "shidian"
    shutil.copytree(SHIDIAN, copy, dirs_exist_ok=True)
    for file, old, new in changes:
        path = copy / file
        words = path.read_text(encoding="utf-8")
        assert words.count(old) == 1, f"{old!r} stands {words.count(old)} times in {file}"
        path.write_text(words.replace(old, new), encoding="utf-8")
    return copy


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """Every problem of a folder; none if it is valid."""
    try:
        check_folder(folder)
    except PackProblems as error:
        return error.problems
    return ()


def line_of(folder: Path, file: str, words: str) -> int:
    """The line on which words stand first."""
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)
