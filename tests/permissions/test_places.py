"""Every page and endpoint of a thing × every role × own, sibling and foreign place: who gets it stands in ``places.yaml``.

The routes are taken from the URLs; one that is not in the table, or whose thing nobody makes here, fails the suite.
The table names the roles that get the page (or whose act is heard); all others are told that there is no such thing.
Own: the people of the demonstration in 宁河区. Sibling: the same role in another village, town or body there. Foreign:
the same role in 崆峒区.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from qingdan.commands.demonstration import install_demonstration
from qingdan.entry.admission.models import (
    AdmittedItem,
    Case,
    ConsultedDivision,
    LocalProcedure,
    PaperDecision,
    UpwardReport,
)
from qingdan.entry.admission.rules import State
from qingdan.entry.admission.services.beside import consult
from qingdan.entry.dispatch.models import Contact, Dispatch, DispatchState, Emergency, Feedback, Schedule
from qingdan.entry.screening.models import FoundDemand, Screening, Side
from qingdan.entry.screening.reading import read_words
from qingdan.entry.screening.services.screening import Asked, screen
from qingdan.entry.screening.tests.notices import FORMS
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import VILLAGE_ROLES, Role, TokenScope
from qingdan.foundation.orgs.demo.cast import DISTRICT, SECOND_DISTRICT, SECOND_VILLAGE, TOWN, VILLAGE
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.foundation.orgs.services import create_account, grant_role
from qingdan.foundation.orgs.tokens import make_token
from qingdan.foundation.web.rate_limit import forget_all
from qingdan.ledger.models import Finding, FrozenLedger, Lead, PendingLedger
from qingdan.policy.packs.queries import governing_pack
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.existing.models import Entry, PendingEntries, Round
from qingdan.register.lists.models import BasisDocument, BasisEnd, Edition, EditionState, PendingImport
from qingdan.register.lists.services import install_pack_lists, open_draft
from qingdan.register.obligations.models import Assignment, Obligation
from qingdan.register.reviewing.models import ReviewRound
from qingdan.register.reviewing.services import open_review
from tests.kept import installed_for_module
from tests.permissions.kept_things import kept_things, make_kept_things
from tests.permissions.test_matrix import _EDITION, API_ACCESS, PAGES, Page
from tests.permissions.things_of_services import things_of_services

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("places.yaml")
PLACES = ("own", "sibling", "foreign")
_BY_PERSON = ("administration/", "accounts/", "messages/", "tokens/", "calendar/", "divisions/")
"""Pages of the administrators and of a person's own things: their rooms test them one by one."""


def of_things() -> list[Page]:
    """The pages of one thing that not everybody may open."""
    return [
        page
        for page in PAGES
        if "<" in page.route
        and page.access
        and page.access.signed_in
        and page.access.roles
        and not page.route.startswith(_BY_PERSON)
    ]


def demo(name: str) -> Account:
    return Account.objects.get(username=f"demo-{name}")


def make_things() -> None:
    """What the demonstration does not hold of itself: a draft, a round, files that wait, a consultation, a method."""
    steward, lead, officer = demo("list-steward"), demo("lead-civil"), demo("department-officer")
    kept = Edition.objects.filter(item_list__division=DISTRICT, state=EditionState.PUBLISHED).first()
    assert kept is not None
    draft = open_draft(actor=steward, item_list=kept.item_list, reason="试")
    PendingImport.objects.create(edition=draft, owner=steward, name="a.xlsx", revision=draft.revision)
    open_review(actor=steward, division=DISTRICT, title="复核", due_on=today() + timedelta(days=9))
    BasisEnd.objects.create(
        document=BasisDocument.objects.all()[0], division=DISTRICT, valid_to=today(), ended_by="新办法", by=steward
    )
    body = Body.objects.get(name="宁河区残联")
    PendingEntries.objects.create(round=Round.objects.get(division=DISTRICT), owner=officer, body=body, name="a.xlsx")
    PendingLedger.objects.create(owner=officer, name="a.xlsx")
    FrozenLedger.objects.create(
        division_id=DISTRICT, body=body, first=today(), last=today(), label="今天", rows=0, zero=True, digest="0" * 64, frozen_by=officer
    )  # fmt: skip
    screen(actor=demo("village-clerk"), paper=read_words(FORMS), asked=Asked(VILLAGE, Side.RECEIVED))
    steps = governing_pack(SECOND_DISTRICT, today()).chain[0].header.procedures[0].model_dump(mode="json")
    LocalProcedure.objects.create(
        division=DISTRICT,
        spec=steps,
        kinds=["form"],
        document="某办法",
        source="某会议",
        recorded_by=demo("list-steward"),
    )
    UpwardReport.objects.create(
        division=DISTRICT, body=body, addressee="市残联", upper_title="某通知", upper_issuer="市残联", asks="每月报", conflict="清单每季度", proposal="改", reported_by=officer
    )  # fmt: skip
    case = first(Case.objects.filter(division=DISTRICT, state=State.REVIEWING))
    consult(actor=lead, case=case, question="难不难", sample=1, until=today() + timedelta(days=9))
    make_kept_things()


def first(rows: Any) -> Any:
    found = rows.order_by("pk").first()
    assert found is not None, f"the demonstration has no {rows.model.__name__} for this page"
    return found


def _edition() -> Any:
    return Edition.objects.get(item_list__division=DISTRICT, state=EditionState.DRAFT)


def things() -> dict[str, dict[str, Any]]:
    """By the beginning of a route, the longest that fits: the parameters of one thing of 宁河区."""
    draft, dispatch = _edition(), Dispatch.objects.filter(issuer__division=DISTRICT)
    case, review = first(Case.objects.filter(division=DISTRICT, round__gt=0)), ReviewRound.objects.get()
    round_ = Round.objects.get(division=DISTRICT)
    finding, lead = first(Finding.objects.all()), first(Lead.objects.filter(division=VILLAGE))
    sent = first(dispatch.filter(state=DispatchState.SENT))
    own = {"body": Body.objects.get(name="宁河区残联").pk}
    item = {"item": draft.items.first().code}
    at_village = first(Obligation.objects.filter(division=VILLAGE))
    came = first(FoundDemand.objects.filter(screening__division=VILLAGE, screening__side=Side.RECEIVED))
    return {
        "api/v1/lists/": {"code": draft.item_list.code, "number": draft.number, **item}, "api/v1/items/": {"code": draft.items.first().code},
        "api/v1/obligations/": {"pk": at_village.pk}, "api/v1/dispatches/": {"pk": sent.pk}, "api/v1/cases/": {"pk": case.pk},
        "api/v1/feedback/": {"pk": first(Feedback.objects.filter(division=VILLAGE)).pk},
        "api/v1/screenings/": {"pk": Screening.objects.get(title=FORMS.splitlines()[0]).pk, "place": 1},
        "lists/of/": {"pk": draft.item_list_id}, "lists/imports/": {"pk": PendingImport.objects.get().pk},
        "lists/": {"pk": draft.pk, **item, "model": "x"}, "bases/ends/": {"pk": BasisEnd.objects.get().pk},
        "bases/": {"pk": BasisEnd.objects.get().document_id}, "red-lines/": {"pk": draft.pk},
        "reviews/": {"pk": review.pk, "item": review.items.first().pk},
        "existing/": {"pk": round_.pk, "entry": first(Entry.objects.filter(body__pk=own["body"])).pk, "pending": PendingEntries.objects.get().pk},
        "ledger/findings/": {"pk": finding.pk, "file": 1, "slug": "plan"}, "ledger/import/": {"pk": PendingLedger.objects.get().pk},
        "ledger/frozen/": {"pk": FrozenLedger.objects.get().pk}, "ledger/leads/": {"pk": lead.pk, "file": 1},
        "obligations/": {"pk": at_village.pk}, "given/": {"pk": first(Assignment.objects.filter(issuer__pk=own["body"])).pk},
        "admission/cases/": {"pk": case.pk, "file": 1, "slug": "withdraw", "paper": first(PaperDecision.objects.all()).pk},
        "admission/consultations/": {"pk": ConsultedDivision.objects.get(division=TOWN).pk}, "admission/items/": {"pk": first(AdmittedItem.objects.filter(jurisdiction=DISTRICT)).pk, "slug": "renew"},
        "admission/methods/": {"pk": LocalProcedure.objects.get().pk, "slug": "confirm"}, "admission/upwards/": {"pk": UpwardReport.objects.get().pk},
        "dispatch/new/": own, "dispatch/urgent/": own, "contacts/new/": own, "dispatch/": {"pk": sent.pk, "file": 1},
        "plan/": {"pk": first(Schedule.objects.filter(town=TOWN)).pk}, "emergencies/new/": {"basis": "declared"},
        "emergencies/": {"pk": first(Emergency.objects.filter(district=DISTRICT)).pk}, "contacts/": {"pk": first(Contact.objects.all()).pk},
        "screening/": {"pk": first(Screening.objects.filter(side=Side.DRAFT)).pk, "place": 1}, "screening/found/": {"pk": came.pk},
        "screening/<int:pk>/found/<int:place>/lead/": {"pk": came.screening_id, "place": came.place},
        "feedback/": {"pk": first(Feedback.objects.filter(division=VILLAGE)).pk, "file": 1}, "sheets/": {"pk": sent.pk, "file": 1},
    } | kept_things() | things_of_services()  # fmt: skip


def _outsider(role: Role, place: str, body: Body | None, name: str) -> Account:
    account = create_account(actor=None, username=f"{name}-{role}", display_name=f"{name}{role}", password=None)
    division = Division.objects.get(pk=place)
    grant_role(actor=None, account=account, role=role, division=division, body=body)
    return account


def people() -> dict[str, dict[Role, list[Account]]]:
    """By place and role, the people who try."""
    case_roles: list[Role] = [
        role for role in Role if role not in {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
    ]
    own = {
        role: list(Account.objects.filter(grants__role=role, grants__division__code__startswith="120117"))
        for role in case_roles
    }
    other_body = Body.objects.get(name="宁河区财政局")
    other_town = Division.objects.filter(parent_id=DISTRICT).exclude(pk=TOWN).order_by("code")[0]
    other_village = Division.objects.filter(parent_id=TOWN).exclude(pk=VILLAGE).order_by("code")[0]
    sibling: dict[Role, list[Account]] = {
        role: [_outsider(role, other_village.pk, None, "邻村")] for role in VILLAGE_ROLES
    }
    sibling[Role.TOWN_CLERK] = [_outsider(Role.TOWN_CLERK, other_town.pk, None, "邻镇")]
    sibling[Role.DEPARTMENT_OFFICER] = [_outsider(Role.DEPARTMENT_OFFICER, DISTRICT, other_body, "别的单位")]
    abroad = {role: SECOND_VILLAGE if role in VILLAGE_ROLES else SECOND_DISTRICT for role in case_roles}
    abroad[Role.TOWN_CLERK] = f"{SECOND_VILLAGE[:9]}000"
    theirs = Body.objects.get(name="崆峒区残联")
    of_body = {Role.DEPARTMENT_OFFICER, Role.LEAD_OFFICER}
    foreign: dict[Role, list[Account]] = {
        role: [_outsider(role, place, theirs if role in of_body else None, "外区")] for role, place in abroad.items()
    }
    return {"own": own, "sibling": sibling, "foreign": foreign}


BODIES: dict[str, dict[str, Any]] = {
    f"post {_EDITION}/items": {"items": [{"title": "试一试"}]},
    f"put {_EDITION}/annex": {"items": [{"title": "试一试"}]},
    f"post {_EDITION}/publish": {"openness": "public", "openness_review": "可以公开", "not_secret": True},
    f"post {_EDITION}/return": {"reason": "再改"},
    "post api/v1/screenings/<int:pk>/found/<int:place>": {"act": "accept"},
    "post api/v1/dispatches/<int:pk>/withdraw": {"reason": "文件改了"},
    "post api/v1/tickets/<int:pk>/close": {"outcome": "done"},
    "post api/v1/certificates/<int:pk>/fill": {"values": {}},
    "post api/v1/certificates/<int:pk>/explain": {"how": "当面"},
}
"""What an endpoint must be told to look at its thing at all."""


def endpoints() -> list[tuple[str, str]]:
    """Every endpoint of one thing, with its methods; ``post api/v1/…`` is how the table calls one."""
    return [
        (method, route)
        for route, methods in API_ACCESS.items()
        if "<" in route and not route.startswith("api/v1/packs")
        for method in methods
    ]


def name_of(method: str, route: str) -> str:
    return f"{method} {route}"


@pytest.fixture(scope="module")
def found(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, dict[str, list[str]]]]:
    """For each route and place, the roles that get the page."""
    installs = (install_library_packs, install_pack_lists, install_demonstration, make_things)
    for _step in installed_for_module(django_db_blocker, *installs):
        every, who = things(), people()
        pages = {page.route: {place: gets(page, who[place], every) for place in PLACES} for page in of_things()}
        calls = {
            name_of(*each): {place: is_heard(*each, who[place], every) for place in PLACES} for each in endpoints()
        }
        yield pages | calls


def address_of(route: str, every: dict[str, dict[str, Any]]) -> str:
    """The address for the thing that is made for it."""
    fitting = [start for start in every if route.startswith(start)]
    assert fitting, f"{route}: nobody makes such a thing here"
    given = every[max(fitting, key=len)]
    named: str = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(given[match[1]]), route)
    return f"/{named}{given.get('query', '')}"


def is_heard(method: str, route: str, who: dict[Role, list[Account]], every: dict[str, dict[str, Any]]) -> list[str]:
    """The roles of which somebody's token is heard at an endpoint."""
    address, body = address_of(route, every), BODIES.get(name_of(method, route), {})
    return sorted(
        str(role) for role, several in who.items() if any(hears(each.pk, method, address, body) for each in several)
    )


@cache
def token_of(pk: int) -> str:
    account = Account.objects.get(pk=pk)
    return make_token(actor=account, name="试", scope=TokenScope.WRITE, expires_on=today()).secret


def hears(pk: int, method: str, address: str, body: dict[str, Any]) -> bool:
    """Whether the thing is there for this person's program; nothing of the call stays."""
    headers = {"Authorization": f"Bearer {token_of(pk)}"}
    forget_all()
    with transaction.atomic():
        client = Client(raise_request_exception=False)
        sent = {} if method == "get" else {"data": json.dumps(body), "content_type": "application/json"}
        status = getattr(client, method)(address, headers=headers, **sent).status_code
        transaction.set_rollback(True)
    assert status < 500, f"{method} {address}: {status}"
    return status not in {401, 403, 404}


def gets(page: Page, who: dict[Role, list[Account]], every: dict[str, dict[str, Any]]) -> list[str]:
    """The roles of which somebody gets the page."""
    address = address_of(page.route, every)
    roles = [role for role in who if page.access and page.access.roles and role in page.access.roles]
    return sorted(str(role) for role in roles if any(answers(client_of(each.pk), address) for each in who[role]))


@cache
def client_of(pk: int) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(Account.objects.get(pk=pk), backend="qingdan.foundation.orgs.backend.AccountBackend")
    return client


def answers(client: Client, address: str) -> bool:
    """Whether the thing is there for this person: looked at, or acted on where it is an act; nothing of it stays."""
    forget_all()
    with transaction.atomic():
        status = client.get(address).status_code
        if status == 405:
            status = client.post(address, {}).status_code
        transaction.set_rollback(True)
    assert status < 500, f"{address}: {status}"
    return status not in {403, 404}


def every_name() -> set[str]:
    return {page.route for page in of_things()} | {name_of(*each) for each in endpoints()}


def test_the_table_has_just_the_routes_that_there_are() -> None:
    assert set(yaml.safe_load(TABLE.read_text(encoding="utf-8"))) == every_name()


@pytest.mark.parametrize("name", sorted(every_name()))
def test_a_thing_is_there_for_those_whom_the_table_names(name: str, found: Any) -> None:
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    assert found[name] == {place: table[name].get(place, []) for place in PLACES}
