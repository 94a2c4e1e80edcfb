"""The figures that the product promises for understanding, on labelled sentences and on documents that protect villages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from qingdan.entry.screening.measuring import (
    POLICIES,
    SAMPLES,
    cross_validated,
    documents,
    figures,
    main,
    measured,
    samples,
)
from qingdan.entry.screening.model import Understood
from qingdan.entry.screening.reading import read_words
from qingdan.entry.screening.understanding import understand
from qingdan.policy.gate.model import Kind

NOTICES = yaml.safe_load((SAMPLES / "notices.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", ["dev", "sentences", "sentences_b", "heldout"])
def test_the_figures_do_not_fall_below_what_is_promised(name: str) -> None:
    found = figures(samples(SAMPLES / f"{name}.jsonl"))
    assert found.total >= 160
    assert found.demand.f1 >= 0.93
    assert found.macro >= 0.88


@pytest.mark.full
def test_across_folds_the_figures_hold() -> None:
    found = cross_validated()
    assert found.total == 169 and found.demand.f1 >= 0.93 and found.macro >= 0.88


@pytest.mark.parametrize("document", documents(), ids=lambda one: one.name)
def test_a_document_that_protects_villages_gives_no_more_than_one_false_alarm(document: Any) -> None:
    assert len(document.alarms) <= 1, document.alarms


@pytest.mark.parametrize("document", documents(), ids=lambda one: one.name)
def test_what_a_policy_document_really_asks_of_villages_is_found(document: Any) -> None:
    assert document.missed == ()


def test_the_listed_demands_stand_in_the_documents() -> None:
    for document in documents():
        text = "".join((POLICIES / f"{document.name}.txt").read_text("utf-8").split())
        assert all("".join(words.split()) in text for words in document.missed)
    assert sum(document.real for document in documents()) >= 20


def test_a_reader_that_calls_everything_a_demand_scores_low() -> None:
    labelled = samples(SAMPLES / "sentences.jsonl")
    found = figures(labelled, lambda text: figures_all(text))
    assert found.demand.recall == 1.0
    assert found.demand.precision < 0.6


def figures_all(text: str) -> Understood:
    return Understood(0, len(text), True, (Kind.AFFAIR,))


def test_the_page_gets_its_figures_between_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- measured -->\nold\n<!-- /measured -->\nafter\n", "utf-8")
    main(page)
    text = page.read_text("utf-8")
    assert text.startswith("before\n<!-- measured -->\n")
    assert text.endswith("<!-- /measured -->\nafter\n")
    assert measured() in text
    assert "old" not in text


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing", "utf-8")
    with pytest.raises(ValueError, match="no place"):
        main(page)
    assert page.read_text("utf-8") == "nothing"


@pytest.mark.parametrize("notice", NOTICES, ids=lambda one: one["text"].split("\n")[0])
def test_a_whole_notice_is_read_as_a_person_reads_it(notice: Any) -> None:
    paper = read_words(notice["text"])
    found = ["".join(paper.text[one.start : one.end].split()) for one in understand(paper) if one.demand]

    def is_found(words: str) -> bool:
        plain = "".join(words.split())
        return any(plain in one or one in plain for one in found)

    assert [words for words in notice["demands"] if not is_found(words)] == notice.get("missed", [])
    assert [words for words in notice["not"] if is_found(words)] == []
