"""Reading the demo's accounts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.demo.cast import PEOPLE, PLACES
from qingdan.foundation.orgs.divisions import contains
from qingdan.foundation.orgs.models import Account


@dataclass(frozen=True, slots=True)
class DemoEntry:
    """One line of the demo entry: the account, its role, its place, and what it does."""

    account: Account
    role: Role
    place: str
    does: str
    district: str


def demo_accounts() -> QuerySet[Account]:
    """All demo accounts."""
    return Account.objects.filter(is_demo=True)


def demo_entries() -> list[DemoEntry]:
    """The demo accounts in the order of the cast."""
    accounts = {account.username: account for account in demo_accounts().select_related("post__body", "post__division")}
    return [
        DemoEntry(
            accounts[person.username],
            person.role,
            _place(accounts[person.username]),
            person.does,
            _district(person.division),
        )
        for person in PEOPLE
        if person.username in accounts
    ]


def _district(division: str) -> str:
    """How the demo page calls the district of a place."""
    return next((title for code, title, _file in PLACES if contains(code, division)), "")


def _place(account: Account) -> str:
    post = account.post
    return str(post.body or post.division) if post else ""
