"""Bodies register what runs today, change it, withdraw it, or say that they have nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.registry import job
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.divisions import contains
from qingdan.foundation.orgs.models import Account, Body
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.model import Kind
from qingdan.policy.gate.normalise import key
from qingdan.register.existing.models import AskedBody, Entry, PendingEntries, Round, State
from qingdan.register.existing.queries import bodies_of, keeps
from qingdan.register.existing.services.writing import ExistingProblem, demand_open, entry_for, note, note_bulk, touch

KEPT_FILES = timedelta(days=1)


BATCH = 500


@dataclass(frozen=True, slots=True)
class Burden:
    """What a body says of an existing burden."""

    kind: str
    title: str
    text: str = ""
    frequency: str = ""
    divisions: Sequence[str] = ()
    units: Sequence[str] = ()
    basis: Sequence[str] = ()
    since: date | None = None
    columns: Sequence[str] = field(default=())
    minutes: int | None = None
    system: str = ""
    note: str = ""


@transaction.atomic
def register(
    *, actor: Account, round_: Round, body: Body, burdens: Sequence[Burden], late_for: str = ""
) -> list[Entry]:
    """Register existing burdens of a body (its officer, or who keeps the round on its behalf).

    After the day that was set a reason is needed; it is marked, not refused. Raises :class:`ExistingProblem` where the
    body has registered the matter already.
    """
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    demand_open(locked)
    own = _demand_registrar(actor, locked, body)
    if today() > locked.register_by and not late_for.strip():
        raise ExistingProblem(f"登记期限 {locked.register_by} 已过，请写逾期的理由。", "late_for")
    _demand_new(locked, body, burdens)
    first = locked.next_number
    entries = Entry.objects.bulk_create(
        [
            _entry(locked, body, burden, first + place, actor, own, late_for if today() > locked.register_by else "")
            for place, burden in enumerate(burdens)
        ],
        batch_size=BATCH,
    )
    Round.objects.filter(pk=locked.pk).update(next_number=F("next_number") + len(entries), revision=F("revision") + 1)
    AskedBody.objects.filter(round=locked, body=body).update(zero_at=None, zero_by=None)
    note_bulk(actor, "register_existing", locked, [[entry.code, entry.title] for entry in entries])
    return entries


def _entry(round_: Round, body: Body, burden: Burden, number: int, actor: Account, own: bool, late_for: str) -> Entry:
    entry = Entry(
        round=round_, body=body, number=number, registered_by=actor, on_behalf=not own, late_for=late_for.strip()
    )
    _write(entry, burden)
    return entry


def _write(entry: Entry, burden: Burden) -> None:
    if not burden.title.strip() or not key(burden.title):
        raise ExistingProblem("请写名称。", "title")
    if burden.kind not in set(Kind):
        raise ExistingProblem("请选类型。", "kind")
    if burden.frequency and burden.frequency not in dict(FREQUENCIES):
        raise ExistingProblem("请选频次。", "frequency")
    entry.kind, entry.title, entry.key = burden.kind, burden.title.strip()[:200], key(burden.title)[:200]
    entry.text, entry.frequency, entry.note = burden.text.strip(), burden.frequency, burden.note.strip()
    if not all(contains(entry.round.division, code) for code in burden.divisions):
        raise ExistingProblem("只能登记本地方的镇街和村。", "divisions")
    entry.divisions = list(burden.divisions) or [entry.round.division]
    entry.units, entry.basis = list(burden.units), [text.strip() for text in burden.basis if text.strip()]
    entry.since, entry.minutes = burden.since, burden.minutes
    entry.columns = list(dict.fromkeys(column.strip() for column in burden.columns if column.strip()))
    entry.system = burden.system.strip()[:100]


def _demand_new(round_: Round, body: Body, burdens: Sequence[Burden], leaving_out: int = 0) -> None:
    """Each matter once for a body; another body's is no obstacle: that is what duplicates are looked for."""
    rows = round_.entries.filter(body=body).exclude(state=State.WITHDRAWN).exclude(pk=leaving_out)
    known = {(kind, name): title for kind, name, title in rows.values_list("kind", "key", "title")}
    for burden in burdens:
        name = (burden.kind, key(burden.title)[:200])
        if name in known:
            raise ExistingProblem(f"“{burden.title}”这个单位已经登记过了（“{known[name]}”）。", "title")
        known[name] = burden.title


def _demand_registrar(actor: Account, round_: Round, body: Body) -> bool:
    """Whether the actor registers for the own body (True) or on its behalf; raises :class:`NotAllowed` else."""
    if not AskedBody.objects.filter(round=round_, body=body).exists():
        raise ExistingProblem(f"这一轮没有请{body}登记。")
    if body.pk in bodies_of(actor):
        return True
    if keeps(actor, round_.division):
        return False
    raise NotAllowed("只能登记本单位的，您没有这个权限。")


@transaction.atomic
def amend(*, actor: Account, entry: Entry, burden: Burden) -> Entry:
    """Change an undecided entry: its body, or who keeps the round."""
    kept = entry_for(actor, entry)
    if kept.state != State.WAITING:
        raise ExistingProblem(f"这一项已经{kept.get_state_display()}，不能再改。")
    _demand_new(kept.round, kept.body, [burden], leaving_out=kept.pk)
    _write(kept, burden)
    kept.save()
    touch(kept.round)
    note(actor, "amend_existing", kept.round, [kept.code, kept.title])
    return kept


@transaction.atomic
def withdraw(*, actor: Account, entry: Entry) -> Entry:
    """Take an undecided entry back; its number stays used."""
    kept = entry_for(actor, entry)
    if kept.state != State.WAITING:
        raise ExistingProblem(f"这一项已经{kept.get_state_display()}，不能撤回。")
    kept.state = State.WITHDRAWN
    kept.save(update_fields=["state"])
    touch(kept.round)
    note(actor, "withdraw_existing", kept.round, kept.code)
    return kept


@transaction.atomic
def report_nothing(*, actor: Account, round_: Round, body: Body) -> AskedBody:
    """Say that a body asks nothing of villages (零报告)."""
    demand_open(Round.objects.select_for_update().get(pk=round_.pk))
    _demand_registrar(actor, round_, body)
    if round_.entries.filter(body=body).exclude(state=State.WITHDRAWN).exists():
        raise ExistingProblem("这个单位已经登记了事项，不能再报“没有”。")
    asked = AskedBody.objects.get(round=round_, body=body)
    asked.zero_at, asked.zero_by = now(), actor
    asked.save(update_fields=["zero_at", "zero_by"])
    note(actor, "report_nothing", round_, body.pk)
    return asked


@job("existing.forget_files", every=timedelta(hours=6))
def forget_files(_job: Job) -> None:
    """Throw away files that nobody confirmed within a day."""
    PendingEntries.objects.filter(at__lt=now() - KEPT_FILES).delete()
