"""Entries are kept, merged or cancelled, and what is kept goes into drafts."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.models import Account, Body
from qingdan.policy.gate.model import Kind, ListKind
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.existing.models import DECIDED, Entry, Round, State
from qingdan.register.existing.queries import to_take_over
from qingdan.register.existing.services.writing import ExistingProblem, demand_open, kept_round, note, note_bulk, touch
from qingdan.register.lists.models import Edition, EditionState, ItemList
from qingdan.register.lists.queries import named_lists
from qingdan.register.lists.services import add_items, create_list, open_draft

LISTS_OF_KINDS = {
    Kind.AFFAIR: ListKind.ASSIST, Kind.FORM: ListKind.FORM, Kind.MECHANISM: ListKind.MECHANISM, Kind.PLAQUE: ListKind.PLAQUE,
    Kind.CHANNEL: ListKind.CHANNEL, Kind.APPRAISAL: ListKind.APPRAISAL, Kind.CERTIFICATE: ListKind.CERTIFICATE_RETAINED,
}  # fmt: skip
"""On which list a kept burden of a kind goes. Pledges, proofs of work, vetoes and liabilities have no list to stand on."""


@transaction.atomic
def decide(
    *, actor: Account, round_: Round, entries: Sequence[int], state: State, reason: str, into: int | None = None
) -> int:
    """Keep, merge or cancel entries (who keeps the round), with the reason; returns how many."""
    kept = kept_round(actor, round_)
    demand_open(kept)
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
    touch(kept)
    note_bulk(actor, "decide_existing", kept, [[entry.code, state.value, reason] for entry in rows])
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
    demand_open(kept_round(actor, kept.round))
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
    touch(kept.round)
    note(actor, "undo_decision", kept.round, kept.code)
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
    note(actor, "take_over_existing", kept, [draft.id_text for draft in drafts])
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
