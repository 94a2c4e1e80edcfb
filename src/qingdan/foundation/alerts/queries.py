"""Reading messages."""

from __future__ import annotations

from django.db.models import QuerySet

from qingdan.foundation.alerts.models import Message
from qingdan.foundation.orgs.models import Account


def messages_of(account: Account) -> QuerySet[Message]:
    """The account's own messages, newest first."""
    return Message.objects.filter(recipient=account)


def unread_count(account: Account) -> int:
    """How many wait to be read."""
    return messages_of(account).filter(read_at=None).count()
