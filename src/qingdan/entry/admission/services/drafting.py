"""Drafting an application, and the chain of a body through which it goes before it leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from qingdan.entry.admission.access import bodies_of, demand_applicant
from qingdan.entry.admission.attached import Unfit, guide_content
from qingdan.entry.admission.models import AdmittedItem, Case, CaseSeat, InternalChain
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.queries.procedures import kinds_to_apply_for
from qingdan.entry.admission.roles import APPLICANTS
from qingdan.entry.admission.rules import CHAIN_LABELS, MOST_CHAIN, WITH_APPLICANT, State
from qingdan.entry.admission.services.acting import locked, note
from qingdan.foundation.audit.services import record
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.documents.access import readable
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.secrecy import marked
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.divisions import contains
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.policy.gate.facts import UnknownFact, parse_fact
from qingdan.policy.gate.model import Kind
from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.queries import OutsideEveryPack
from qingdan.register.lists.fields import UNIT_LABELS

MOST_PLACES = 500
MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class Application:
    """What an applicant says. Everything but title and kind may still be missing while it is a draft."""

    kind: str
    title: str
    content: str = ""
    basis: str = ""
    basis_text: str = ""
    divisions: Sequence[str] = ()
    units: Sequence[str] = ()
    duration: str = "standing"
    review_on: date | None = None
    ends_on: date | None = None
    frequency: str = ""
    minutes: int | None = None
    funding_standard: str = ""
    funding_source: str = ""
    funding_per_village: Decimal | None = None
    flow_chart: Attachment | None = None
    flow_steps: Sequence[str] = ()
    training: str = ""
    unregulated: bool | None = None
    useful: bool | None = None
    verifiable: bool | None = None
    model_text: str = ""
    operating_rule: str = ""
    upper_title: str = ""
    upper_number: str = ""
    upper_issuer: str = ""
    upper_asks: str = ""
    added_here: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    openness: str = "internal"


_PLAIN = [each.name for each in fields(Application) if each.name not in {"divisions", "units", "flow_steps", "facts"}]


@transaction.atomic
def start_case(*, actor: Account, body: Body, application: Application, renews: AdmittedItem | None = None) -> Case:
    """Begin an application of a body (its officer); nobody else sees it before it is handed in."""
    demand_applicant(actor, body)
    if renews is not None and renews.body_id != body.pk:
        raise NotAllowed("只能为本单位的准入事项申请续期。")
    case = Case(body=body, division=body.division_id, drafted_by=actor, renews=renews, chain=chain_of(body))
    _write(actor, case, application)
    case.save()
    CaseSeat.objects.create(case=case, title="", body=body, waiting=True)
    note(actor, "admission_start", case, [application.kind, application.title])
    return case


@transaction.atomic
def save_draft(*, actor: Account, case: Case, application: Application, seen: int | None = None) -> Case:
    """Change a draft or a returned application (an officer of its body)."""
    kept = locked(case, seen)
    demand_applicant(actor, kept.body)
    if kept.state not in WITH_APPLICANT - {State.SIGNING}:
        raise AdmissionProblem(
            f"现在是“{kept.get_state_display()}”，不能改。审签中的要先退回修改，报送以后只有退回补正才能改。"
        )
    if kept.round and application.kind != kept.kind:
        raise AdmissionProblem("报送过的申请不能换类别。要换类别请撤回这一件，另外申请。", "kind")
    _write(actor, kept, application)
    kept.revision += 1
    kept.save()
    note(actor, "admission_save", kept, [application.title, kept.revision])
    return kept


@transaction.atomic
def discard_draft(*, actor: Account, case: Case) -> None:
    """Throw a draft away that was never handed in (an officer of its body)."""
    kept = locked(case)
    demand_applicant(actor, kept.body)
    if not discardable(kept):
        raise AdmissionProblem("送过审签或者报送过的申请不能删，可以撤回。")
    note(actor, "admission_discard", kept, kept.title)
    kept.seats.all().delete()
    kept.checks.all().delete()
    kept.delete()


def discardable(case: Case) -> bool:
    """Whether a draft has never left its drafter: nothing of it need be kept."""
    return not case.round and case.state == State.DRAFT and not case.acts.exists()


def _write(actor: Account, case: Case, said: Application) -> None:
    if not said.title.strip() or not key(said.title):
        raise AdmissionProblem("请写事项的名称。", "title")
    _demand_kind(case.body, said.kind)
    _demand_days(said)
    for name in _PLAIN:
        value = getattr(said, name)
        setattr(case, name, value.strip() if isinstance(value, str) else value)
    case.title, case.key = said.title.strip()[:200], key(said.title)[:200]
    case.divisions = _places(case.body, said.divisions)
    case.units = [unit for unit in UNIT_LABELS if unit in set(said.units)]
    case.flow_steps = [step.strip()[:200] for step in said.flow_steps if step.strip()][:MOST_STEPS]
    case.facts = _facts(said.facts)
    _settle_certificate(case)
    if said.flow_chart is not None and not readable(actor).filter(pk=said.flow_chart.pk).exists():
        raise NotAllowed("流程图不是您能用的附件。")


def _settle_certificate(case: Case) -> None:
    """A kind of certificate has words that can become its guide; another kind has none of them."""
    if case.kind != Kind.CERTIFICATE:
        case.unregulated = case.useful = case.verifiable = None
        case.model_text = case.operating_rule = ""
        return
    if marked(case.model_text, case.operating_rule):
        raise AdmissionProblem("里面有密级标志。涉密、工作秘密、内部资料不得填写，没有保存。", "model_text")
    try:
        guide_content(model_text=case.model_text, procedure=case.flow_steps, operating_rule=case.operating_rule)
    except Unfit as unfit:
        raise AdmissionProblem(str(unfit), unfit.field) from unfit


def _demand_kind(body: Body, kind: str) -> None:
    try:
        known = kinds_to_apply_for(body, today())
    except OutsideEveryPack as error:
        raise AdmissionProblem(str(error), "kind") from error
    if kind not in known:
        raise AdmissionProblem("请选类别。责任书、指标、留痕、一票否决这些没有准入的办法。", "kind")


def _demand_days(said: Application) -> None:
    if said.duration not in {"standing", "fixed", "temporary"}:
        raise AdmissionProblem("请选期限。", "duration")
    if said.ends_on is not None and said.ends_on < today():
        raise AdmissionProblem("截止日期已经过了。", "ends_on")
    if said.review_on is not None and said.review_on <= today():
        raise AdmissionProblem("复核日期要在今天以后。", "review_on")


def _places(body: Body, codes: Sequence[str]) -> list[str]:
    """Loaded divisions within the body's own; a place that lies in another one of them is left out."""
    wanted = list(dict.fromkeys(codes)) or [body.division_id]
    if len(wanted) > MOST_PLACES:
        raise AdmissionProblem(f"一次最多选 {MOST_PLACES} 个地方；选整个镇街或者全区就不用一个一个选。", "divisions")
    outside = [code for code in wanted if not contains(body.division_id, code)]
    if outside or Division.objects.filter(pk__in=wanted).count() != len(wanted):
        raise AdmissionProblem("范围只能选本单位所在地方里面的镇街和村（社区）。", "divisions")
    return sorted(code for code in wanted if not any(other != code and contains(other, code) for other in wanted))


def _facts(said: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for name, value in said.items():
        try:
            found[name] = parse_fact(name, value)
        except UnknownFact as error:
            raise AdmissionProblem(str(error), "facts") from error
    return found


def chain_of(body: Body) -> list[str]:
    """The steps of a body's chain; a body that has set none lets one officer draft and hand in."""
    found = InternalChain.objects.filter(body=body).first()
    return list(found.steps) if found else [CHAIN_LABELS[0]]


@transaction.atomic
def set_chain(*, actor: Account, body: Body, steps: Sequence[str]) -> InternalChain:
    """Set who signs in a body before an application leaves it: one to four steps (its own officers).

    Applications that are already being signed keep the chain with which they began.
    """
    if body.pk not in bodies_of(actor, APPLICANTS):
        raise NotAllowed("只能设置本单位的审签步骤。")
    wanted = [step.strip()[:20] for step in steps if step.strip()]
    if not 1 <= len(wanted) <= MOST_CHAIN or len(set(wanted)) != len(wanted):
        raise AdmissionProblem(f"审签要有 1 到 {MOST_CHAIN} 步，每一步的名称不一样。", "steps")
    chain, _made = InternalChain.objects.update_or_create(
        body=body, defaults={"steps": wanted, "changed_by": actor, "changed_at": now()}
    )
    Case.objects.filter(body=body, state__in=[State.DRAFT, State.RETURNED]).update(chain=wanted)
    record(
        verb="admission_chain", object_type="body", object_id=body.pk, detail=wanted, actor_id=actor.pk,
        actor_name=str(actor), stream=body.division_id[:6],
    )  # fmt: skip
    return chain
