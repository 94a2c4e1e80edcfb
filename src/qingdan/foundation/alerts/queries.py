"""Reading messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Window

from qingdan.foundation.alerts.models import Message
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.reading import read_once


def messages_of(account: Account) -> QuerySet[Message]:
    """The account's own messages, newest first."""
    return Message.objects.filter(recipient=account)


@dataclass(frozen=True, slots=True)
class Unread:
    """The newest messages that wait to be read, and how many there are in all."""

    rows: Sequence[Message]
    number: int


MOST_SHOWN = 4
"""How many of the newest are read along with their number."""


def unread(account: Account) -> Unread:
    """What waits to be read; in one query, and once while one page is read."""
    return read_once(("unread", account.pk), lambda: _unread(account))


def _unread(account: Account) -> Unread:
    rows = list(messages_of(account).filter(read_at=None).annotate(of=Window(Count("pk")))[:MOST_SHOWN])
    return Unread(rows, rows[0].of if rows else 0)
