"""Approved items go into the next edition of their list, where the place's document wants it so (KT-14)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from qingdan.entry.admission.access import oversees
from qingdan.entry.admission.models import AdmittedItem, Case
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.rules import State
from qingdan.entry.admission.services.acting import locked, note
from qingdan.entry.admission.services.admitting import admit_from_list
from qingdan.entry.admission.services.telling import tell_item
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.divisions import ancestors
from qingdan.foundation.orgs.models import Account
from qingdan.policy.gate.model import Kind, ListKind
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists.models import Edition
from qingdan.register.lists.services import ListsProblem, propose_item

LISTS_OF_KINDS = {
    Kind.AFFAIR: ListKind.ASSIST, Kind.FORM: ListKind.FORM, Kind.MECHANISM: ListKind.MECHANISM, Kind.PLAQUE: ListKind.PLAQUE,
    Kind.CHANNEL: ListKind.CHANNEL, Kind.APPRAISAL: ListKind.APPRAISAL, Kind.CERTIFICATE: ListKind.CERTIFICATE_RETAINED,
}  # fmt: skip
"""On which list an admitted matter of a kind goes."""


def propose(case: Case) -> bool:
    """Put an approved item into the draft of the list's next edition; False where the draft cannot be changed now.

    The caller holds the case's lock. The steward finds it there and publishes by the lists' own rules.
    """
    try:
        edition, code = propose_item(
            division=case.division,
            kind=LISTS_OF_KINDS[Kind(case.kind)],
            spec=spec_of(case),
            reason=f"准入申请 {case.number} 已经批准",
        )
    except ListsProblem:
        return False
    case.list_edition, case.list_code = edition, code
    case.save(update_fields=["list_edition", "list_code"])
    note(None, "admission_propose", case, [edition.id_text, code])
    return True


@transaction.atomic
def take_into_list(*, actor: Account, case: Case) -> Case:
    """Put an approved item into the draft now (the list steward), where it could not be done by itself."""
    kept = locked(case)
    if not oversees(actor, kept.division, [Role.LIST_STEWARD]):
        raise NotAllowed("纳入清单由清单管理员来办，您没有这个权限。")
    if kept.state != State.LISTING:
        raise AdmissionProblem(f"现在是“{kept.get_state_display()}”，不用纳入清单。")
    if kept.list_edition_id is None and not propose(kept):
        raise AdmissionProblem("这份清单的草稿正在等审查，或者已经有同名的事项。请先处理那份草稿，再来纳入。")
    return kept


def spec_of(case: Case) -> ItemSpec:
    """The item as a list prints it."""
    note_ = "；".join(
        part for part in (case.content, f"流程：{'→'.join(case.flow_steps)}" if case.flow_steps else "") if part
    )
    return ItemSpec(
        id="000",
        title=case.title,
        units=case.units,
        frequency=case.frequency or None,
        basis=[line[:200] for line in case.basis_lines],
        lead_body=case.body.name,
        funding=case.funding_standard,
        training=case.training,
        minutes=case.minutes,
        note=note_[:2000],
        valid_to=case.ends_on if case.duration != "standing" else None,
        review_on=case.review_on,
    )


def after_publication(sender: Any, edition: Edition, **_more: Any) -> None:
    """When an edition is published: admit what waits for it, and mark admitted items that it has taken over."""
    if edition.effective_on is None:
        return
    codes = set(edition.items.values_list("code", flat=True))
    waiting = Case.objects.filter(state=State.LISTING, list_edition=edition)
    for case in waiting.select_for_update(of=("self",)).select_related("body"):
        procedure = case.kept_procedure
        if procedure is not None and case.list_code in codes:
            admit_from_list(case, procedure, edition.effective_on)
        elif case.list_code not in codes:
            case.list_edition, case.list_code = None, ""
            case.save(update_fields=["list_edition", "list_code"])
    _absorb(edition)


def _absorb(edition: Edition) -> None:
    """A filed item that stood beside the list until it was revised now stands in it; its code goes on naming it."""
    kinds = [kind.value for kind, list_kind in LISTS_OF_KINDS.items() if list_kind == edition.item_list.kind]
    named = dict(edition.items.values_list("key", "code"))
    places = {edition.item_list.division}
    rows = AdmittedItem.objects.filter(kind__in=kinds, absorbed_on=None, ending="", key__in=list(named))
    for item in rows.select_related("body", "case"):
        if not places & set(ancestors(item.jurisdiction)):
            continue
        item.absorbed_on, item.absorbed_code = edition.effective_on, named[item.key]
        item.save(update_fields=["absorbed_on", "absorbed_code"])
        note(None, "admission_absorb", item.case, [item.code, item.absorbed_code])
        tell_item(
            item,
            f"“{item.title}”已纳入清单",
            f"{item.absorbed_on} 起在《{edition.item_list.title}》里，清单编码 {item.absorbed_code}。",
            "absorbed",
        )
