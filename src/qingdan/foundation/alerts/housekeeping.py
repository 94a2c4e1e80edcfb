"""How long messages stay: they only point at matters, which keep their own record."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from qingdan.foundation.alerts.models import Message
from qingdan.foundation.clock.moments import now
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.registry import job

KEEP_READ = timedelta(days=90)
KEEP_UNREAD = timedelta(days=365)


@job("alerts.clean", every=timedelta(hours=12))
def clean(_job: Job) -> None:
    """Throw away messages that were read long ago, and very old ones that nobody read."""
    moment = now()
    old = Q(read_at__lt=moment - KEEP_READ) | Q(read_at=None, at__lt=moment - KEEP_UNREAD)
    with transaction.atomic():
        Message.objects.filter(old).delete()
