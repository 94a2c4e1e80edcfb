"""A round begins, moves its dates, reminds and ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account, Body
from qingdan.register.existing.models import AskedBody, DateChange, Round, State
from qingdan.register.existing.queries import bodies_to_ask, keeps
from qingdan.register.existing.services.registering import BATCH
from qingdan.register.existing.services.writing import ExistingProblem, demand_open, kept_round, note, tell


@transaction.atomic
def begin_round(
    *,
    actor: Account,
    division: str,
    title: str,
    register_by: date,
    grace_ends: date,
    bodies: Iterable[Body] | None = None,
) -> Round:
    """Ask the bodies of a division (all departments, where none are named) to register what runs; they are told."""
    if not keeps(actor, division):
        raise NotAllowed("存量登记由牵头单位或清单管理员发起，您没有这个权限。")
    _demand_dates(register_by, grace_ends)
    try:
        with transaction.atomic():
            begun = Round.objects.create(
                division=division, title=title.strip(), register_by=register_by, grace_ends=grace_ends, opened_by=actor
            )
    except IntegrityError as error:
        raise ExistingProblem("已经有一轮存量登记没有结束，请先结束那一轮。") from error
    asked = list(bodies) if bodies is not None else list(bodies_to_ask(division))
    if not asked:
        raise ExistingProblem("请至少选一个要登记的单位。", "bodies")
    AskedBody.objects.bulk_create([AskedBody(round=begun, body=body) for body in asked], batch_size=BATCH)
    tell(begun, [body.pk for body in asked], "请登记现在要求村（社区）做的事", "opened")
    note(actor, "begin_registration", begun, [title, str(register_by), str(grace_ends), len(asked)])
    return begun


def _demand_dates(register_by: date, grace_ends: date) -> None:
    if register_by < today():
        raise ExistingProblem("登记期限不能早于今天。", "register_by")
    if grace_ends < register_by:
        raise ExistingProblem("宽限期要到登记期限那天或者以后。", "grace_ends")


@transaction.atomic
def move_dates(*, actor: Account, round_: Round, register_by: date, grace_ends: date, reason: str) -> Round:
    """Move the dates of an open round, with the reason; the earlier ones stay on record."""
    kept = kept_round(actor, round_)
    demand_open(kept)
    if grace_ends < register_by:
        raise ExistingProblem("宽限期要到登记期限那天或者以后。", "grace_ends")
    if not reason.strip():
        raise ExistingProblem("请写为什么改期。", "reason")
    DateChange.objects.create(
        round=kept, register_by=kept.register_by, grace_ends=kept.grace_ends, reason=reason.strip(), by=actor
    )
    kept.register_by, kept.grace_ends = register_by, grace_ends
    kept.save(update_fields=["register_by", "grace_ends"])
    note(actor, "move_registration_dates", kept, [str(register_by), str(grace_ends), reason])
    return kept


@transaction.atomic
def close_round(*, actor: Account, round_: Round) -> Round:
    """End a round; every entry must be decided. Grace goes on until its day."""
    kept = kept_round(actor, round_)
    left = kept.entries.filter(state=State.WAITING).count()
    if left:
        raise ExistingProblem(f"还有 {left} 项没有决定，请先逐项决定保留、并入还是取消。")
    if kept.closed_at is None:
        kept.closed_at = now()
        kept.save(update_fields=["closed_at"])
        note(actor, "close_registration", kept, None)
    return kept


@transaction.atomic
def remind(*, actor: Account, round_: Round) -> int:
    """Remind the bodies that have neither registered nor reported nothing, at most once a day; returns how many."""
    kept = kept_round(actor, round_)
    demand_open(kept)
    registered = kept.entries.exclude(state=State.WITHDRAWN).values_list("body_id", flat=True)
    waiting = list(kept.asked.filter(zero_at=None).exclude(body__in=registered).values_list("body_id", flat=True))
    tell(kept, waiting, "存量还没有登记", f"reminded-{today()}")
    note(actor, "remind_registration", kept, len(waiting))
    return len(waiting)
