"""Accounts for page tests, made by the same services as everywhere."""

from __future__ import annotations

from itertools import count

from django.test import Client

from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.divisions import level, unit_kind
from qingdan.foundation.orgs.models import Account, Division
from qingdan.foundation.orgs.services import create_account, grant_role

VILLAGE = "120117103201"
DISTRICT = "120117000000"
_NAMES = {VILLAGE: "刘庄村", DISTRICT: "宁河区", "120117103000": "苗庄镇"}
_numbers = count(1)


def place(code: str) -> Division:
    """A division, made if it is not there."""
    made, _new = Division.objects.get_or_create(
        code=code, defaults={"name": _NAMES.get(code, code), "level": level(code), "kind": unit_kind(code) or ""}
    )
    return made


def person(*roles: Role, at: str = DISTRICT, password: str | None = None, name: str = "李科") -> Account:
    """An account that holds these roles at a place."""
    account = create_account(actor=None, username=f"person-{next(_numbers)}", display_name=name, password=password)
    for role in roles:
        grant_role(actor=None, account=account, role=role, division=place(at))
    return account


def signed_in(*roles: Role, at: str = DISTRICT) -> Client:
    """A browser in which such a person is signed in."""
    client = Client()
    client.force_login(person(*roles, at=at), backend="qingdan.foundation.orgs.backend.AccountBackend")
    return client
