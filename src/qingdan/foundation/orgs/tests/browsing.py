"""Browsers of the demo's people, and what a page asks, for the tests of pages."""

from __future__ import annotations

import io

import openpyxl
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.foundation.orgs.services import create_account, grant_role

MOST_QUERIES = 15


def browser(who: str | Account) -> Client:
    """A signed-in browser; a name is the end of a demo user name, or the whole of one of the other district."""
    if isinstance(who, str):
        who = Account.objects.get(username=who if who.startswith("kongtong") else f"demo-{who}")
    client = Client()
    client.force_login(who, backend="qingdan.foundation.orgs.backend.AccountBackend")
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    """The words of a page that must answer so."""
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def queries(client: Client, address: str) -> int:
    """How many queries a page asks."""
    with CaptureQueriesContext(connection) as asked:
        page(client, address)
    return len(asked)


def sheet(client: Client, address: str) -> list[tuple[object, ...]]:
    """The rows of an Excel file."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return [tuple(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def person(name: str, role: Role, division: str, body: Body | None = None) -> Account:
    """A further account."""
    made = create_account(actor=None, username=f"test-{name}", display_name=name, is_demo=True)
    grant_role(actor=None, account=made, role=role, division=Division.objects.get(pk=division), body=body)
    return made
