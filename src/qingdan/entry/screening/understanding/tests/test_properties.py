"""What holds for any text: positions, totality, linear time, and lexicon files that load."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.entry.screening.model import Block, BlockKind, Paper
from qingdan.entry.screening.understanding import understand, understand_text
from qingdan.entry.screening.understanding.lexicon import ALIKE, LexiconBroken, _rule, lexicon
from qingdan.entry.screening.understanding.tokens import LONGEST, alike, sentences

WORDS = sorted(lexicon().entries)
mixed = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=25).map("".join)


def paper_of(text: str) -> Paper:
    return Paper(text, (Block(BlockKind.PARAGRAPH, 0, len(text)),))


@pytest.mark.property
@given(mixed)
def test_every_text_is_understood_with_valid_positions(text: str) -> None:
    for one in (*understand(paper_of(text)), understand_text(text), understand_text(text, villages_addressed=True)):
        assert 0 <= one.start <= one.end <= len(text)
        assert bool(one.kinds) is one.demand
        assert (one.level is not None) is one.demand
        assert (one.not_demand is None) is one.demand
        for ground in one.grounds:
            assert 0 <= ground.start <= ground.end <= len(text)
            assert ground.says


@pytest.mark.property
@given(mixed)
def test_sentences_are_in_order_and_do_not_overlap(text: str) -> None:
    plain = alike(text)
    last = 0
    for sentence in sentences(plain):
        assert last <= sentence.start < sentence.end <= len(plain)
        last = sentence.end
        assert all(c.start <= c.end for c in sentence.clauses)


@pytest.mark.property
@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
def test_the_longest_word_at_the_leftmost_place_is_taken(text: str) -> None:
    tokens = [token.entry.word for sentence in sentences(alike(text)) for c in sentence.clauses for token in c.tokens]
    expected, place, plain = [], 0, alike(text)
    longest = max(map(len, WORDS))
    while place < len(plain):
        word = next(
            (plain[place : place + n] for n in range(longest, 0, -1) if plain[place : place + n] in lexicon().entries),
            "",
        )
        if word and word not in "，；：。！？\n\t":
            expected.append(word)
        place += len(word) or 1
    if len(plain) <= LONGEST:
        assert tokens == expected


@given(st.text())
def test_reading_alike_keeps_the_length(text: str) -> None:
    assert len(alike(text)) == len(text)


def test_blank_text_asks_for_nothing() -> None:
    assert not understand_text("").demand
    assert not understand_text(" \n\t　").demand
    assert understand(Paper("", ())) == ()


@pytest.mark.parametrize(
    "unit", ["各村要", "由", "《", "“", "的村", "不得", "村", "、各村", "0", "a", "，", "；", "：", "（"]
)
def test_a_hostile_megabyte_takes_time_in_step_with_its_length(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    begun = time.process_time()
    understand_text(text)
    assert time.process_time() - begun < 10


def test_every_word_of_the_lexicon_is_one_token_of_its_own() -> None:
    for word, entry in lexicon().entries.items():
        assert word == word.translate(ALIKE)
        assert entry.mask
        found = list(lexicon().automaton.iter_long(word))
        assert found == [(len(word) - 1, entry)]


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "form"},
        {"kind": "form", "reach": "all"},
        {"kind": "form", "reach": "x", "cue": "act"},
        {"kind": "form", "reach": "own", "cue": "act", "first": "act"},
        "form",
    ],
)
def test_a_rule_without_its_form_is_refused(row: object) -> None:
    with pytest.raises(LexiconBroken):
        _rule(row, lexicon().tags)


def test_an_unknown_tag_is_refused() -> None:
    with pytest.raises(LexiconBroken, match="nosuch"):
        lexicon().mask("nosuch")
