"""The pages of lists and items."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from tests.kept import installed_for_module

from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.web.tests.people import signed_in
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.lists.annexes.reading import read_annex
from qingdan.register.lists.models import Edition, EditionState, Item, ItemList, Openness
from qingdan.register.lists.services import install_pack_lists

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed")]


@pytest.fixture(scope="module")
def installed(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    yield from installed_for_module(django_db_blocker, install_library_packs, install_pack_lists)


def barred() -> Edition:
    return Edition.objects.get(item_list__slug="cn/certificates-barred")


def test_every_published_list_is_shown_with_how_much_is_on_record(client: Client) -> None:
    html = client.get("/lists/").content.decode()
    for edition in Edition.objects.select_related("item_list")[:30]:
        assert edition.item_list.title in html
    assert "部分</span>" in html and "完整</span>" in html


def test_a_list_shows_its_items_and_each_item_has_a_page(client: Client) -> None:
    edition = barred()
    html = client.get(f"/lists/{edition.pk}/").content.decode()
    for item in edition.items.all():
        assert item.code in html
        assert item.title in client.get(f"/items/{item.code}/").content.decode()


def test_lists_are_narrowed_by_kind_and_items_by_words(client: Client) -> None:
    html = client.get("/lists/", {"kind": "certificate_barred"}).content.decode()
    assert barred().item_list.title in html and "法定职责" not in html
    found = client.get(f"/lists/{barred().pk}/", {"q": "无犯罪"}).content.decode()
    assert found.count("<tr id=") == 1
    nothing = client.get(f"/lists/{barred().pk}/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "没有符合条件的事项" in nothing and "<script>alert" not in nothing


def test_what_is_not_public_is_there_for_accounts_only(client: Client) -> None:
    kept = ItemList.objects.create(slug="own/internal", kind="assist", title="内部协助事项", division="120117000000")
    edition = Edition.objects.create(item_list=kept, number=1, document="内部文件", openness=Openness.INTERNAL)
    Item.objects.create(edition=edition, code="XX-YY-01", position=1, title="协助一件内部的事", key="协助一件内部的事")
    account = signed_in(Role.VILLAGE_CLERK)
    assert account.get(f"/lists/{edition.pk}/").status_code == 404  # a draft is for nobody yet
    Edition.objects.filter(pk=edition.pk).update(state=EditionState.PUBLISHED)
    assert account.get(f"/lists/{edition.pk}/").status_code == 200
    assert account.get("/items/XX-YY-01/").status_code == 200
    assert client.get(f"/lists/{edition.pk}/").status_code == 404
    assert client.get("/items/XX-YY-01/").status_code == 404
    assert "内部协助事项" not in client.get("/lists/").content.decode()


@pytest.mark.parametrize("address", ["/lists/999999/", "/items/XX-YY-01/", "/items/%01/", "/items/" + "9" * 200 + "/"])
def test_what_is_not_there_is_404(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_list_and_what_was_found_in_it_can_be_taken_away_as_excel(client: Client) -> None:
    def titles(**asked: str) -> set[str]:
        data = client.get(f"/lists/{barred().pk}/excel/", asked).content
        return {item.title for item in read_annex("a.xlsx", data).items if item.code.startswith("CN-BC-")}

    whole = titles()
    assert whole == set(barred().items.values_list("title", flat=True)) and "亲属关系证明" in whole
    assert titles(q="养犬") == {title for title in whole if "养犬" in title}
    assert client.get("/clauses/excel/", {"pack": "anshan"}).status_code == 200
