"""Opening a round, registering, deciding, and turning what is kept into first editions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from qingdan.foundation.alerts.services import send
from qingdan.foundation.audit.services import record, record_bulk
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.registry import job
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.divisions import contains
from qingdan.foundation.orgs.models import Account, Body
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.model import Kind, ListKind
from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.schema import ItemSpec
from qingdan.register.existing.models import DECIDED, AskedBody, DateChange, Entry, PendingEntries, Round, State
from qingdan.register.existing.queries import bodies_of, bodies_to_ask, keeps, to_take_over
from qingdan.register.lists.models import Edition, EditionState, ItemList
from qingdan.register.lists.queries import named_lists
from qingdan.register.lists.services import add_items, create_list, open_draft

KEPT_FILES = timedelta(days=1)
BATCH = 500
LISTS_OF_KINDS = {
    Kind.AFFAIR: ListKind.ASSIST, Kind.FORM: ListKind.FORM, Kind.MECHANISM: ListKind.MECHANISM, Kind.PLAQUE: ListKind.PLAQUE,
    Kind.CHANNEL: ListKind.CHANNEL, Kind.APPRAISAL: ListKind.APPRAISAL, Kind.CERTIFICATE: ListKind.CERTIFICATE_RETAINED,
}  # fmt: skip
"""On which list a kept burden of a kind goes. Pledges, proofs of work, vetoes and liabilities have no list to stand on."""


class ExistingProblem(ValueError):
    """A step that the rules refuse; the message is Chinese and says what to do."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


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
    _tell(begun, [body.pk for body in asked], "请登记现在要求村（社区）做的事", "opened")
    _note(actor, "begin_registration", begun, [title, str(register_by), str(grace_ends), len(asked)])
    return begun


def _demand_dates(register_by: date, grace_ends: date) -> None:
    if register_by < today():
        raise ExistingProblem("登记期限不能早于今天。", "register_by")
    if grace_ends < register_by:
        raise ExistingProblem("宽限期要到登记期限那天或者以后。", "grace_ends")


@transaction.atomic
def move_dates(*, actor: Account, round_: Round, register_by: date, grace_ends: date, reason: str) -> Round:
    """Move the dates of an open round, with the reason; the earlier ones stay on record."""
    kept = _kept(actor, round_)
    _demand_open(kept)
    if grace_ends < register_by:
        raise ExistingProblem("宽限期要到登记期限那天或者以后。", "grace_ends")
    if not reason.strip():
        raise ExistingProblem("请写为什么改期。", "reason")
    DateChange.objects.create(
        round=kept, register_by=kept.register_by, grace_ends=kept.grace_ends, reason=reason.strip(), by=actor
    )
    kept.register_by, kept.grace_ends = register_by, grace_ends
    kept.save(update_fields=["register_by", "grace_ends"])
    _note(actor, "move_registration_dates", kept, [str(register_by), str(grace_ends), reason])
    return kept


@transaction.atomic
def close_round(*, actor: Account, round_: Round) -> Round:
    """End a round; every entry must be decided. Grace goes on until its day."""
    kept = _kept(actor, round_)
    left = kept.entries.filter(state=State.WAITING).count()
    if left:
        raise ExistingProblem(f"还有 {left} 项没有决定，请先逐项决定保留、并入还是取消。")
    if kept.closed_at is None:
        kept.closed_at = now()
        kept.save(update_fields=["closed_at"])
        _note(actor, "close_registration", kept, None)
    return kept


@transaction.atomic
def register(
    *, actor: Account, round_: Round, body: Body, burdens: Sequence[Burden], late_for: str = ""
) -> list[Entry]:
    """Register existing burdens of a body (its officer, or who keeps the round on its behalf).

    After the day that was set a reason is needed; it is marked, not refused. Raises :class:`ExistingProblem` where the
    body has registered the matter already.
    """
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    _demand_open(locked)
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
    _note_bulk(actor, "register_existing", locked, [[entry.code, entry.title] for entry in entries])
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
    kept = _entry_for(actor, entry)
    if kept.state != State.WAITING:
        raise ExistingProblem(f"这一项已经{kept.get_state_display()}，不能再改。")
    _demand_new(kept.round, kept.body, [burden], leaving_out=kept.pk)
    _write(kept, burden)
    kept.save()
    _touch(kept.round)
    _note(actor, "amend_existing", kept.round, [kept.code, kept.title])
    return kept


@transaction.atomic
def withdraw(*, actor: Account, entry: Entry) -> Entry:
    """Take an undecided entry back; its number stays used."""
    kept = _entry_for(actor, entry)
    if kept.state != State.WAITING:
        raise ExistingProblem(f"这一项已经{kept.get_state_display()}，不能撤回。")
    kept.state = State.WITHDRAWN
    kept.save(update_fields=["state"])
    _touch(kept.round)
    _note(actor, "withdraw_existing", kept.round, kept.code)
    return kept


@transaction.atomic
def report_nothing(*, actor: Account, round_: Round, body: Body) -> AskedBody:
    """Say that a body asks nothing of villages (零报告)."""
    _demand_open(Round.objects.select_for_update().get(pk=round_.pk))
    _demand_registrar(actor, round_, body)
    if round_.entries.filter(body=body).exclude(state=State.WITHDRAWN).exists():
        raise ExistingProblem("这个单位已经登记了事项，不能再报“没有”。")
    asked = AskedBody.objects.get(round=round_, body=body)
    asked.zero_at, asked.zero_by = now(), actor
    asked.save(update_fields=["zero_at", "zero_by"])
    _note(actor, "report_nothing", round_, body.pk)
    return asked


@transaction.atomic
def decide(
    *, actor: Account, round_: Round, entries: Sequence[int], state: State, reason: str, into: int | None = None
) -> int:
    """Keep, merge or cancel entries (who keeps the round), with the reason; returns how many."""
    kept = _kept(actor, round_)
    _demand_open(kept)
    if state not in DECIDED:
        raise ExistingProblem("请选保留、并入或取消。", "state")
    if not reason.strip():
        raise ExistingProblem("请写理由。", "reason")
    rows = list(
        kept.entries.select_for_update(of=("self",))
        .filter(pk__in=list(entries), became=None)
        .exclude(state=State.WITHDRAWN)
    )
    if not rows:
        raise ExistingProblem("请先选要决定的事项。", "entries")
    target = _target(kept, rows, into) if state is State.MERGED else None
    for entry in rows:
        if state is State.KEPT and Kind(entry.kind) not in LISTS_OF_KINDS:
            raise ExistingProblem(
                f"“{entry.title}”是{entry.get_kind_display()}，没有清单可以进，只能取消或并入别的事项。"
            )
        if state is not State.KEPT and entry.merged.exists():
            raise ExistingProblem(f"有别的事项并入了“{entry.title}”，请先改那些。")
        entry.state, entry.merged_into = state, target
        entry.decided_by, entry.decided_at, entry.decision_reason = actor, now(), reason.strip()
        entry.save(update_fields=["state", "merged_into", "decided_by", "decided_at", "decision_reason"])
    _touch(kept)
    _note_bulk(actor, "decide_existing", kept, [[entry.code, state.value, reason] for entry in rows])
    return len(rows)


def _target(round_: Round, rows: Sequence[Entry], into: int | None) -> Entry:
    target = (
        round_.entries.filter(pk=into or 0).exclude(state__in=[State.WITHDRAWN, State.CANCELLED, State.MERGED]).first()
    )
    if target is None or target.pk in {entry.pk for entry in rows}:
        raise ExistingProblem("请选要并入哪一项；已经取消或并入别处的不能选。", "into")
    return target


@transaction.atomic
def undo(*, actor: Account, entry: Entry) -> Entry:
    """Take a decision back, while its entry is in no draft and nothing was merged into it."""
    kept = Entry.objects.select_for_update(of=("self",)).select_related("round").get(pk=entry.pk)
    _demand_open(_kept(actor, kept.round))
    if kept.state not in DECIDED:
        raise ExistingProblem("这一项还没有决定。")
    if kept.became_id is not None or kept.became_code:
        raise ExistingProblem("这一项已经写进清单草稿，要改请改草稿。")
    kept.state, kept.merged_into, kept.decided_by, kept.decided_at, kept.decision_reason = (
        State.WAITING,
        None,
        None,
        None,
        "",
    )
    kept.save()
    _touch(kept.round)
    _note(actor, "undo_decision", kept.round, kept.code)
    return kept


@transaction.atomic
def take_over(*, actor: Account, round_: Round) -> list[Edition]:
    """Write every kept entry into the draft of the fitting list (the steward); a list that is not there is begun.

    What a draft has already under the same name is tied to that item. Doing it twice changes nothing.
    """
    kept = Round.objects.select_for_update().get(pk=round_.pk)
    groups: dict[ListKind, list[Entry]] = {}
    for entry in to_take_over(kept):
        groups.setdefault(LISTS_OF_KINDS[Kind(entry.kind)], []).append(entry)
    drafts = [_write_group(actor, kept, kind, entries) for kind, entries in groups.items()]
    _note(actor, "take_over_existing", kept, [draft.id_text for draft in drafts])
    return drafts


def _write_group(actor: Account, round_: Round, kind: ListKind, entries: Sequence[Entry]) -> Edition:
    draft = _draft(actor, round_.division, kind)
    present = dict(draft.items.values_list("key", "code"))
    fresh = {entry.key: entry for entry in entries if entry.key not in present}
    rows = [_spec(entry) for entry in fresh.values()]
    items = (
        add_items(actor=actor, edition=draft, rows=rows, reasons=[_why(entry) for entry in fresh.values()])
        if rows
        else []
    )
    codes = present | {item.key: item.code for item in items}
    for entry in entries:
        entry.became, entry.became_code = draft, codes[entry.key]
        entry.save(update_fields=["became", "became_code"])
    return draft


def _draft(actor: Account, division: str, kind: ListKind) -> Edition:
    item_list = ItemList.objects.filter(division=division, kind=kind).order_by("pk").first()
    if item_list is None:
        named = next((each for each in named_lists(division, today()) if each.kind == kind), None)
        title = (
            named.title.strip("《》") if named else f"{Body.objects.filter(division_id=division).first() or ''}存量清单"
        )
        item_list = create_list(actor=actor, division_code=division, kind=kind, title=title, publisher="")
    found = item_list.editions.filter(state=EditionState.DRAFT).first()
    return found or open_draft(actor=actor, item_list=item_list, reason="存量登记后保留的事项")


def _spec(entry: Entry) -> ItemSpec:
    note = "；".join(
        part
        for part in (entry.text, f"报表栏目：{'、'.join(entry.columns)}" if entry.columns else "", entry.note)
        if part
    )
    return ItemSpec(
        id="000", title=entry.title, units=entry.units, basis=[text[:200] for text in entry.basis], lead_body=entry.body.name,
        frequency=entry.frequency or None, minutes=entry.minutes, note=note[:2000],
    )  # fmt: skip


def _why(entry: Entry) -> str:
    return f"存量登记 {entry.code}，保留：{entry.decision_reason}"


@transaction.atomic
def remind(*, actor: Account, round_: Round) -> int:
    """Remind the bodies that have neither registered nor reported nothing, at most once a day; returns how many."""
    kept = _kept(actor, round_)
    _demand_open(kept)
    registered = kept.entries.exclude(state=State.WITHDRAWN).values_list("body_id", flat=True)
    waiting = list(kept.asked.filter(zero_at=None).exclude(body__in=registered).values_list("body_id", flat=True))
    _tell(kept, waiting, "存量还没有登记", f"reminded-{today()}")
    _note(actor, "remind_registration", kept, len(waiting))
    return len(waiting)


def _entry_for(actor: Account, entry: Entry) -> Entry:
    """The entry, locked, for its body's officer or who keeps the round."""
    kept = Entry.objects.select_for_update(of=("self",)).select_related("round", "body").get(pk=entry.pk)
    _demand_open(kept.round)
    if kept.body_id not in bodies_of(actor) and not keeps(actor, kept.round.division):
        raise NotAllowed("只能改本单位登记的，您没有这个权限。")
    return kept


def _kept(actor: Account, round_: Round) -> Round:
    """The round, locked, for who keeps it."""
    kept = Round.objects.select_for_update().get(pk=round_.pk)
    if not keeps(actor, kept.division):
        raise NotAllowed("这件事由牵头单位或清单管理员来做，您没有这个权限。")
    return kept


def _demand_open(round_: Round) -> None:
    if round_.closed_at is not None:
        raise ExistingProblem("这一轮存量登记已经结束。")


def _touch(round_: Round) -> None:
    Round.objects.filter(pk=round_.pk).update(revision=F("revision") + 1)


def _tell(round_: Round, bodies: Sequence[int], words: str, event: str) -> None:
    officers = Account.objects.filter(grants__body__in=bodies, grants__revoked_at=None, is_active=True).distinct()
    for account in officers:
        send(
            recipient=account, title=words, body=f"{round_.title}，{round_.register_by} 前登记。没有的也请报“没有”。",
            link=f"/existing/{round_.pk}/", key=f"existing-{round_.pk}-{event}",
        )  # fmt: skip


def _note(actor: Account, verb: str, round_: Round, detail: object) -> None:
    record(
        verb=verb,
        object_type="registration",
        object_id=round_.pk,
        detail=detail,
        actor_id=actor.pk,
        actor_name=str(actor),
        stream=round_.division[:6],
    )


def _note_bulk(actor: Account, verb: str, round_: Round, details: Sequence[object]) -> None:
    record_bulk(
        verb=verb,
        object_type="registration",
        object_id=round_.pk,
        details=details,
        actor_id=actor.pk,
        actor_name=str(actor),
        stream=round_.division[:6],
    )


@job("existing.forget_files", every=timedelta(hours=6))
def forget_files(_job: Job) -> None:
    """Throw away files that nobody confirmed within a day."""
    PendingEntries.objects.filter(at__lt=now() - KEPT_FILES).delete()
