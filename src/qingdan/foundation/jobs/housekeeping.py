"""The jobs of the ground floor: signed audit heads out of the database, ended sessions and kept-long-enough persons away."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import transaction

from qingdan.foundation.audit.services import export_heads
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.jobs.models import FirstAnswer, Job, State
from qingdan.foundation.jobs.registry import job
from qingdan.foundation.orgs.models import SessionMark
from qingdan.foundation.personal.retention import sweep_all

KEEP_DONE = timedelta(days=30)
KEEP_ANSWERS = timedelta(days=30)
"""How long a repeated request gets the first answer."""


@job("audit.export_heads", every=timedelta(minutes=10))
def export_audit_heads(_job: Job) -> None:
    """Export the signed head of every audit stream that has grown."""
    export_heads()


@job("jobs.clean", every=timedelta(hours=6))
def clean(_job: Job) -> None:
    """Remove expired sessions, marks of sessions that are gone, and jobs and answers of long ago."""
    with transaction.atomic():
        Session.objects.filter(expire_date__lt=now()).delete()
        SessionMark.objects.exclude(key__in=Session.objects.values("session_key")).delete()
        Job.objects.filter(state=State.DONE, finished_at__lt=now() - KEEP_DONE).delete()
        FirstAnswer.objects.filter(at__lt=now() - KEEP_ANSWERS).delete()


@job("personal.retention", every=timedelta(hours=12))
def erase_what_has_passed(_job: Job) -> None:
    """Erase the personal data whose period is over, as each room registered it."""
    sweep_all(today())
