"""A code is found as it stands in the register, and however people type it."""

from __future__ import annotations

import pytest

from qingdan.register.lists.reading import codes_as_stored


@pytest.mark.parametrize("typed", ["NH-BC-01W", "nh-bc-01w", "NHBC01W", "ＮＨ－ＢＣ－０１Ｗ", " nh bc 01w "])
def test_however_it_is_typed_the_stored_code_is_among_those_meant(typed: str) -> None:
    assert "NH-BC-01W" in codes_as_stored(typed)


def test_a_code_of_another_form_is_meant_as_it_stands() -> None:
    assert codes_as_stored(" BM-ASSIST-0-001X ")[0] == "BM-ASSIST-0-001X"
    assert codes_as_stored("NH-BC-01W").count("NH-BC-01W") == 1
