"""Whatever is done to a pack's files, checking ends with a valid pack or with problems, never with a fault of ours."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.policy.packs.reading import Pack, library_packs, read_partly
from qingdan.policy.packs.tests.packs import SHIDIAN
from qingdan.policy.packs.validation import find_problems

FILES = ["pack.yaml", "clauses.yaml", "rules.yaml", "lists/duties.yaml", "lists/assist.yaml", "lists/plaques.yaml"]
WORDS = [
    "",
    "[]",
    "{}",
    "null",
    "true",
    "7",
    "x: y",
    "- - 1",
    "'@county'",
    "{not: {}}",
    "{not: []}",
    "××",
    "SD-01",
    "：",
    "\x00",
]


@lru_cache(maxsize=1)
def national() -> Pack:
    return library_packs()["cn"]


@pytest.mark.property
@given(
    file=st.sampled_from(FILES),
    cut=st.tuples(st.floats(0, 1), st.integers(0, 40)),
    word=st.sampled_from(WORDS) | st.text(max_size=6),
)
def test_checking_is_total(
    tmp_path_factory: pytest.TempPathFactory, file: str, cut: tuple[float, int], word: str
) -> None:
    folder = tmp_path_factory.mktemp("pack") / "shidian"
    shutil.copytree(SHIDIAN, folder)
    path = Path(folder, file)
    words = path.read_text(encoding="utf-8")
    start = int(cut[0] * len(words))
    path.write_text(words[:start] + word + words[start + cut[1] :], encoding="utf-8")
    pack, problems = read_partly(folder)
    if pack is not None:
        problems += find_problems([pack, national()])
    assert pack is not None or problems
    assert all(problem.message and problem.line >= 1 for problem in problems)
    shutil.rmtree(folder.parent)
