"""The collector rests while a file is built and runs again afterwards, whatever happens."""

from __future__ import annotations

import gc

import pytest

from qingdan.foundation.documents.steady import not_collecting


def test_it_rests_and_runs_again() -> None:
    with not_collecting():
        assert not gc.isenabled()
        with not_collecting():
            assert not gc.isenabled()
        assert not gc.isenabled(), "the inner block did not stop it, so it does not start it"
    assert gc.isenabled()


def test_it_runs_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="x"), not_collecting():
        raise ValueError("x")
    assert gc.isenabled()
