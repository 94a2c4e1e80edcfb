"""Messages: once per event, one's own only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from qingdan.foundation.alerts.housekeeping import KEEP_READ, KEEP_UNREAD, clean
from qingdan.foundation.alerts.models import Message
from qingdan.foundation.alerts.queries import messages_of, unread
from qingdan.foundation.alerts.services import mark_read, send
from qingdan.foundation.clock.moments import now
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.orgs.services import create_account

pytestmark = pytest.mark.django_db


def test_a_message_is_told_once_per_event_and_read_once() -> None:
    reader = create_account(actor=None, username="reader", display_name="读")
    other = create_account(actor=None, username="other", display_name="他")
    first = send(recipient=reader, title="有新清单", link="/lists/", key="edition-1")
    assert send(recipient=reader, title="有新清单", key="edition-1") == first
    assert unread(reader).number == 1
    assert not mark_read(reader=other, message_id=first.pk)
    assert mark_read(reader=reader, message_id=first.pk)
    assert not mark_read(reader=reader, message_id=first.pk)
    assert unread(reader).number == 0
    assert list(messages_of(other)) == []


def test_links_lead_inside_only() -> None:
    reader = create_account(actor=None, username="reader", display_name="读")
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(recipient=reader, title="x", link="https://elsewhere.example")


def test_old_messages_are_thrown_away_and_unread_ones_much_later() -> None:
    reader = create_account(actor=None, username="reader", display_name="读")
    kinds = {"read long ago": (KEEP_READ, True), "read": (KEEP_READ - timedelta(days=2), True),
             "unread": (KEEP_READ, False), "unread for a year": (KEEP_UNREAD, False)}  # fmt: skip
    for title, (age, read) in kinds.items():
        at = now() - age - timedelta(days=1)
        Message.objects.create(recipient=reader, title=title, at=at, read_at=at if read else None)
    clean(Job())
    assert {message.title for message in Message.objects.all()} == {"read", "unread"}
