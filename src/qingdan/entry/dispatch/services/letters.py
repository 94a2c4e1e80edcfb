"""Sending the 《准入核查告知单》 in the town's name."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from qingdan.entry.dispatch.feedback_access import FeedbackAccess
from qingdan.entry.dispatch.models import Feedback
from qingdan.entry.dispatch.papers import NOTICE
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.services.feedback import SOURCE
from qingdan.entry.dispatch.services.writing import note, tell_body
from qingdan.foundation.clock.moments import now
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account


@transaction.atomic
def send_notice(*, actor: Account, feedback: Feedback) -> Feedback:
    """Send the notice to the issuer in the town's name (the town's clerk); sent twice it goes once.

    Raises :class:`NotAllowed` for anybody else, and :class:`DispatchProblem` where there is nobody on record to send it
    to, and for a protected informant's report, which the body must not learn of in this way.
    """
    kept = Feedback.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=feedback.pk)
    if kept.letter_at is not None:
        return kept
    access = FeedbackAccess(actor)
    if access.obligations.acts_for(kept.division_id) is not True:
        raise NotAllowed("告知单由镇街的人以镇街名义发出，您没有这个权限。")
    if kept.confidential:
        raise DispatchProblem("反映人受保护的，系统不直接发给对方；可以打印以后由镇街当面交涉。")
    sender = access.sender_of_letter(kept)
    if sender is None or kept.issuer is None:
        raise DispatchProblem("提出单位不在系统里，或者就是本镇街，请打印后送达。")
    kept.letter_at, kept.letter_by = now(), sender
    kept.save(update_fields=["letter_at", "letter_by"])
    link = reverse("dispatch:notice", args=[kept.pk])
    tell_body(
        kept.issuer, f"{NOTICE}：{kept.title}"[:120], f"{sender}送来，请看核查结果和建议。", link, f"notice-{kept.pk}"
    )
    note(actor, "send_notice", SOURCE, kept.pk, kept.division_id, [sender.pk])
    return kept
