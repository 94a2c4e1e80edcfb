"""No page of the register runs more queries with 5,000 items or 300 villages than with 3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.choices import Level, UnitKind
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Body, Division
from qingdan.foundation.web import desk
from qingdan.policy.gate.model import Kind, ListKind
from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.existing.models import AskedBody, Entry, Round
from qingdan.register.lists import kept_files
from qingdan.register.lists.models import Edition, EditionState, Item, ItemList, Openness, PendingImport, Removal
from qingdan.register.lists.services import install_pack_lists
from qingdan.register.lists.services.publishing import close
from qingdan.register.lists.services.writing import new_item, store
from qingdan.register.lists.tests.cast import DISTRICT, TOWN, person
from qingdan.register.reviewing.models import Answer, ReviewedItem, ReviewRound
from qingdan.register.search.services import index_missing

pytestmark = pytest.mark.django_db

FEW, MANY = 3, 5_000
FEW_VILLAGES, MANY_VILLAGES = 3, 300


@dataclass(frozen=True)
class Data:
    """What there is of one size: a list in three editions, a file, rounds, a town with its villages."""

    first: Edition
    second: Edition
    draft: Edition
    pending: PendingImport
    round: Round
    review: ReviewRound
    town: str

    @property
    def item(self) -> Item:
        return self.second.items.all()[0]

    @property
    def drafted(self) -> Item:
        return self.draft.items.all()[0]


PAGES: dict[str, tuple[str, Callable[[Data], str]]] = {
    "lists": ("", lambda data: "/lists/"),
    "lists found": ("", lambda data: "/lists/?kind=assist"),
    "keeping": ("list-steward", lambda data: "/lists/keeping/"),
    "edition for everybody": ("", lambda data: f"/lists/{data.second.pk}/"),
    "edition for its steward": ("list-steward", lambda data: f"/lists/{data.second.pk}/"),
    "edition found": ("", lambda data: f"/lists/{data.second.pk}/?q=测算"),
    "edition as excel": ("", lambda data: f"/lists/{data.second.pk}/excel/"),
    "edition as word": ("", lambda data: f"/lists/{data.second.pk}/word/"),
    "edition as json": ("", lambda data: f"/lists/{data.second.pk}/json/"),
    "draft": ("list-steward", lambda data: f"/lists/{data.draft.pk}/"),
    "draft for who may publish": ("lead-civil", lambda data: f"/lists/{data.draft.pk}/"),
    "item": ("", lambda data: f"/items/{data.item.code}/"),
    "item of a draft": ("list-steward", lambda data: f"/lists/{data.draft.pk}/items/{data.drafted.code}/edit/"),
    "item to be added": ("list-steward", lambda data: f"/lists/{data.draft.pk}/items/add/"),
    "heading": ("list-steward", lambda data: f"/lists/{data.draft.pk}/heading/"),
    "difference": ("", lambda data: f"/lists/{data.second.pk}/difference/"),
    "difference as word": ("", lambda data: f"/lists/{data.second.pk}/difference/word/"),
    "difference as json": ("", lambda data: f"/lists/{data.second.pk}/difference/json/"),
    "import": ("list-steward", lambda data: f"/lists/{data.draft.pk}/import/"),
    "import preview": ("list-steward", lambda data: f"/lists/imports/{data.pending.pk}/"),
    "models": ("list-steward", lambda data: f"/lists/{data.draft.pk}/models/"),
    "bases": ("list-steward", lambda data: "/bases/?q=测算则"),
    "red lines": ("list-steward", lambda data: "/red-lines/"),
    "existing": ("lead-civil", lambda data: f"/existing/{data.round.pk}/"),
    "existing of a body": ("department-officer", lambda data: f"/existing/{data.round.pk}/"),
    "existing as excel": ("lead-civil", lambda data: f"/existing/{data.round.pk}/excel/"),
    "existing found twice": ("lead-civil", lambda data: f"/existing/{data.round.pk}/duplicates/"),
    "review": ("list-steward", lambda data: f"/reviews/{data.review.pk}/"),
    "review of a body": ("lead-civil", lambda data: f"/reviews/{data.review.pk}/"),
    "review as excel": ("list-steward", lambda data: f"/reviews/{data.review.pk}/excel/"),
    "search": ("list-steward", lambda data: "/search/?q=测算"),
    "search of one character": ("list-steward", lambda data: "/search/?q=测"),
    "division": ("list-steward", lambda data: f"/divisions/{data.town}/"),
    "division found": ("list-steward", lambda data: f"/divisions/{data.town}/?q=新村"),
    "portal start": ("", lambda data: "/portal/?q=新村"),
    "portal of a town": ("", lambda data: f"/portal/{data.town}/"),
    "portal of a village": ("", lambda data: f"/portal/{data.town[:9]}201/"),
    "portal search": ("", lambda data: f"/portal/{data.town}/search/?q=测算"),
    "home of the steward": ("list-steward", lambda data: "/"),
    "home of who publishes": ("lead-civil", lambda data: "/"),
}
SAME_ANYHOW = {"item", "item of a draft", "item to be added", "heading", "import", "models", "portal of a town",
               "portal of a village", "home of the steward", "home of who publishes", "keeping", "lists", "lists found"}  # fmt: skip
"""Pages that show no more with more items: only their queries are compared."""


@pytest.fixture(scope="module")
def measured(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, tuple[Any, Any]]]:
    """For each page its queries and its length with few and with many."""
    with django_db_blocker.unblock(), transaction.atomic():
        for install in (install_library_packs, install_pack_lists, install_demo):
            install()
        clients = {who: signed_in(who) for who in {who for who, _address in PAGES.values()}}
        few = measure(clients, made(FEW, FEW_VILLAGES, "120117901000"), times=2)
        many = measure(clients, made(MANY, MANY_VILLAGES, "120117902000"), times=1)
        transaction.set_rollback(True)
    yield {page: (few[page], many[page]) for page in PAGES}


@pytest.mark.parametrize("page", PAGES)
def test_more_items_and_villages_cost_no_more_queries(page: str, measured: dict[str, tuple[Any, Any]]) -> None:
    (few, shown_few), (many, shown_many) = measured[page]
    assert len(many) <= len(few), "\n".join(sql for sql in many if sql not in few) or "\n".join(many)
    assert page in SAME_ANYHOW or shown_many > shown_few, "the page shows nothing more: the test says nothing"


def signed_in(who: str) -> Client:
    client = Client()
    if who:
        client.force_login(person(who), backend="qingdan.foundation.orgs.backend.AccountBackend")
        client.get("/")  # who has been home sees the number in the menu on every page
    return client


def measure(clients: dict[str, Client], data: Data, times: int) -> dict[str, tuple[list[str], int]]:
    """The queries and the length of every page at the last of so many times: few have all that can be kept already.

    The number in the menu is kept by the clock, so it is counted anew for each; files of editions are made anew.
    """
    found = {}
    for page, (who, address) in PAGES.items():
        url = address(data)
        for _time in range(times):
            desk.forget()
            kept_files.forget()
            with CaptureQueriesContext(connection) as queries:
                response = clients[who].get(url)
        assert response.status_code == 200, f"{page}: {response.status_code}"
        found[page] = ([query["sql"][:300] for query in queries.captured_queries], len(response.content))
    return found


def made(items: int, villages: int, town: str) -> Data:
    """Everything of one size; what there is of another size stays."""
    Division.objects.create(code=town, name=f"新镇{town[6:9]}", level=Level.TOWN, parent_id=DISTRICT)
    codes = [f"{town[:9]}{number}" for number in range(201, 201 + min(villages, 199))]
    codes += [f"{town[:9]}{number}" for number in range(501, 501 + villages - len(codes))]
    Division.objects.bulk_create(
        [
            Division(code=c, name=f"新村{c[9:]}", level=Level.VILLAGE, kind=UnitKind.VILLAGE, parent_id=town)
            for c in codes
        ]
    )
    first, second, draft = editions(items)
    red_lines(items, town)
    index_missing()
    rows: list[dict[str, Any]] = [
        {"place": f"第 {n} 行", "effect": "add", "title": f"新事项{n}", "message": "", "code": "", "reason": "", "spec": None, "warnings": [], "cells": []}
        for n in range(items)
    ]  # fmt: skip
    PendingImport.objects.filter(edition=draft).delete()
    pending = PendingImport.objects.create(
        edition=draft, owner=person("list-steward"), name="a.xlsx", revision=0, rows=rows
    )
    return Data(first, second, draft, pending, registered(items), reviewed(second), town)


def editions(items: int) -> tuple[Edition, Edition, Edition]:
    """A list in two published editions that differ in every item, and a draft."""
    kept = ItemList.objects.create(
        slug=f"tianjin-ninghe/q{items}", code=f"NH-Q{items}", kind=ListKind.ASSIST, title=f"协助清单{items}", division=DISTRICT,
        pack_id="ninghe", publisher="区民政局",
    )  # fmt: skip
    first = sealed(edition(kept, 1, items, note="旧"))
    second = edition(kept, 2, items, note="新", based_on=first)
    Edition.objects.filter(pk=first.pk).update(state=EditionState.SUPERSEDED, superseded_on=today())
    second = sealed(second)
    draft = edition(kept, 3, items, note="改", based_on=second)
    Removal.objects.bulk_create(
        [Removal(edition=draft, code=f"X{n}", title=f"删去{n}", reason="不再要") for n in range(items)]
    )
    return first, second, draft


def edition(kept: ItemList, number: int, items: int, note: str, based_on: Edition | None = None) -> Edition:
    """A draft with items, each resting on a document of its own."""
    opened = Edition.objects.create(
        item_list=kept, number=number, document="某通知", published_on=today(), effective_on=today(), complete=True,
        openness=Openness.PUBLIC, based_on=based_on, reason="年度修订",
    )  # fmt: skip
    specs = [
        ItemSpec(id=f"{n:02d}", title=f"测算{kept.code}第{n}", lead_body="区民政局", basis=[f"《测算则{kept.code}之{n}》第一条"], note=note)
        for n in range(items)
    ]  # fmt: skip
    store([new_item(opened, spec, code=f"{kept.code}-{n}", position=n + 1) for n, spec in enumerate(specs)])
    return opened


def sealed(opened: Edition) -> Edition:
    """The edition published, as the service leaves it."""
    close(opened)
    return opened


def red_lines(items: int, town: str) -> None:
    """Red lines of a town, published."""
    kept = ItemList.objects.create(
        slug=f"tianjin-ninghe/r{items}", code=f"NH-R{items}", kind=ListKind.NEGATIVE, title=f"红线{items}", division=TOWN,
        pack_id="ninghe", publisher="某镇",
    )  # fmt: skip
    sealed(edition(kept, 1, items, note="不得"))


def registered(items: int) -> Round:
    """A round of registration with entries of two bodies, many of them nearly the same."""
    Round.objects.filter(closed_at=None).update(closed_at=now())
    opened = Round.objects.create(
        division=DISTRICT, title="登记", register_by=today(), grace_ends=today() + timedelta(days=90), opened_by=person("lead-civil")
    )  # fmt: skip
    bodies = [Body.objects.get(name="宁河区残联"), Body.objects.get(name="宁河区民政局")]
    AskedBody.objects.bulk_create([AskedBody(round=opened, body=body) for body in bodies])
    Entry.objects.bulk_create(
        Entry(
            round=opened, body=bodies[n % 2], number=n + 1, kind=Kind.FORM, title=title, key=key(title), text="每月填", registered_by=person("lead-civil")
        )
        for n in range(items)
        if (title := f"报表{n // 2}月报")
    )  # fmt: skip
    return opened


def reviewed(of: Edition) -> ReviewRound:
    """A round of review over an edition; half of the items are answered."""
    ReviewRound.objects.filter(closed_at=None).update(closed_at=now())
    opened = ReviewRound.objects.create(
        division=DISTRICT, title="复核", due_on=today() + timedelta(days=30), opened_by=person("list-steward")
    )
    body, who = Body.objects.get(name="宁河区民政局"), person("lead-civil")
    ReviewedItem.objects.bulk_create(
        ReviewedItem(review=opened, item=item, body=body)
        if n % 2
        else ReviewedItem(review=opened, item=item, body=body, answer=Answer.KEEP, reason="要", answered_by=who, answered_at=now())
        for n, item in enumerate(of.items.all())
    )  # fmt: skip
    return opened
