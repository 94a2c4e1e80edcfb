"""Lists on pages: paging and sorting that keep the filters, whatever the address says."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.text import clean_words

SORTS = {"code": ["code"], "name": ["name", "code"]}


def listing(query: str, rows: object = None, **more: object) -> Listing[int]:
    rows = list(range(95)) if rows is None else rows
    return Listing(RequestFactory().get(f"/?{query}"), rows, per_page=10, **more)


@pytest.mark.parametrize("page", ["0", "-1", "abc", "999999999999999999999", "1%00", "9" * 5000])
def test_a_page_that_does_not_exist_shows_one_that_does(page: str) -> None:
    assert 1 <= listing(f"page={page}").page.number <= 10


def test_paging_keeps_the_filters() -> None:
    shown = listing("page=2", filters={"q": "村 & 镇", "kind": ""})
    assert shown.next_url == "?q=%E6%9D%91+%26+%E9%95%87&page=3"
    assert shown.previous_url.endswith("page=1")
    assert shown.filtered and shown.total == 95


def test_the_first_page_has_none_before_it_and_the_last_none_after() -> None:
    assert listing("page=1").previous_url == ""
    assert listing("page=10").next_url == ""


@pytest.mark.django_db
def test_a_heading_turns_its_order_around() -> None:
    rows = Division.objects.all()
    assert listing("", rows, sorts=SORTS).sort_link("code").url == "?sort=-code"
    down = listing("sort=-name", rows, sorts=SORTS)
    assert (down.sort_link("name").url, down.sort_link("name").direction) == ("?sort=name", "descending")
    assert "sort=-name" in down.page_url(2)


@pytest.mark.django_db
def test_an_order_that_is_not_offered_is_not_taken() -> None:
    shown = listing("sort=password", Division.objects.all(), sorts=SORTS)
    assert (shown.sort, shown.descending) == ("code", False)


def test_words_lose_what_cannot_be_seen_and_keep_their_lines() -> None:
    assert clean_words("  a\x00b\x1b[31m\u200bc\r\nd\te ") == "ab[31mc\nd\te"
    assert clean_words("好" * 500, longest=200) == "好" * 200
    assert clean_words(None) == ""
