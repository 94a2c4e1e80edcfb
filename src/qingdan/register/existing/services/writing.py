"""What the services share: locked rows, permissions, messages and the audit."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F

from qingdan.foundation.alerts.services import send
from qingdan.foundation.audit.services import record, record_bulk
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.register.existing.models import Entry, Round
from qingdan.register.existing.queries import bodies_of, keeps


class ExistingProblem(ValueError):
    """A step that the rules refuse; the message is Chinese and says what to do."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def entry_for(actor: Account, entry: Entry) -> Entry:
    """The entry, locked, for its body's officer or who keeps the round."""
    kept = Entry.objects.select_for_update(of=("self",)).select_related("round", "body").get(pk=entry.pk)
    demand_open(kept.round)
    if kept.body_id not in bodies_of(actor) and not keeps(actor, kept.round.division):
        raise NotAllowed("只能改本单位登记的，您没有这个权限。")
    return kept


def kept_round(actor: Account, round_: Round) -> Round:
    """The round, locked, for who keeps it."""
    kept = Round.objects.select_for_update().get(pk=round_.pk)
    if not keeps(actor, kept.division):
        raise NotAllowed("这件事由牵头单位或清单管理员来做，您没有这个权限。")
    return kept


def demand_open(round_: Round) -> None:
    """Raise :class:`ExistingProblem` for a round that has ended."""
    if round_.closed_at is not None:
        raise ExistingProblem("这一轮存量登记已经结束。")


def touch(round_: Round) -> None:
    """Count a change of the round: what is kept of its entries in memory is read anew."""
    Round.objects.filter(pk=round_.pk).update(revision=F("revision") + 1)


def tell(round_: Round, bodies: Sequence[int], words: str, event: str) -> None:
    """Tell the officers of bodies, once for each event."""
    officers = Account.objects.filter(grants__body__in=bodies, grants__revoked_at=None, is_active=True).distinct()
    for account in officers:
        send(
            recipient=account, title=words, body=f"{round_.title}，{round_.register_by} 前登记。没有的也请报“没有”。",
            link=f"/existing/{round_.pk}/", key=f"existing-{round_.pk}-{event}",
        )  # fmt: skip


def note(actor: Account, verb: str, round_: Round, detail: object) -> None:
    """Put an act on the audit of the round."""
    record(
        verb=verb,
        object_type="registration",
        object_id=round_.pk,
        detail=detail,
        actor_id=actor.pk,
        actor_name=str(actor),
        stream=round_.division[:6],
    )


def note_bulk(actor: Account, verb: str, round_: Round, details: Sequence[object]) -> None:
    """Put the same act on many entries on the audit."""
    record_bulk(
        verb=verb,
        object_type="registration",
        object_id=round_.pk,
        details=details,
        actor_id=actor.pk,
        actor_name=str(actor),
        stream=round_.division[:6],
    )
