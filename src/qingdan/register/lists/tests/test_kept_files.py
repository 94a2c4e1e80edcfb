"""Files of published editions are made once; drafts always anew; memory stays bounded."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists import services
from qingdan.register.lists.kept_files import KeptFiles, difference_json_of, excel_of, json_of, word_of
from qingdan.register.lists.models import Openness
from qingdan.register.lists.tests.cast import draft, item, lead, published, steward


def test_what_is_kept_is_not_made_again_and_the_oldest_goes_first() -> None:
    files, made = KeptFiles(room=10), []

    def make(name: str) -> bytes:
        made.append(name)
        return name.encode() * 4

    for name in ("a", "b", "a", "c", "a", "b"):
        assert files.get(name, lambda name=name: make(name)) == name.encode() * 4  # type: ignore[misc]
    assert made == ["a", "b", "c", "b"], "b was asked for longest ago when c needed room"


def test_what_has_no_room_is_given_and_not_kept() -> None:
    files = KeptFiles(room=3)
    assert [files.get("a", lambda: b"long"), files.get("a", lambda: b"other")] == [b"long", b"other"]


@pytest.mark.django_db
class TestEditions:
    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def district(cls, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
        yield from installed_for_module(django_db_blocker, install_library_packs, install_demo)

    def test_a_published_edition_is_read_once(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        edition = published("甲事", "乙事")
        first = excel_of(edition), word_of(edition)
        with django_assert_num_queries(0):
            assert (excel_of(edition), word_of(edition)) == first

    def test_a_draft_is_as_it_is_now(self) -> None:
        edition = draft("甲事")
        before = word_of(edition)
        services.add_items(actor=steward(), edition=edition, rows=[item("乙事")], reasons=[""])
        edition.refresh_from_db()
        assert len(word_of(edition)) > len(before)

    def test_who_may_not_read_an_edition_gets_no_kept_file(self, client: Client) -> None:
        edition = published("甲事")
        address = f"/lists/{edition.pk}/word/"
        assert client.get(address).status_code == 200
        services.set_openness(
            actor=lead(), edition=edition, openness=Openness.INTERNAL, openness_review="改为内部", not_secret=True
        )
        assert client.get(address).status_code == 404

    def test_data_of_an_edition_say_how_it_stands_now(self) -> None:
        edition = published("甲事")
        before = json.loads(json_of(edition))
        services.set_openness(
            actor=lead(), edition=edition, openness=Openness.INTERNAL, openness_review="改为内部", not_secret=True
        )
        edition.refresh_from_db()
        after = json.loads(json_of(edition))
        assert (before["openness"], after["openness"]) == ("public", "internal")

    def test_a_difference_is_that_of_its_two_editions(self) -> None:
        first = published("甲事")
        assert json.loads(difference_json_of(None, first))["changes"][0]["title"] == "甲事"
        second = services.open_draft(actor=steward(), item_list=first.item_list)
        assert json.loads(difference_json_of(first, second))["changes"] == []
        services.add_items(actor=steward(), edition=second, rows=[item("乙事")], reasons=["新法"])
        second.refresh_from_db()
        assert [each["title"] for each in json.loads(difference_json_of(first, second))["changes"]] == ["乙事"]
