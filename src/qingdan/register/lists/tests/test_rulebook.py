"""Published editions are final, and the rulebook of a place and a day is made of the right ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import AdministeredBy
from qingdan.policy.gate.model import Completeness, ListKind
from qingdan.policy.packs.queries import OutsideEveryPack
from qingdan.policy.packs.reading import library_packs
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.models import Edition, EditionState, Item, ItemList
from qingdan.register.lists.queries import editions_for, editions_in_force
from qingdan.register.lists.rulebooks import conflicts_at, place_names, rulebook_for
from qingdan.register.lists.services import install_list, install_pack_lists

pytestmark = pytest.mark.django_db
VILLAGE, TOWN, TODAY = "120117103201", "120117103000", date(2026, 11, 24)


@pytest.fixture(autouse=True, scope="module")
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo district with packs and lists."""
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists, install_demo)


def town_list(kind: ListKind, title: str, *, division: str = TOWN) -> Edition:
    """A list of one item that a town publishes."""
    kept = ItemList.objects.create(
        slug=f"town/{kind}/{division}", code=f"TZ-{kind[:1]}", kind=kind, title="苗庄镇红线", division=division
    )
    edition = Edition.objects.create(
        item_list=kept,
        number=1,
        document="镇政府决定",
        effective_on=date(2026, 1, 1),
        complete=True,
        content_hash=title,
    )
    Item.objects.create(
        edition=edition, code="TZ-NG-01X", position=1, title=title, key=title, spec={"id": "01", "title": title}
    )
    Edition.objects.filter(pk=edition.pk).update(state=EditionState.PUBLISHED)
    return edition


class TestEditions:
    def test_a_pack_s_lists_install_once_as_published_edition_one(self) -> None:
        before = Edition.objects.count()
        assert install_pack_lists() == []
        assert Edition.objects.count() == before
        assert not Edition.objects.exclude(state=EditionState.PUBLISHED, number=1).exists()
        assert not Item.objects.filter(published=False).exists()

    def test_a_changed_list_only_opens_a_draft_and_publishes_nothing(self) -> None:
        pack = library_packs()["ninghe"]
        part = next(part for part in pack.lists if part.kind is ListKind.PLAQUE)
        changed = part.model_copy(update={"note": "改过"})
        draft = install_list(pack=pack, part=changed)
        assert (draft.number, draft.state) == (2, EditionState.DRAFT)
        assert draft.id_text not in rulebook_for(VILLAGE, TODAY).editions
        again = install_list(pack=pack, part=part.model_copy(update={"note": "又改"}))
        assert again.number == 2
        assert Edition.objects.filter(item_list=draft.item_list).count() == 2

    @pytest.mark.clause("KT-08")
    @pytest.mark.parametrize("act", ["edit item", "delete item", "edit edition", "delete edition", "back to draft"])
    def test_what_is_published_is_never_edited_or_lost(self, act: str) -> None:
        edition = Edition.objects.get(item_list__slug="cn/certificates-barred")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            if act == "edit item":
                Item.objects.filter(edition=edition).update(title="别的")
            elif act == "delete item":
                Item.objects.filter(edition=edition)._raw_delete("default")
            elif act == "edit edition":
                Edition.objects.filter(pk=edition.pk).update(document="别的")
            elif act == "back to draft":
                Edition.objects.filter(pk=edition.pk).update(state=EditionState.DRAFT)
            else:
                Edition.objects.filter(pk=edition.pk)._raw_delete("default")

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("complete", True), ("complete_for", [{"unit": "x"}]), ("compilation", False), ("clause", "XX-99"),
            ("note", "别的"), ("source_url", "x"), ("effective_on", date(2001, 1, 1)), ("decided_on", None),
        ],
    )  # fmt: skip
    def test_what_a_published_edition_says_of_itself_is_final(self, column: str, value: object) -> None:
        edition = Edition.objects.exclude(decided_on=None).exclude(**{column: value}).first()
        assert edition is not None
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(**{column: value})

    def test_a_published_edition_can_be_closed_and_stays_closed(self) -> None:
        edition = town_list(ListKind.FORM, "随便一张表")
        Edition.objects.filter(pk=edition.pk).update(ends_on=TODAY, state=EditionState.SUPERSEDED)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(ends_on=None)

    def test_a_list_that_another_process_has_just_installed_is_left_alone(self) -> None:
        pack = library_packs()["cn"]
        before = Edition.objects.count()
        same = install_list(pack=pack, part=pack.lists[0])
        assert (same.number, same.state) == (1, EditionState.PUBLISHED)
        assert Edition.objects.count() == before

    def test_the_database_refuses_a_second_draft_and_a_second_number(self) -> None:
        kept = ItemList.objects.create(slug="x", code="x", kind="form", title="x", division=TOWN)
        common: dict[str, Any] = {"item_list": kept, "document": "x", "content_hash": "x"}
        Edition.objects.create(number=1, **common)
        for number in (1, 2):
            with pytest.raises(IntegrityError), transaction.atomic():
                Edition.objects.create(number=number, **common)


class TestRulebook:
    def test_it_is_made_of_the_pack_and_what_it_extends(self) -> None:
        book = rulebook_for(VILLAGE, TODAY)
        assert (book.pack, book.pack_status, book.division, book.on) == ("ninghe", "in_force", VILLAGE, TODAY)
        assert {"cn/certificates-barred/1", "ninghe/plaques/1"} <= set(book.editions)
        assert {"NH-57", "CN-01"} <= set(book.clauses)
        assert book.lists[ListKind.DUTY].completeness is Completeness.INCOMPLETE
        assert book.lists[ListKind.FORM].completeness is Completeness.MISSING

    def test_another_jurisdiction_has_another_one(self) -> None:
        assert rulebook_for("210302001001", TODAY).pack == "anshan"
        with pytest.raises(OutsideEveryPack, match="不在任何已安装的政策包范围内"):
            rulebook_for("330000000000", TODAY)

    def test_editions_are_those_of_the_day(self) -> None:
        slugs = {edition.item_list.slug for edition in editions_in_force(VILLAGE, date(2025, 12, 31))}
        later = {edition.item_list.slug for edition in editions_in_force(VILLAGE, date(2026, 1, 1))}
        assert "cn/duties-villagers" in slugs and "cn/duties-2025" not in slugs
        assert "cn/duties-villagers" not in later and "cn/duties-2025" in later

    @pytest.mark.clause("NH-20")
    def test_a_town_s_red_line_holds_in_the_town_only(self) -> None:
        town_list(ListKind.NEGATIVE, "代收水费")
        assert "代收水费" in {item.title for item in rulebook_for(VILLAGE, TODAY).items}
        assert "代收水费" not in {item.title for item in rulebook_for("120117104201", TODAY).items}

    @pytest.mark.clause("NH-20")
    def test_a_town_s_red_line_against_a_statutory_matter_has_no_effect(self) -> None:
        town_list(ListKind.NEGATIVE, "消防宣传教育")
        titles = [item.title for item in rulebook_for(VILLAGE, TODAY).items if item.list_kind is ListKind.NEGATIVE]
        assert "消防宣传教育" not in titles
        items = [*rulebook_for("120117104201", TODAY).items]
        own = [item for item in items if item.title == "消防宣传教育"]
        assert own, "the statutory item itself stays"
        [conflict] = conflicts_at(TOWN, TODAY)
        assert (conflict.item.code, "消防宣传教育" in conflict.against) == ("TZ-NG-01X", True)

    def test_the_place_s_names_come_with_it_and_the_prepared_part_is_shared(self) -> None:
        one, other = rulebook_for(VILLAGE, TODAY), rulebook_for("120117104201", TODAY)
        assert {"刘庄村村民委员会", "刘庄村", "苗庄镇"} & set(one.place_names)
        assert one.index is other.index
        assert place_names("210302001001") == ()

    def test_a_place_run_by_another_division_follows_that_one(self) -> None:
        town_list(ListKind.NEGATIVE, "代收电费")
        AdministeredBy.objects.create(division_id="120117400000", by_id=TOWN, since=date(2026, 1, 1))
        titles = {item.title for item in rulebook_for("120117400401", TODAY).items}
        assert "代收电费" in titles

    def test_it_costs_the_same_few_queries_for_every_village(self, django_assert_max_num_queries: Any) -> None:
        rulebook_for(VILLAGE, TODAY)
        with django_assert_max_num_queries(8):
            rulebook_for("120117104201", TODAY)


def test_a_village_is_not_shown_lists_for_communities_only() -> None:
    at_village = {edition.item_list.slug for edition in editions_for(VILLAGE, TODAY)}
    at_community = {edition.item_list.slug for edition in editions_for("120117001002", TODAY)}
    assert "ninghe/certificates-tianjin" in at_community - at_village
    assert "cn/certificates-barred" in at_village & at_community
    assert {edition.item_list.slug for edition in editions_for(TOWN, TODAY)} >= at_village | at_community
