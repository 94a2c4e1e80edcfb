"""Charts: geometry that adds up, nothing for nothing, words for who does not see them."""

from __future__ import annotations

import itertools

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from qingdan.foundation.web.charts import COLUMN_HEIGHT, BarChart, ColumnChart, Row

ROWS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=12)


@given(ROWS)
def test_bars_are_as_long_as_their_numbers(numbers: list[tuple[int, int]]) -> None:
    chart = BarChart(("甲", "乙"), [Row(str(n), pair) for n, pair in enumerate(numbers)])
    most = max((sum(pair) for pair in numbers), default=0)
    for bar, pair in zip(chart.bars, numbers, strict=True):
        drawn = sum(part.length for part in bar.segments)
        assert drawn == pytest.approx(100 * sum(pair) / most if most else 0, abs=0.05)
        assert [part.value for part in bar.segments] == [value for value in pair if value]


@given(ROWS)
def test_columns_stand_on_the_ground_and_do_not_overlap(numbers: list[tuple[int, int]]) -> None:
    chart = ColumnChart(("甲", "乙"), [Row(str(n), pair) for n, pair in enumerate(numbers)])
    for column in chart.columns:
        if column.segments:
            assert column.segments[0].start + column.segments[0].length == pytest.approx(chart.ground, abs=0.05)
            assert column.segments[-1].start == pytest.approx(column.top, abs=0.05)
        assert column.top >= chart.ground - COLUMN_HEIGHT - 0.01
    edges = [column.x for column in chart.columns]
    assert all(right - left >= chart.column_width for left, right in itertools.pairwise(edges))


def test_a_chart_of_parts_refuses_a_negative_number() -> None:
    with pytest.raises(ValueError, match="negative"):
        _ = BarChart(("甲",), [Row("一", [-1]), Row("二", [1])]).bars


def test_the_words_of_a_chart_are_on_the_page_and_escaped() -> None:
    chart = ColumnChart(("出具", "不出具"), [Row("<1月>", [3, 1]), Row("2月", [0, 0])], "件")
    html = render_to_string("web/components/column_chart.html", {"chart": chart})
    assert 'aria-label="&lt;1月&gt; 4件；2月 0件"' in html
    assert "<1月>" not in html
    assert html.count("<rect") == 2 + 2
    bars = BarChart(("次数",), [Row("某局", [2], "/where/")])
    html = render_to_string("web/components/bar_chart.html", {"chart": bars})
    assert '<a href="/where/">某局</a>' in html
    assert "legend" not in html
