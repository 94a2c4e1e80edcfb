"""Finding by one character or more, scoped to the reader, kept up to date by what is published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.services import attach
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Division
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists import services as lists
from qingdan.register.lists.annexes.tests.shapes import document
from qingdan.register.lists.models import Edition, Openness
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.lists.tests.cast import (
    DISTRICT,
    VILLAGE,
    dated,
    draft,
    lead,
    person,
    publish,
    published,
    steward,
    submitted,
)
from qingdan.register.search.models import Entry, Token, What
from qingdan.register.search.queries import Search, find, marked
from qingdan.register.search.services import index_attachments, index_missing, rebuild
from qingdan.register.search.tokens import asked, tokens

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists, indexed."""
    yield from installed_for_module(
        django_db_blocker, install_library_packs, install_pack_lists, install_demo, index_missing
    )


def titles(words: str, reader: Any = None, **more: Any) -> list[str]:
    return [hit.entry.title for hit in find(Search(words, on=today(), **more), reader)]


class TestTokens:
    @given(st.text(max_size=60), st.integers(0, 59), st.integers(1, 10))
    def test_every_part_of_a_text_that_can_be_asked_is_in_its_tokens(self, text: str, start: int, length: int) -> None:
        from qingdan.register.search.tokens import runs

        whole = "".join(run for run in runs(text) if not run.isascii())
        part = whole[start : start + length]
        if whole and part and len(runs(whole)) == 1:
            assert set(asked(part)) <= tokens(whole)

    def test_numbers_and_latin_words_stay_whole(self) -> None:
        assert {"nh", "20", "app", "微", "微信", "信群"} <= tokens("NH-20 微信群APP")
        assert asked("残疾人") == ["残疾", "疾人"] and asked("证") == ["证"]


class TestFinding:
    @pytest.mark.parametrize("words", ["亲属关系证明", "亲属", "亲", "属关", "《亲属》 关系"])
    def test_an_item_by_all_or_part_of_its_name(self, words: str) -> None:
        assert "亲属关系证明" in titles(words)

    def test_a_clause_by_its_number_and_by_its_words(self) -> None:
        assert any(title.startswith("NH-20 ") for title in titles("NH-20"))
        assert any(title.startswith("NH-20 ") for title in titles("明确划出更多红线", what=What.CLAUSE))

    def test_the_exact_title_stands_first(self) -> None:
        assert titles("警务室", place=VILLAGE)[0] == "警务室"

    def test_the_place_and_the_kind_narrow_it(self) -> None:
        assert titles("挂牌", place=VILLAGE) and all(
            not hit.entry.division.startswith("21") for hit in find(Search("挂牌", place=VILLAGE, on=today()), None)
        )
        assert {hit.entry.kind for hit in find(Search("证明", kind="certificate_barred", on=today()), None)} == {
            "certificate_barred"
        }

    def test_words_that_mean_something_to_a_database_are_words(self) -> None:
        for words in ("%", "_", "' OR 1=1 --", "", "   ", "。", "\x00", "x" * 500):
            find(Search(words, on=today()), None)

    def test_the_words_are_marked_and_nothing_is_markup(self) -> None:
        pieces = marked("<b>残疾人</b>证", ["残疾", "疾人"])
        assert [(piece.text, piece.hit) for piece in pieces] == [("<b>", False), ("残疾人", True), ("</b>证", False)]
        html = client_of("list-steward").get("/search/", {"q": "亲属关系"}).content.decode()
        assert "<mark>亲属关系</mark>证明" in html


class TestScope:
    def test_what_is_internal_is_found_by_accounts_only(self) -> None:
        edition = publish(submitted(dated(draft("内部掌握的怪事"))), openness=Openness.INTERNAL)
        assert titles("怪事") == [] and titles("怪事", lead()) == ["内部掌握的怪事"]
        lists.set_openness(
            actor=lead(), edition=edition, openness=Openness.PUBLIC, openness_review="公开", not_secret=True
        )
        assert titles("怪事") == ["内部掌握的怪事"]

    def test_a_draft_is_found_by_nobody(self) -> None:
        draft("还没发布的怪事")
        assert titles("怪事") == [] and titles("怪事", steward()) == []

    def test_an_attached_document_is_found_by_who_may_read_it(self) -> None:
        data = document([], above=["关于冬季清雪的请示"])
        place = Division.objects.get(pk=DISTRICT)
        attach(actor=lead(), division=place, name="请示.docx", data=data)
        attach(actor=lead(), division=place, name="举报.docx", data=data, of_case=True)
        index_attachments(Job())
        index_attachments(Job())
        assert titles("冬季清雪", lead()) == ["请示.docx"]
        assert titles("冬季清雪") == [] and titles("冬季清雪", person("village-clerk")) == []
        assert Entry.objects.filter(attachment__isnull=False).count() == 1


class TestUpToDate:
    def test_a_published_edition_is_found_at_once_and_the_old_one_as_past(self) -> None:
        first = published("清理河道淤泥", "清理河面漂浮物")
        assert titles("河道淤泥") == ["清理河道淤泥"]
        second = lists.open_draft(actor=steward(), item_list=first.item_list)
        lists.remove_item(
            actor=steward(), edition=second, code=second.items.get(title="清理河道淤泥").code, reason="交水务局"
        )
        publish(submitted(dated(second)))
        assert titles("河道淤泥") == []
        [past] = find(Search("河道淤泥", on=today(), past=True), None)
        assert not past.in_force and len(titles("漂浮物")) == 1
        later = Search("清理河道淤泥", on=today() - timedelta(days=1))
        assert find(later, None) == []

    def test_rebuilding_gives_the_same_index(self) -> None:
        published("清理河道淤泥")
        before = set(Token.objects.values_list("token", "entry__reference", "weight"))
        rebuild()
        assert set(Token.objects.values_list("token", "entry__reference", "weight")) == before
        assert index_missing() == 0
        assert Edition.objects.count() > 10


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(person(name), backend="qingdan.foundation.orgs.backend.AccountBackend")
    return client


class TestPage:
    def test_it_shows_what_was_found_and_says_when_nothing_was(self) -> None:
        page = client_of("village-clerk")
        assert "<mark>亲属</mark>关系" in page.get("/search/", {"q": "亲属"}).content.decode()
        assert "没有找到" in page.get("/search/", {"q": "外星人"}).content.decode()
        assert Client().get("/search/").status_code == 302
        assert client_of("system-admin").get("/search/").status_code == 404

    @pytest.mark.parametrize("words", ["外星人", "证"])
    def test_the_same_queries_whatever_is_found(self, words: str, django_assert_max_num_queries: Any) -> None:
        page = client_of("list-steward")
        page.get("/")
        with django_assert_max_num_queries(13):
            page.get("/search/", {"q": words, "all": "1"})
