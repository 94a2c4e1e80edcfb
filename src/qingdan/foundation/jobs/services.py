"""Adding jobs, taking them with a lease, and finishing them."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from qingdan.foundation.clock.moments import now
from qingdan.foundation.jobs.models import Job, State
from qingdan.foundation.jobs.registry import recurring, registered

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=10)
log = logging.getLogger(__name__)


def enqueue(
    name: str, payload: dict[str, Any] | None = None, *, key: str | None = None, run_after: datetime | None = None
) -> Job:
    """Add a job in the caller's transaction; with a key, an open job of that key is given back instead."""
    try:
        with transaction.atomic():
            return Job.objects.create(name=name, key=key, payload=payload or {}, run_after=run_after or now())
    except IntegrityError:
        return Job.objects.get(name=name, key=key, state__in=[State.WAITING, State.RUNNING])


@transaction.atomic
def take(worker: str) -> Job | None:
    """Take the job that waits longest, or one whose worker was killed; a job is taken by one worker only."""
    moment = now()
    due = Q(state=State.WAITING, run_after__lte=moment) | Q(state=State.RUNNING, lease_until__lt=moment)
    skip = connection.features.has_select_for_update_skip_locked
    found = Job.objects.select_for_update(skip_locked=skip).filter(due).order_by("run_after", "pk").first()
    if found is None:
        return None
    found.state, found.worker, found.attempt = State.RUNNING, worker, found.attempt + 1
    found.lease_until = moment + LEASE
    found.save(update_fields=["state", "worker", "attempt", "lease_until"])
    return found


def keep(job: Job, cursor: dict[str, Any] | None = None) -> bool:
    """Renew the lease and keep the cursor; False if another worker has taken the job meanwhile."""
    fields: dict[str, Any] = {"lease_until": now() + LEASE}
    if cursor is not None:
        fields["cursor"] = cursor
    return bool(_mine(job).update(**fields))


def run(job: Job) -> None:
    """Do a job that was taken; a failure is kept and tried again later, at most :data:`MOST_ATTEMPTS` times."""
    entry = registered(job.name)
    try:
        if entry is None:
            raise LookupError(f"没有登记 {job.name} 这种任务")
        entry.work(job)
    except Exception as error:  # the worker must outlive any job; the error is kept on the row
        log.exception("job %s failed", job)
        _fail(job, f"{type(error).__name__}: {error}")
        return
    _finish(job, State.DONE, "")


def _fail(job: Job, error: str) -> None:
    if job.attempt >= MOST_ATTEMPTS:
        _finish(job, State.FAILED, error)
        return
    pause = FIRST_PAUSE * 2 ** (job.attempt - 1)
    _mine(job).update(state=State.WAITING, run_after=now() + pause, error=error[:2000], lease_until=None)


@transaction.atomic
def _finish(job: Job, state: State, error: str) -> None:
    """Close the row and, for a job that comes again, add the next one in the same transaction."""
    if not _mine(job).update(state=state, error=error[:2000], finished_at=now(), lease_until=None):
        return
    entry = registered(job.name)
    if entry is not None and entry.every is not None:
        enqueue(job.name, key="recurring", run_after=now() + entry.every)


def _mine(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, attempt=job.attempt)


def start_recurring() -> None:
    """Make sure that every job that comes again waits once."""
    for name in recurring():
        enqueue(name, key="recurring")
