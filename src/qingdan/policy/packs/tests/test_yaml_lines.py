"""Files as people write them: every fault of the writing is told with its line, none is an exception."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.policy.packs.yaml_lines import LARGEST_FILE, load


def faults(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in load("a.yaml", text)[1]]


def test_every_place_knows_its_line() -> None:
    lined, problems = load("a.yaml", "id: x\nrules:\n  - id: A\n    says: 不行\n  - id: B\n")
    assert not problems
    assert lined is not None
    assert [lined.line(("rules", 0, "says")), lined.line(("rules", 1)), lined.line(("rules", 1, "says"))] == [4, 5, 5]


def test_dates_stay_text_and_codes_in_quotes_keep_their_zeros() -> None:
    lined, _ = load("a.yaml", "on: 2026-01-31\ncode: '0012'\n")
    assert lined is not None
    assert list(lined.data.values()) == ["2026-01-31", "0012"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("id: x\ntitle: y\nid: z\n", 3, "同一处写了两次（第 1 行已经写过）"),
        ("a: &x [1]\nb: *x\n", 1, "锚点和别名"),
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "YAML 写法有误"),
        ("a:\n\tb: 1\n", 2, "制表符"),
        ("a: 甲: 乙\n", 1, "冒号"),
        ("", 1, "空的"),
        ("# 只有注释\n", 1, "空的"),
        ("a: 1\n---\nb: 2\n", 2, "YAML 写法有误"),
        ("a: !!python/object/apply:os.system ['true']\n", 1, "YAML 写法有误"),
        ("a: 1\nb: \x07\n", 2, "控制字符"),
        ("? [1, 2]\n: x\n", 1, "YAML 写法有误"),
    ],
)
def test_a_fault_of_the_writing_has_its_line(text: str, line: int, words: str) -> None:
    found = faults(text)
    assert found[0][0] == line
    assert words in found[0][1]


def test_a_bomb_of_aliases_is_refused_before_it_is_built() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    assert all("锚点和别名" in message for _line, message in faults("\n".join(rows)))


@pytest.mark.parametrize("opening", ["[", "- ", "{a: "])
def test_bottomless_nesting_is_refused(opening: str) -> None:
    assert "一层套一层" in faults(opening * 300_000)[0][1]


def test_a_file_that_is_too_large_is_not_parsed() -> None:
    assert "2 MB" in faults("甲" * (LARGEST_FILE // 3 + 1))[0][1]


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"#,?%@` \n\t甲\x00\x07\ufeff1"), max_size=60))
def test_no_text_whatever_raises(text: str) -> None:
    lined, problems = load("a.yaml", text)
    assert (lined is None) <= bool(problems)
