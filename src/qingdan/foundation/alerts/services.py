"""Sending and reading messages."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from qingdan.foundation.alerts.models import Message
from qingdan.foundation.clock.moments import now
from qingdan.foundation.orgs.models import Account

BATCH = 1000


def send(*, recipient: Account, title: str, body: str = "", link: str = "", key: str = "") -> Message:
    """Send a message in the caller's transaction; the same key tells a recipient once only."""
    try:
        with transaction.atomic():
            return Message.objects.create(recipient=recipient, title=title, body=body, link=link, key=key)
    except IntegrityError:
        if not key:
            raise
        return Message.objects.get(recipient=recipient, key=key)


def send_many(*, recipients: Iterable[Account], title: str, body: str, link: str, key: str) -> None:
    """Tell many people one thing in the caller's transaction; the same key tells each of them once only."""
    longest = {"title": 120, "body": 500}
    words = {"title": title[: longest["title"]], "body": body[: longest["body"]], "link": link, "key": key}
    Message.objects.bulk_create(
        [Message(recipient=recipient, **words) for recipient in recipients], batch_size=BATCH, ignore_conflicts=True
    )


@transaction.atomic
def mark_read(*, reader: Account, message_id: int) -> bool:
    """Mark one of the reader's own messages as read; False if it is none of theirs or was read before."""
    return bool(Message.objects.filter(pk=message_id, recipient=reader, read_at=None).update(read_at=now()))


@transaction.atomic
def mark_all_read(*, reader: Account) -> int:
    """Mark all of the reader's own messages as read; returns how many were not."""
    return Message.objects.filter(recipient=reader, read_at=None).update(read_at=now())
