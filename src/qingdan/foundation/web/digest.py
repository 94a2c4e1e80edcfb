"""The daily digest: on each working day one message to everybody for whom something waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from qingdan.foundation.alerts.services import send
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.clock.queries import is_working_day
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.registry import job
from qingdan.foundation.jobs.services import enqueue, keep
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import roles_of
from qingdan.foundation.web.desk import Line, lines_of
from qingdan.foundation.web.waiting import number_of, waiting_for

FROM_HOUR = 8
"""From this hour of a working day on; a machine that was off then makes up for it when it runs."""
NAMED = 5
"""How many matters the message names."""
_LONGEST = 500
_DAY_JOB = "web.digest_day"


@job("web.digest", every=timedelta(minutes=30))
def begin_digest(_job: Job) -> None:
    """On a working day from :data:`FROM_HOUR` on, begin the day's digest, once."""
    moment = now()
    day = moment.date().isoformat()
    begun = Job.objects.filter(name=_DAY_JOB, key=day).exists()
    if moment.hour >= FROM_HOUR and not begun and is_working_day(moment.date()):
        enqueue(_DAY_JOB, {"day": day}, key=day)


@job(_DAY_JOB)
def send_digest(running: Job) -> None:
    """Tell each account that has something waiting; after a kill it goes on behind the last account that was told.

    A digest that could not be sent on its own day is not sent later: the next day's tells everything.
    """
    day = date.fromisoformat(running.payload["day"])
    if day != today():
        return
    last = running.cursor.get("last", 0)
    for account in Account.objects.filter(pk__gt=last, is_active=True).order_by("pk").iterator(chunk_size=200):
        tell(account, day)
        if not keep(running, {"last": account.pk}):
            return  # another worker has taken the job


def tell(account: Account, day: date) -> bool:
    """Send an account its digest of a day; False where nothing waits. The message's key keeps it from coming twice."""
    lines = lines_of(waiting_for(account, roles_of(account)), day)
    if not lines:
        return False
    number = number_of([line.waiting for line in lines])
    late = number_of([line.waiting for line in lines if line.late])
    title = f"今天有 {number} 件等您办" + (f"，其中 {late} 件已逾期" if late else "")
    send(recipient=account, title=title, body=_body(lines), link="/waiting/", key=f"digest:{day.isoformat()}")
    return True


def _body(lines: Sequence[Line]) -> str:
    named = [f"{line.waiting.act}：{line.waiting.title}（{line.left}）" for line in lines[:NAMED]]
    rest = [f"还有 {len(lines) - NAMED} 条"] if len(lines) > NAMED else []
    return "\n".join([*named, *rest])[:_LONGEST]
