"""Giving, opening, doing, disputing and taking back; the caller of ``assign``, ``owe``, ``withdraw`` and ``move_due`` has decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import QuerySet

from qingdan.foundation.alerts.services import send_many
from qingdan.foundation.audit.services import record
from qingdan.foundation.clock.moments import now
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import VILLAGE_ROLES
from qingdan.foundation.orgs.models import Account, Body
from qingdan.register.obligations.access import ObligationAccess
from qingdan.register.obligations.events import assignment_withdrawn, obligation_changed
from qingdan.register.obligations.models import Assignment, DueChange, Obligation, State
from qingdan.register.obligations.rules import MOVES, refusal

BATCH = 2000
MOST_MINUTES = 100_000


class ObligationProblem(ValueError):
    """A step that an obligation does not allow; the message is Chinese and says what to do."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Given:
    """What is given on one occasion; see :class:`Assignment`."""

    origin: str
    occurrence: int
    issuer: Body
    kind: str
    title: str
    on: date
    via: Body | None = None
    code: str = ""
    what: str = ""
    frequency: str = ""
    first: date | None = None
    last: date | None = None
    label: str = ""
    due: date | None = None
    provisional: bool = False
    minutes: int | None = None
    stamp: str = ""


def assign(given: Given) -> Assignment:
    """The assignment of an occasion, made in the caller's transaction if it is not there."""
    fields = {name: getattr(given, name) for name in given.__slots__ if name not in {"origin", "occurrence"}}
    made, _new = Assignment.objects.get_or_create(origin=given.origin, occurrence=given.occurrence, defaults=fields)
    return made


def owe(assignment: Assignment, divisions: Sequence[str]) -> int:
    """Let villages owe an assignment, in the caller's transaction; each village once, however often it is called.

    Returns how many came new. The database makes the rows from its own table of divisions.
    """
    fresh = 0
    with connection.cursor() as cursor:
        for start in range(0, len(divisions), BATCH):
            codes = divisions[start : start + BATCH]
            marks = ", ".join(["%s"] * len(codes))
            cursor.execute(
                _OWE.format(codes=marks), [assignment.pk, assignment.due, State.WAITING.value, False, False, "", *codes]
            )
            fresh += cursor.rowcount
    return fresh


_OWE = """
INSERT INTO obligations_obligation (assignment_id, division_id, due, state, on_behalf, in_confidence, note)
SELECT %s, code, %s, %s, %s, %s, %s FROM orgs_division WHERE code IN ({codes})
ON CONFLICT (assignment_id, division_id) DO NOTHING
"""


@transaction.atomic
def open_obligation(*, actor: Account, obligation: Obligation) -> Obligation:
    """Sign for it by opening it (the village; its town on its behalf); opened again it stays as it is."""
    kept, on_behalf = _locked(actor, obligation)
    if kept.state == State.WAITING:
        _open(kept, actor, on_behalf)
        kept.save(update_fields=["state", "opened_at", "opened_by", "on_behalf"])
        _moved(actor, kept, "open", None)
    return kept


@transaction.atomic
def finish(*, actor: Account, obligation: Obligation, minutes: int | None = None, note: str = "") -> Obligation:
    """Say that it is done, with the minutes that it took where the village likes to tell."""
    if minutes is not None and not 0 < minutes <= MOST_MINUTES:
        raise ObligationProblem("用时写分钟数，例如 30；不想写可以空着。", "minutes")
    kept, on_behalf = _locked(actor, obligation)
    _demand(kept, "finish")
    if kept.opened_at is None:
        _open(kept, actor, on_behalf)
    kept.state, kept.done_at, kept.done_by = State.DONE, now(), actor
    kept.minutes, kept.note, kept.on_behalf = minutes, note.strip()[:500], on_behalf
    kept.save()
    _moved(actor, kept, "finish", [minutes, kept.note])
    return kept


@transaction.atomic
def reopen(*, actor: Account, obligation: Obligation) -> Obligation:
    """Take 办完 back, where it was pressed too early."""
    kept, on_behalf = _locked(actor, obligation)
    _demand(kept, "reopen")
    kept.state, kept.done_at, kept.done_by, kept.on_behalf = State.OPENED, None, None, on_behalf
    kept.save(update_fields=["state", "done_at", "done_by", "on_behalf"])
    _moved(actor, kept, "reopen", None)
    return kept


@transaction.atomic
def dispute(*, actor: Account, obligation: Obligation, in_confidence: bool = False) -> Obligation:
    """Set it aside while the feedback is looked into; it is not due meanwhile. The caller keeps the reason.

    ``in_confidence``: its issuer goes on seeing it as opened.
    """
    kept, on_behalf = _locked(actor, obligation)
    _demand(kept, "dispute")
    if kept.opened_at is None:
        _open(kept, actor, on_behalf)
    kept.state, kept.disputed_at, kept.on_behalf = State.DISPUTED, now(), on_behalf
    kept.in_confidence = in_confidence
    kept.save()
    _moved(actor, kept, "dispute", None)
    return kept


@transaction.atomic
def resume(*, actor: Account | None, obligation: Obligation) -> Obligation:
    """Owe it again: the village took its feedback back, or (``actor`` None) the answer to it was that it holds."""
    kept = _lock(obligation) if actor is None else _locked(actor, obligation)[0]
    _demand(kept, "resume")
    kept.state, kept.disputed_at, kept.in_confidence = State.OPENED, None, False
    kept.save(update_fields=["state", "disputed_at", "in_confidence"])
    _moved(actor, kept, "resume", None)
    return kept


@transaction.atomic
def withdraw(
    *, actor: Account | None, assignment: Assignment, reason: str, divisions: Iterable[str] | None = None
) -> int:
    """Take an assignment back, from all villages or from some; they are told why. Returns from how many.

    What is done stays done. ``actor`` None is the system (an item has left its list).
    """
    if not reason.strip():
        raise ObligationProblem("请写撤回的理由，村里要看得到。", "reason")
    kept = Assignment.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=assignment.pk)
    _demand_issuer(actor, kept)
    rows = kept.obligations.filter(state__in=MOVES["withdraw"].before)
    if divisions is not None:
        rows = rows.filter(division_id__in=list(divisions))
    told = list(rows.values_list("division_id", flat=True))
    number = rows.update(state=State.WITHDRAWN)
    if divisions is None and kept.withdrawn_at is None:
        kept.withdrawn_at, kept.withdrawn_for = now(), reason.strip()
        kept.save(update_fields=["withdrawn_at", "withdrawn_for"])
        assignment_withdrawn.send(Assignment, assignment=kept)
    _tell(told, f"不用办了：{kept}", f"{kept.issuer}撤回了这件事。{reason.strip()}", f"withdrawn-{kept.pk}")
    _note(actor, "withdraw_assignment", "assignment", kept.pk, kept.issuer.division_id, [reason, number])
    return number


@transaction.atomic
def move_due(*, actor: Account, assignment: Assignment, due: date, reason: str) -> int:
    """Move the day of an assignment; the villages that still owe it are told. Returns how many."""
    if not reason.strip():
        raise ObligationProblem("请写为什么改期，村里要看得到。", "reason")
    kept = Assignment.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=assignment.pk)
    _demand_issuer(actor, kept)
    if kept.withdrawn_at is not None:
        raise ObligationProblem("这件事已经撤回，不用改期。")
    if due == kept.due:
        raise ObligationProblem("新的期限和原来一样。", "due")
    if due < kept.on:
        raise ObligationProblem("期限不能早于交办的那天。", "due")
    before = kept.due
    DueChange.objects.create(assignment=kept, before=before, after=due, reason=reason.strip(), by=actor)
    kept.due, kept.provisional = due, False
    kept.save(update_fields=["due", "provisional"])
    rows = kept.obligations.exclude(state__in=[State.DONE, State.WITHDRAWN])
    told = list(rows.values_list("division_id", flat=True))
    rows.update(due=due)
    said = (
        f"从{before.month}月{before.day}日改到{due.month}月{due.day}日" if before else f"定在{due.month}月{due.day}日"
    )
    _tell(told, f"期限改了：{kept}", f"{said}。{reason.strip()}", f"due-{kept.pk}-{due}")
    _note(actor, "move_due", "assignment", kept.pk, kept.issuer.division_id, [str(before), str(due), reason])
    return len(told)


def _open(kept: Obligation, actor: Account, on_behalf: bool) -> None:
    kept.state, kept.opened_at, kept.opened_by, kept.on_behalf = State.OPENED, now(), actor, on_behalf


def _lock(obligation: Obligation) -> Obligation:
    return (
        Obligation.objects.select_for_update(of=("self",))
        .select_related("assignment__issuer", "division")
        .get(pk=obligation.pk)
    )


def _locked(actor: Account, obligation: Obligation) -> tuple[Obligation, bool]:
    """The obligation, locked, and whether the actor acts on the village's behalf; raises :class:`NotAllowed`."""
    kept = _lock(obligation)
    on_behalf = ObligationAccess(actor).acts_for(kept.division_id)
    if on_behalf is None:
        raise NotAllowed("这件事由村里自己办，或者由镇街代录，您没有这个权限。")
    return kept, on_behalf


def _demand(kept: Obligation, verb: str) -> None:
    refused = refusal(verb, State(kept.state))
    if refused:
        raise ObligationProblem(refused)


def _demand_issuer(actor: Account | None, assignment: Assignment) -> None:
    if actor is not None and not ObligationAccess(actor).issues(assignment):
        raise NotAllowed("只有交办的单位能撤回和改期，您没有这个权限。")


def village_accounts(divisions: Sequence[str]) -> QuerySet[Account]:
    """The village's own people of these villages."""
    return Account.objects.filter(
        grants__role__in=VILLAGE_ROLES, grants__division_id__in=divisions, grants__revoked_at=None, is_active=True
    ).distinct()


def _tell(divisions: Sequence[str], title: str, body: str, key: str) -> None:
    for start in range(0, len(divisions), BATCH):
        people = village_accounts(divisions[start : start + BATCH])
        send_many(recipients=people, title=title, body=body, link="/obligations/", key=key)


def _moved(actor: Account | None, kept: Obligation, verb: str, detail: object) -> None:
    obligation_changed.send(Obligation, obligation=kept, verb=verb)
    _note(actor, f"{verb}_obligation", "obligation", kept.pk, kept.division_id, detail)


def _note(actor: Account | None, verb: str, object_type: str, pk: int, division: str, detail: object) -> None:
    record(
        verb=verb,
        object_type=object_type,
        object_id=pk,
        detail=detail,
        stream=division[:6],
        actor_id=actor.pk if actor else None,
        actor_name=str(actor or "系统"),
    )
