"""What was learned: the file belongs to the labelled sentences, training gives it again, and it only speaks where it is sure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.entry.screening.model import NotDemand
from qingdan.entry.screening.understanding import understand_text
from qingdan.entry.screening.understanding.learned.features import grams, plain
from qingdan.entry.screening.understanding.learned.model import (
    OUTPUTS,
    WEIGHTS,
    BadWeights,
    Learned,
    learned,
    read,
    written,
)
from qingdan.entry.screening.understanding.learned.train import Labelled, digest_of, examples, trained
from qingdan.entry.screening.understanding.revising import ALONE, IN_PAPER, IN_TABLE, Limits, Second
from qingdan.policy.gate.model import Kind

FORM, TALK = "各村每月报送统计表。", "县医院组织义诊活动。"


def few() -> list[Labelled]:
    return [Labelled(f"{FORM}{i % 3}", True, frozenset({"form"})) for i in range(9)] + [
        Labelled(f"{TALK}{i % 3}", False, frozenset()) for i in range(9)
    ]


def test_the_weights_are_those_of_the_labelled_sentences() -> None:
    assert learned().digest == digest_of(examples()), "script/train-screening writes them anew"


@pytest.mark.full
def test_training_gives_the_file_again() -> None:
    again, kept = trained(examples()), learned()
    assert again.weights.keys() == kept.weights.keys()
    for run, row in again.weights.items():
        assert all(abs(a - b) <= 1 for a, b in zip(row, kept.weights[run], strict=True)), run


def test_training_twice_is_the_same_and_tells_what_it_was_shown() -> None:
    first, second = trained(few()), trained(few())
    assert first == second
    assert first.likelihood(0, first.runs(FORM)) > 0.5 > first.likelihood(0, first.runs(TALK))
    form = OUTPUTS.index("form")
    assert first.likelihood(form, first.runs(FORM)) > first.likelihood(form, first.runs(TALK))


def test_the_file_is_read_as_it_was_written() -> None:
    model = trained(few())
    assert read(written(model)) == model
    assert written(read(WEIGHTS.read_text(encoding="utf-8"))) == WEIGHTS.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["", "x", "#a\nbias\t1\n", "#a\nbias\t" + "\t".join(["x"] * 12) + "\n", "#a"])
def test_a_file_without_the_form_is_refused(text: str) -> None:
    with pytest.raises(BadWeights):
        read(text)


def test_numbers_and_blanks_are_alike() -> None:
    assert plain(" 每月25日\n前报APP ") == plain("每月3日 前报app")
    assert "每月0" in grams("每月25日") and max(map(len, grams("一二三四五六"))) == 4


@given(st.text(max_size=200))
def test_whatever_is_read_has_a_likelihood_and_kinds_only_where_it_asks(text: str) -> None:
    runs = learned().runs(text)
    assert all(0 <= learned().likelihood(output, runs) <= 1 for output in range(len(OUTPUTS)))
    said = understand_text(text)
    assert bool(said.kinds) == said.demand and (said.not_demand is None) == said.demand


def test_the_automaton_finds_just_the_runs_that_stand_there() -> None:
    model, text = learned(), FORM + TALK
    names = list(model.weights)
    assert {names[place] for place in model.runs(text)} == grams(text) & model.weights.keys()


def test_weights_drop_what_is_nearly_impossible_and_add_only_to_what_stands_alone() -> None:
    sure = Limits(drop=-1, add=2)
    assert Second(FORM, sure).demand(True) and not Second(FORM, sure).demand(False)
    assert not Second(TALK, Limits(drop=1, add=2)).demand(True)
    assert Second(TALK, Limits(drop=0, add=0)).demand(False)
    assert IN_PAPER.add > 1 and IN_TABLE.add > 1 and IN_TABLE.drop < 0 < ALONE.drop < ALONE.add < 1


def test_a_demand_always_has_a_kind() -> None:
    nothing = Limits(drop=-1, add=2, drop_kind=2, add_kind=2)
    assert Second(FORM, nothing).kinds((Kind.FORM,)) == (Kind.FORM,)
    assert len(Second(FORM, nothing).kinds(())) == 1


def test_an_empty_model_says_nothing() -> None:
    model = Learned("", (0,) * len(OUTPUTS), {})
    assert model.runs("各村") == set() and model.likelihood(0, set()) == 0.5


def test_labels_are_those_of_the_guideline() -> None:
    kinds = {kind.value for kind in Kind}
    for each in examples():
        assert each.kinds <= kinds and bool(each.kinds) == each.demand, each.text
    folder = Path(__file__).parents[2] / "tests"
    classes = {each.value for each in NotDemand} | {None}
    for path in folder.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert json.loads(line).get("neg_type") in classes, line


@given(st.text(max_size=60))
def test_one_sum_for_all_outputs_is_the_sum_of_each(sentence: str) -> None:
    model = learned()
    runs = model.runs(sentence)
    total = model.total(runs)
    for output in range(len(OUTPUTS)):
        assert model.of_total(output, total, len(runs)) == model.likelihood(output, runs)
