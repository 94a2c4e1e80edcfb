"""反馈核实 on what was dispatched, and what came by other ways: the gate is asked, and a person decides on the lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from qingdan.entry.dispatch.models import Feedback, FeedbackReason, FeedbackState, Way
from qingdan.entry.dispatch.origins import dispatch_of
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.services.writing import note
from qingdan.entry.dispatch.subjects import subject_of
from qingdan.foundation.alerts.services import send
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.documents.evidence import Evidence, keep
from qingdan.foundation.documents.secrecy import marked
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import resolve_body
from qingdan.ledger.choices import FindingKind, LeadState
from qingdan.ledger.models import Lead
from qingdan.ledger.services import record_lead
from qingdan.policy.gate.decide import decide
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.json_form import verdict_to_json
from qingdan.policy.gate.model import Kind, Outcome, Verdict
from qingdan.register.check.services import BadQuestion, ask
from qingdan.register.lists.rulebooks import rulebook_for
from qingdan.register.obligations.access import ObligationAccess
from qingdan.register.obligations.models import Obligation, State
from qingdan.register.obligations.services import dispute, resume

SOURCE = "feedback"
LONGEST = 2000
MARKED = "这段话里有密级或者内部资料的标记，没有收下，也没有留存。请去掉涉密、内部的内容再写，只写要村里做什么。"


@dataclass(frozen=True, slots=True)
class Told:
    """What came by another way, as the village tells it."""

    way: str
    title: str
    issuer_name: str = ""
    text: str = ""
    kind: str = Kind.AFFAIR.value
    reason: str = FeedbackReason.OUTSIDE.value
    frequency: str = ""
    code: str = ""
    due: str = ""
    came_on: date | None = None


@transaction.atomic
def give_feedback(
    *,
    actor: Account,
    obligation: Obligation,
    reason: str,
    text: str = "",
    confidential: bool = False,
    evidence: Sequence[Evidence] = (),
) -> Feedback:
    """Press 反馈核实 on an obligation (the village; its town on its behalf): set aside, asked again, a lead is recorded.

    Files are kept with the feedback and stand in no lead and no finding, so that the issuer never sees them. Pressed
    twice it is one feedback. Raises :class:`DispatchProblem` for a reason that there is not and for words that carry a
    mark of secrecy; nothing of those is kept.
    """
    if reason not in FeedbackReason.values:
        raise DispatchProblem("请选哪里不对。", "reason")
    if marked(text):
        raise DispatchProblem(MARKED, "text")
    kept = dispute(actor=actor, obligation=obligation, in_confidence=confidential)
    assignment = kept.assignment
    verdict = _asked_again(kept)
    made = Feedback.objects.create(
        division=kept.division, obligation=kept, way=Way.DISPATCH, reason=reason, text=text.strip()[:LONGEST],
        title=assignment.title, kind=assignment.kind, frequency=assignment.frequency, code=assignment.code,
        due=str(assignment.due or ""), issuer=assignment.issuer, issuer_name=assignment.issuer.name,
        confidential=confidential, on_behalf=kept.on_behalf, by=actor, verdict=verdict_to_json(verdict), outcome=verdict.outcome.value,
    )  # fmt: skip
    return _recorded(actor, made, verdict, evidence)


@transaction.atomic
def report(*, actor: Account, division: str, told: Told, evidence: Sequence[Evidence] = ()) -> Feedback:
    """Report what came by a call, a group, a paper (the village; its town on its behalf). The informant is protected."""
    on_behalf = ObligationAccess(actor).acts_for(division)
    if on_behalf is None:
        raise NotAllowed("只能报告自己村（社区）的，镇街可以代报。")
    _demand_told(told)
    if marked(told.title, told.text, told.issuer_name, told.due):
        raise DispatchProblem(MARKED, "text")
    try:
        verdict = ask(
            division=division, kind=told.kind, title=told.title, text=told.text, issuer=told.issuer_name,
            frequency=told.frequency or None, code=told.code,
        )  # fmt: skip
    except BadQuestion as problem:
        raise DispatchProblem(problem.message, problem.field) from problem
    made = Feedback.objects.create(
        division_id=division, way=told.way, reason=told.reason, text=told.text.strip()[:LONGEST], title=told.title.strip()[:200],
        kind=told.kind, frequency=told.frequency, code=told.code.strip()[:64], due=told.due.strip()[:60], came_on=told.came_on,
        issuer=resolve_body(told.issuer_name, division), issuer_name=told.issuer_name.strip()[:100], confidential=True,
        on_behalf=on_behalf, by=actor, verdict=verdict_to_json(verdict), outcome=verdict.outcome.value,
    )  # fmt: skip
    return _recorded(actor, made, verdict, evidence)


def _demand_told(told: Told) -> None:
    if told.way not in Way.values or told.way == Way.DISPATCH:
        raise DispatchProblem("请选是怎么来的。", "way")
    if not told.title.strip():
        raise DispatchProblem("请写要村里做什么。", "title")
    if told.reason not in FeedbackReason.values:
        raise DispatchProblem("请选哪里不对。", "reason")
    if told.kind not in set(Kind) or (told.frequency and told.frequency not in dict(FREQUENCIES)):
        raise DispatchProblem("请选类别和多久一次。", "kind")
    if told.came_on is not None and told.came_on > today():
        raise DispatchProblem("来的日子还没有到，请核对。", "came_on")


@transaction.atomic
def take_back(*, actor: Account, feedback: Feedback) -> Feedback:
    """Take an open feedback back (the village): the obligation is owed again; the lead stays for a person to decide."""
    kept = Feedback.objects.select_for_update(of=("self",)).select_related("obligation").get(pk=feedback.pk)
    if ObligationAccess(actor).acts_for(kept.division_id) is None:
        raise NotAllowed("只能收回自己村（社区）的反馈。")
    if kept.state != FeedbackState.OPEN:
        raise DispatchProblem(f"这个反馈{kept.get_state_display()}，不用收回。")
    _answer(kept, FeedbackState.TAKEN_BACK, "村里自己收回。")
    note(actor, "take_back_feedback", SOURCE, kept.pk, kept.division_id, None)
    return kept


def lead_was_decided(sender: object, lead: Lead, **_more: Any) -> None:
    """The ledger's answer reaches the feedback: dismissed, the obligation is owed again; confirmed, it stays set aside."""
    if lead.source != SOURCE:
        return
    kept = Feedback.objects.select_for_update(of=("self",)).select_related("obligation").filter(lead=lead).first()
    if kept is None or kept.state != FeedbackState.OPEN:
        return
    if lead.state == LeadState.DISMISSED:
        _answer(kept, FeedbackState.DISMISSED, lead.decision_reason)
    elif lead.state in (LeadState.CONFIRMED, LeadState.MERGED):
        _answer(kept, FeedbackState.UPHELD, lead.decision_reason or "核实属实，已列入问题台账，由责任单位整改。")


def _answer(kept: Feedback, state: FeedbackState, words: str) -> None:
    kept.state, kept.answered_at, kept.answer = state, now(), words
    kept.save(update_fields=["state", "answered_at", "answer"])
    owed = kept.obligation
    if owed is not None and state != FeedbackState.UPHELD and owed.state == State.DISPUTED:
        resume(actor=None, obligation=owed)
    if kept.confidential and state != FeedbackState.TAKEN_BACK:  # the ledger does not know whom to tell
        send(
            recipient=kept.by, title=f"您报告的“{kept.title[:60]}”{state.label}", body=words[:500],
            link=reverse("dispatch:feedback", args=[kept.pk]), key=f"feedback-{kept.pk}",
        )  # fmt: skip


def _asked_again(kept: Obligation) -> Verdict:
    """The gate's answer of today with facts from records; without a dispatch on record, by the obligation's own words."""
    assignment = kept.assignment
    dispatch = dispatch_of(assignment.origin)
    if dispatch is None:
        return ask(
            division=kept.division_id, kind=assignment.kind, title=assignment.title, text=assignment.what,
            issuer=assignment.issuer.name, frequency=assignment.frequency or None, code=assignment.code,
        )  # fmt: skip
    subject, _matter = subject_of(dispatch, today(), assignment.frequency)
    book = rulebook_for(kept.division_id, today())
    return decide(subject.covered(kept.division_id, today(), book), book)


def _recorded(actor: Account, made: Feedback, verdict: Verdict, evidence: Sequence[Evidence]) -> Feedback:
    made.attachments.set(keep(actor, made.division, evidence))
    first = next((reason for reason in verdict.reasons if not reason.note), verdict.reasons[0])
    made.lead = record_lead(
        actor=None if made.confidential else actor, source=SOURCE, reference=str(made.pk), division=made.division_id,
        title=made.title, text=_words(made), about=made.issuer, about_name=made.issuer_name, kind=made.kind,
        finding_kind=_finding_kind(made), clause=first.clause or "", outcome=made.outcome, verdict=_plain(made.verdict), confidential=made.confidential,
    )  # fmt: skip
    made.save(update_fields=["lead"])
    note(actor, "give_feedback", SOURCE, made.pk, made.division_id, [made.reason, made.outcome, made.confidential])
    return made


_FINDINGS = {
    FeedbackReason.OUTSIDE: FindingKind.OUTSIDE_LIST, FeedbackReason.MORE: FindingKind.MORE_THAN_LISTED,
    FeedbackReason.NO_FUNDS: FindingKind.NO_FUNDS, FeedbackReason.NO_GUIDANCE: FindingKind.NO_GUIDANCE,
    FeedbackReason.TRANSFERRED: FindingKind.TRANSFERRED_DUTY,
}  # fmt: skip


def _finding_kind(made: Feedback) -> FindingKind:
    """What would be wrong, if it is as the village says; whoever confirms it may say otherwise."""
    crossed = made.reason == FeedbackReason.OUTSIDE and made.outcome == Outcome.FORBIDDEN
    return FindingKind.FORBIDDEN if crossed else _FINDINGS[FeedbackReason(made.reason)]


def _words(made: Feedback) -> str:
    return "。".join(
        part for part in (str(made.get_reason_display()), f"来的办法：{made.get_way_display()}", made.text) if part
    )


def _plain(verdict: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: verdict[name]
        for name in ("id", "outcome", "word", "stamp", "summary", "reasons", "next_step", "pack", "pack_status", "on")
        if name in verdict
    }
