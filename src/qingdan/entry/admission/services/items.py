"""What happens to an admitted item after it was admitted: it is withdrawn, given up, renewed, opened to the public."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from qingdan.entry.admission.access import bodies_of, oversees
from qingdan.entry.admission.models import AdmittedItem, Case, Ending
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.services.acting import note
from qingdan.entry.admission.services.admitting import demand_reviewed, touch
from qingdan.entry.admission.services.drafting import Application, start_case
from qingdan.entry.admission.services.telling import tell_item
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account
from qingdan.register.lists.models import Openness


@transaction.atomic
def withdraw_item(
    *, actor: Account, item: AdmittedItem, reason: str, handover: str, on: date | None = None
) -> AdmittedItem:
    """Withdraw an admission (an officer of a lead body over its place): why, and who takes over for residents (NH-106)."""
    kept = _locked(item)
    if not oversees(actor, kept.jurisdiction, [Role.LEAD_OFFICER]):
        raise NotAllowed("撤销准入由牵头单位来办，您没有这个权限。")
    return _end(actor, kept, Ending.WITHDRAWN, reason, handover, on)


@transaction.atomic
def exit_item(
    *, actor: Account, item: AdmittedItem, reason: str, handover: str, on: date | None = None
) -> AdmittedItem:
    """Give an item up (退出) because its work is over (an officer of its own body)."""
    kept = _locked(item)
    if kept.body_id not in bodies_of(actor):
        raise NotAllowed("只有它自己的单位可以办退出。")
    return _end(actor, kept, Ending.EXITED, reason, handover, on)


def _end(
    actor: Account, item: AdmittedItem, ending: Ending, reason: str, handover: str, on: date | None
) -> AdmittedItem:
    day = on or today()
    if item.ending:
        raise AdmissionProblem(f"这一项已经{item.get_ending_display()}（{item.ended_on}），不用再办。")
    if not reason.strip():
        raise AdmissionProblem("请写理由。", "reason")
    if not handover.strip():
        raise AdmissionProblem("请写衔接安排：以后由谁接、从哪天起、群众找谁办；没有要接的也写明。", "handover")
    if day < today():
        raise AdmissionProblem("不能从过去的日子起算，派出去的要有个交代。", "on")
    item.ending, item.ended_on, item.ended_by = ending, day, actor
    item.ended_for, item.handover = reason.strip(), handover.strip()
    item.save(update_fields=["ending", "ended_on", "ended_by", "ended_for", "handover"])
    touch(item.jurisdiction)
    tell_item(item, f"“{item.title}”的准入{ending.label}", f"从 {day} 起编号失效：{reason}", f"ended-{ending}")
    note(actor, f"admission_item_{ending.value}", item.case, [item.code, str(day), reason, handover])
    return item


@transaction.atomic
def renew(*, actor: Account, item: AdmittedItem) -> Case:
    """Begin an application that renews an item (an officer of its body), filled in as the item is; it takes the same way."""
    kept = _locked(item)
    running = Case.objects.filter(renews=kept).exclude(state__in=["refused", "withdrawn"])
    if running.exists():
        raise AdmissionProblem("已经有一件续期申请，请接着办那一件。")
    if kept.ending == Ending.RENEWED:
        raise AdmissionProblem("这一项已经由新的准入接续，请为新的那一项续期。")
    old = kept.case
    said = {name: getattr(old, name) for name in Application.__slots__}
    said |= {"review_on": None, "ends_on": None}
    return start_case(actor=actor, body=kept.body, application=Application(**said), renews=kept)


@transaction.atomic
def set_item_openness(
    *, actor: Account, item: AdmittedItem, openness: str, openness_review: str, not_secret: bool
) -> AdmittedItem:
    """Set the 公开属性 of an admitted item after a recorded review (an officer of a lead body over its place)."""
    kept = _locked(item)
    if not oversees(actor, kept.jurisdiction, [Role.LEAD_OFFICER]):
        raise NotAllowed("公开属性由牵头单位审查，您没有这个权限。")
    if openness not in set(Openness):
        raise AdmissionProblem("请选公开属性。", "openness")
    demand_reviewed(openness, openness_review, not_secret)
    kept.openness, kept.openness_review = openness, openness_review.strip()
    kept.save(update_fields=["openness", "openness_review"])
    note(actor, "admission_openness", kept.case, [kept.code, openness, openness_review])
    return kept


def _locked(item: AdmittedItem) -> AdmittedItem:
    return AdmittedItem.objects.select_for_update(of=("self",)).select_related("body", "case").get(pk=item.pk)
