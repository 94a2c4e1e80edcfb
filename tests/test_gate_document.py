"""The worked example of ``docs/gate.md`` comes out as written."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qingdan.policy.gate.decide import decide
from qingdan.policy.gate.json_form import demand_from_json, verdict_to_json
from tests.packs.support import book

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "gate.md"
_BLOCKS = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)]
EXAMPLES = list(zip(_BLOCKS[::2], _BLOCKS[1::2], strict=True))


def test_the_document_has_examples() -> None:
    assert len(EXAMPLES) == 3


@pytest.mark.clause("NH-57", "NH-60")
@pytest.mark.parametrize(("asked", "expected"), EXAMPLES)
def test_the_worked_example_comes_out_as_written(asked: dict[str, Any], expected: dict[str, Any]) -> None:
    demand = demand_from_json(asked, division=asked["division"], today=date(2026, 11, 24))
    answer = verdict_to_json(decide(demand, book("ninghe", demand.on)))
    assert (answer["outcome"], answer["stamp"]) == (expected["outcome"], expected["stamp"])
    if "clause" in expected:
        assert answer["reasons"][0]["clause"] == expected["clause"]
    if "missing" in expected:
        assert [question["fact"] for question in answer["missing"]] == expected["missing"]
