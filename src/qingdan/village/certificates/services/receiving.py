"""Receiving a request at the counter: judged by the rules of the day, kept, explained or handled; who demanded it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.documents.evidence import Evidence
from qingdan.foundation.documents.services import attach_sealed
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import resolve_body
from qingdan.foundation.personal.services import new_subject
from qingdan.policy.gate.json_form import verdict_to_json
from qingdan.village.certificates.access import ApplicationAccess
from qingdan.village.certificates.choices import Channel, Demander, Need, State, Verb, Way
from qingdan.village.certificates.judging import Judged, Request, judge
from qingdan.village.certificates.models import Application, Explanation, Safeguard
from qingdan.village.certificates.persons import Person
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.rules import first_state
from qingdan.village.certificates.sealed import PROXY, person_digest, person_parts, seal_parts
from qingdan.village.certificates.services.demands import lead_about
from qingdan.village.certificates.services.writing import move
from qingdan.village.certificates.ways import is_ungrounded

ASKED_ALREADY = "这位居民的这一种证明正在办，不用再受理一次。请打开正在办的那一件。"


@dataclass(frozen=True, slots=True)
class Party:
    """Who asks and who came: ``identity_checked`` says that the paper itself was looked at; ``agent`` came with a letter."""

    person: Person | None = None
    identity_checked: bool = False
    agent: Person | None = None
    proxy_seen: bool = False
    proxy: Evidence | None = None
    channel: str = Channel.COUNTER.value


@transaction.atomic
def receive(*, actor: Account, request: Request, party: Party | None = None) -> Application:
    """Take a request down (the village; its town for it, marked). The gate decides first, by the rules of today.

    What may be issued is handled and needs the person with a checked paper; what may not be waits for its explanation,
    for which nobody has to say who they are. A party, government or mass body that demands it without a basis is counted,
    and reported to the ledger where it is within the jurisdiction. Raises :class:`CertificateProblem`.
    """
    on_behalf = ApplicationAccess(actor).demand_handler(request.division)
    party, day = party or Party(), today()
    judged = judge(request, day)
    _demand_answered(judged, party)
    made = _made(actor, judged, party, on_behalf)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise CertificateProblem(ASKED_ALREADY, "id_number") from error
    _keep_beside(made, judged)
    if made.ungrounded:
        made.lead = lead_about(actor, made, judged.verdict)
    move(
        actor,
        made,
        Verb.RECEIVE,
        target=State(made.state),
        text=made.way_says,
        detail=[made.kind_title, made.way, made.channel],
    )
    return made


def _demand_answered(judged: Judged, party: Party) -> None:
    if judged.decision.unanswered:
        raise CertificateProblem(f"请先回答：{'、'.join(judged.decision.unanswered)}。", "answers")
    if party.channel not in Channel.values:
        raise CertificateProblem("请选是怎么来的。", "channel")
    if party.channel == Channel.PROXY and (party.agent is None or not party.proxy_seen):
        raise CertificateProblem("委托别人来办的，要看委托书和受托人的身份证。", "proxy_seen")
    if not judged.issuing:
        return
    if party.person is None or not party.person.number:
        raise CertificateProblem("出具证明要核对身份证，请填姓名和身份证号码。", "id_number")
    if not party.identity_checked:
        raise CertificateProblem("请核对身份证原件以后打勾。", "identity_checked")


def _made(actor: Account, judged: Judged, party: Party, on_behalf: bool) -> Application:
    request, decision = judged.request, judged.decision
    named = request.demander.strip()[:100] if request.demander_class != Demander.INDIVIDUAL else ""
    made = Application(
        division_id=request.division, kind_code=judged.kind.code if judged.kind else "", kind_title=judged.title, regime=judged.regime,
        guide_version_id=judged.kind.guide.version_id if judged.kind and judged.kind.guide else None,
        demander_name=named, demander_class=request.demander_class, demander_body=resolve_body(named, request.division) if named else None,
        basis=request.basis, basis_text=request.basis_text.strip()[:200], cause=request.answers.cause, within_duty=request.answers.within_duty,
        verifiable=request.answers.verifiable, public_interest=request.public_interest, legal_risk=request.legal_risk, simple=judged.simple,
        verdict=verdict_to_json(judged.verdict) | {"pack_hash": judged.verdict.pack_hash}, outcome=judged.verdict.outcome.value,
        way=decision.way, way_says=decision.says[:300], way_clause=decision.clause,
        ungrounded=is_ungrounded(decision.way, request.demander_class), state=first_state(decision.way),
        subject=new_subject(), person_digest=person_digest(party.person), identity_checked=party.identity_checked, channel=party.channel,
        proxy_seen=party.proxy_seen, on_behalf=on_behalf, received_by=actor, received_at=now(), received_on=today(),
        due_on=judged.due_on if judged.issuing else None,
    )  # fmt: skip
    purpose = {"purpose": request.purpose.strip()} if request.purpose.strip() else {}
    seal_parts(made, person_parts(party.person, party.agent) | purpose)
    if party.proxy is not None:
        made.proxy = attach_sealed(
            actor=actor,
            division=made.division,
            subject=made.subject,
            name=party.proxy.called("委托书"),
            data=party.proxy.data,
            purpose=PROXY,
        )
    return made


def _keep_beside(made: Application, judged: Judged) -> None:
    """What has to be on record before issue, or the explanation."""
    if judged.issuing:
        Safeguard.objects.bulk_create(
            Safeguard(application=made, need=need, clause=clause, due_on=judged.due_on if need == Need.INVESTIGATION else None)
            for need, clause in judged.needs
        )  # fmt: skip
        return
    Explanation.objects.create(application=made, **explained(judged))


def explained(judged: Judged) -> dict[str, Any]:
    """What the slip says: the item with its list, level and basis, the reason with its clause, who handles it instead."""
    kind, decision = judged.kind, judged.decision
    admit = decision.way == Way.ADMIT  # on no list: nothing of a list is the reason, and what is only alike is not it
    instead = kind.handled_by if kind is not None and kind.handled_by else USUAL_ADVICE[Way.ADMIT] if admit else ""
    listed = next((each for each in judged.verdict.reasons if each.clause and each.item and not admit), None)
    reason = listed.text if listed else f"“{judged.title}”不在保留清单里。{decision.says}"
    further = USUAL_ADVICE[Way.REPORT] if decision.way == Way.REPORT and instead else ""
    return {
        "item": _item(judged), "reason": reason[:500], "clause": (listed.clause if listed else "") or decision.clause,
        "instead": f"{instead or judged.verdict.next_step or USUAL_ADVICE[Way(decision.way)]}{'。' if further and not instead.endswith('。') else ''}{further}"[:500],
    }  # fmt: skip


def _item(judged: Judged) -> str:
    kind = judged.kind
    if kind is None or kind.regime == "retained":
        return ""
    basis = f"（依据：{'；'.join(kind.basis)}）" if kind.basis else ""
    return f"《{kind.list_title}》{kind.code} {kind.title}{basis}"[:300]


USUAL_ADVICE = {
    Way.REFUSE: "请要证明的单位自己核查；它坚持要的，请它写明法律依据。",
    Way.REPORT: "仍然要办的，村（社区）向镇街反映，由镇街联系要证明的单位协调。",
    Way.ADMIT: "由主管部门申请准入这一种证明，列入清单以后再来办；村（社区）可以替您向镇街反映。",
    Way.REFER: "请到办理这件事的单位去办；村（社区）可以告诉您怎么走。",
}
