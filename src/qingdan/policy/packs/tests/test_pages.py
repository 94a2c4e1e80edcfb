"""The pages of the packs: documents, clauses, rules in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.kept import installed_for_module

from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.web.tests.people import signed_in
from qingdan.policy.packs import views
from qingdan.policy.packs.queries import stored_pack
from qingdan.policy.packs.reading import library_packs
from qingdan.policy.packs.services import install_library_packs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed")]


@pytest.fixture(scope="module")
def installed(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    yield from installed_for_module(django_db_blocker, install_library_packs)


def html_of(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, address
    return str(response.content.decode())


def test_every_pack_is_listed_with_its_status(client: Client) -> None:
    html = html_of(client, "/packs/")
    for pack in library_packs().values():
        assert f'href="/packs/{pack.id}/"' in html
    assert html.count("征求意见稿</span>") == 2


@pytest.mark.parametrize("pack_id", sorted(library_packs()))
def test_a_pack_shows_its_document_and_its_rules(client: Client, pack_id: str) -> None:
    pack = library_packs()[pack_id]
    assert pack.header.document.title in html_of(client, f"/packs/{pack_id}/")
    html = html_of(client, f"/packs/{pack_id}/rules/")
    assert all(f'id="{rule.id}"' in html for rule in pack.rules)
    assert not re.search(r"(None|FactTest|Strength\.)", re.sub(r"<[^>]*>", "", html))


def test_a_pack_says_what_an_application_must_have_with_its_clause(client: Client) -> None:
    html = html_of(client, "/packs/kongtong/")
    for words, clause in (("村（社区）能够核实", "KT-47"), ("操作规范", "KT-48")):
        assert re.search(rf'{words} <a class="small" href="/clauses/{clause}/">', html), words


def test_links_between_the_pages_lead_somewhere(client: Client) -> None:
    html = html_of(client, "/packs/ninghe/") + html_of(client, "/packs/ninghe/rules/")
    links = set(re.findall(r'href="(/(?:clauses|packs)/[^"#]*)"', html))
    assert len(links) > 20
    assert [link for link in links if client.get(link.replace("&amp;", "&")).status_code != 200] == []


def test_rules_can_be_narrowed_to_one_kind(client: Client) -> None:
    every, plaques = html_of(client, "/packs/ninghe/rules/"), html_of(client, "/packs/ninghe/rules/", kind="plaque")
    assert 0 < plaques.count("<article") < every.count("<article")
    assert html_of(client, "/packs/ninghe/rules/", kind="weather").count("<article") == every.count("<article")


def test_every_clause_is_found_and_says_what_answers_it(client: Client) -> None:
    total = sum(len(pack.clauses) for pack in library_packs().values())
    assert f"/ {total} 条" in html_of(client, "/clauses/")
    html = html_of(client, "/clauses/", pack="ninghe", state="awaits")
    assert "待建" in html and "CN-01" not in html


def test_clauses_are_searched_by_their_words(client: Client) -> None:
    html = html_of(client, "/clauses/", q="不得简单以上传工作场景截图")
    assert "NH-38" in html and 'href="/clauses/NH-12/"' not in html
    assert "没有符合条件的条款" in html_of(client, "/clauses/", q="<script>alert(1)</script>")


def test_a_clause_shows_its_words_and_the_rules_that_cite_it(client: Client) -> None:
    pack = library_packs()["ninghe"]
    rule = next(rule for rule in pack.rules if rule.clause)
    html = html_of(client, f"/clauses/{rule.clause}/")
    text = next(clause.text for clause in pack.clauses if clause.id == rule.clause)
    assert text in html and f'id="{rule.id}"' in html and "哪个测试证明" in html


@pytest.mark.parametrize("address", ["/packs/nowhere/", "/packs/nowhere/rules/", "/clauses/XX-99/", "/clauses/%01/"])
def test_what_is_not_there_is_404(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_document_that_is_not_public_is_for_accounts_only(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:

    def internal(hash_: str) -> Any:
        pack = stored_pack(hash_)
        if pack.id != "ninghe":
            return pack
        document = pack.header.document.model_copy(update={"openness": "internal"})
        return type(pack)(pack.header.model_copy(update={"document": document}), *_rest(pack))

    monkeypatch.setattr(views, "stored_pack", internal)
    assert "/packs/ninghe/" not in html_of(client, "/packs/")
    assert client.get("/clauses/NH-12/").status_code == 404
    assert "/packs/ninghe/" in html_of(signed_in(Role.VILLAGE_CLERK), "/packs/")


def _rest(pack: Any) -> tuple[Any, ...]:
    return (pack.clauses, pack.rules, pack.lists, pack.content)
