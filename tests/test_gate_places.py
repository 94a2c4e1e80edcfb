"""A scope in the gate holds its own subtree and nothing beside it, also where its digits end in zeros."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.foundation.orgs.divisions import contains, full_code
from qingdan.policy.gate.places import covers

CODES = st.builds(
    lambda digits, length: full_code(digits[:length]),
    st.text("0129", min_size=12, max_size=12),
    st.sampled_from((2, 4, 6, 9, 12)),
)


@pytest.mark.parametrize(
    ("scope", "inside", "beside"),
    [
        ("120117100000", "120117100201", "120117103201"),
        ("120117103200", "120117103200", "120117103201"),
        ("500000000000", "500101001001", "510101001001"),
        ("120117000000", "120117103201", "120118103201"),
    ],
)
def test_a_scope_that_ends_in_zeros_holds_nothing_beside_it(scope: str, inside: str, beside: str) -> None:
    assert covers([scope], inside)
    assert not covers([scope], beside)


@given(CODES, CODES)
def test_it_is_the_same_as_lying_in_the_subtree(scope: str, code: str) -> None:
    assert covers([scope], code) == contains(scope, code)


def test_no_scope_covers_nothing() -> None:
    assert not covers([], "120117103201")
