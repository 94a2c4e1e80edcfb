"""What stands beside a case: voluntary consultation, reports upwards, local methods of places that state none."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db import transaction

from qingdan.entry.admission.access import bodies_of, demand_applicant, oversees, seats_of
from qingdan.entry.admission.checking import villages_of
from qingdan.entry.admission.models import Case, Consultation, ConsultedDivision, LocalProcedure, UpwardReport
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.roles import VILLAGES
from qingdan.entry.admission.rules import ENDED, Stance, State
from qingdan.entry.admission.services.acting import locked, note
from qingdan.foundation.alerts.services import send
from qingdan.foundation.audit.services import record
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.documents.access import readable
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Level, Role
from qingdan.foundation.orgs.divisions import level
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.foundation.orgs.queries import accounts_holding
from qingdan.policy.gate.model import Kind
from qingdan.policy.gate.normalise import authority
from qingdan.policy.packs.compiling import CompiledPack
from qingdan.policy.packs.queries import OutsideEveryPack, governing_pack
from qingdan.policy.packs.schema import ProcedureSpec, SeatSpec, StepSpec

MOST_SAMPLED = 30
CONSULTED_WHILE = frozenset({State.REVIEWING, State.COORDINATING})
"""When towns and villages may be asked: while opinions are formed, beside which theirs stand."""


@transaction.atomic
def consult(*, actor: Account, case: Case, until: date, sample: int, question: str = "") -> Consultation:
    """Ask the towns of the scope and a random sample of its villages (a body with a seat in the running case).

    Answering is voluntary; nothing waits for it, and it stands beside the opinions.
    """
    kept = locked(case)
    if not seats_of(actor, kept):
        raise NotAllowed("由参加审核的单位来征求镇村意见，您没有这个权限。")
    if kept.state not in CONSULTED_WHILE:
        raise AdmissionProblem(f"现在是“{kept.get_state_display()}”。镇村意见和各单位的意见并列，要在审核的时候征求。")
    if hasattr(kept, "consultation"):
        raise AdmissionProblem("已经征求过镇村意见。")
    if until < today():
        raise AdmissionProblem("截止日期不能早于今天。", "until")
    if not 0 <= sample <= MOST_SAMPLED:
        raise AdmissionProblem(f"最多抽 {MOST_SAMPLED} 个村（社区），少打扰。", "sample")
    asked = Consultation.objects.create(case=kept, question=question.strip(), until=until, asked_by=actor)
    villages = list(villages_of(kept.divisions, kept.units).values_list("code", flat=True))
    drawn = sorted(secrets.SystemRandom().sample(villages, min(sample, len(villages))))
    towns = sorted({code[:9].ljust(12, "0") for code in villages})
    codes = Division.objects.filter(pk__in=[*towns, *drawn]).values_list("code", flat=True)
    ConsultedDivision.objects.bulk_create([ConsultedDivision(consultation=asked, division_id=code) for code in codes])
    _tell_consulted(asked)
    note(actor, "admission_consult", kept, [str(until), *codes])
    return asked


def _tell_consulted(asked: Consultation) -> None:
    for row in asked.asked.select_related("division"):
        roles = [Role.TOWN_CLERK] if level(row.division_id) is Level.TOWN else [Role.VILLAGE_CLERK, Role.VILLAGE_HEAD]
        for role in roles:
            for account in accounts_holding(role, row.division_id):
                send(
                    recipient=account, title=f"想听听您的意见：{asked.case.title}"[:120], body="自愿回复，不回复也没有关系。",
                    link=f"/admission/consultations/{row.pk}/", key=f"admission-consulted-{row.pk}",
                )  # fmt: skip


@transaction.atomic
def answer_consultation(*, actor: Account, row: ConsultedDivision, stance: Stance, text: str) -> ConsultedDivision:
    """What a town or village thinks (its own people; a town's clerk for its villages); it may be changed until the day."""
    kept = ConsultedDivision.objects.select_for_update(of=("self",)).select_related("consultation__case").get(pk=row.pk)
    if not oversees(actor, kept.division_id, VILLAGES):
        raise NotAllowed("只有被问到的镇街和村（社区）可以回复。")
    if kept.consultation.until < today() or kept.consultation.case.state in ENDED:
        raise AdmissionProblem("征求意见已经结束，谢谢。")
    kept.stance, kept.text, kept.by, kept.at = stance, text.strip(), actor, now()
    kept.save(update_fields=["stance", "text", "by", "at"])
    note(actor, "admission_consulted", kept.consultation.case, [kept.division_id, stance, text])
    return kept


@dataclass(frozen=True, slots=True)
class Report:
    """What is told upwards of a document from above."""

    addressee: str
    upper_title: str
    upper_issuer: str
    asks: str
    conflict: str
    proposal: str
    upper_number: str = ""
    clause: str = ""


@transaction.atomic
def report_upwards(*, actor: Account, body: Body, report: Report, case: Case | None = None) -> UpwardReport:
    """Record that a document from above asks what the place's rules do not allow (an officer of the body it concerns).

    It is told upwards and is never a finding against who stands above.
    """
    demand_applicant(actor, body)
    for name, words in _REPORTED.items():
        if not getattr(report, name).strip():
            raise AdmissionProblem(f"请写{words}。", name)
    if case is not None and case.body_id != body.pk:
        raise NotAllowed("只能带上本单位的申请。")
    made = UpwardReport.objects.create(
        division=body.division_id, body=body, case=case, reported_by=actor,
        **{name: getattr(report, name).strip() for name in Report.__slots__},
    )  # fmt: skip
    _note(
        actor,
        "admission_report_upwards",
        "upward_report",
        made.pk,
        body.division_id,
        [report.upper_title, report.conflict],
    )
    return made


_REPORTED = {
    "addressee": "报给哪个单位", "upper_title": "上级文件的名称", "upper_issuer": "是哪个上级单位的", "asks": "文件要求的原话",
    "conflict": "与什么不一致", "proposal": "建议怎么办",
}  # fmt: skip


@transaction.atomic
def record_answer(*, actor: Account, report: UpwardReport, answer: str, answered_on: date) -> UpwardReport:
    """Record what came back from above (an officer of the body that reported)."""
    kept = UpwardReport.objects.select_for_update(of=("self",)).select_related("body").get(pk=report.pk)
    if kept.body_id not in bodies_of(actor):
        raise NotAllowed("由反映的单位登记答复。")
    if not answer.strip():
        raise AdmissionProblem("请写答复的内容。", "answer")
    if answered_on > today():
        raise AdmissionProblem("答复日期不能晚于今天。", "answered_on")
    kept.answer, kept.answered_on, kept.answered_by = answer.strip(), answered_on, actor
    kept.save(update_fields=["answer", "answered_on", "answered_by"])
    _note(actor, "admission_upwards_answered", "upward_report", kept.pk, kept.division, [answer, str(answered_on)])
    return kept


@dataclass(frozen=True, slots=True)
class LocalMethod:
    """A local method in the words of a form; it becomes a procedure of the packs' own shape.

    ``days`` are working days of each step; ``days_stated``: the document says so, else they are ours (系统建议值).
    """

    title: str
    kinds: Sequence[str]
    document: str
    source: str
    leads: str
    approvers: Sequence[str]
    asks: Sequence[str] = ()
    filing: str = ""
    document_number: str = ""
    days: int | None = None
    days_stated: bool = False
    joint_paper: bool = True


@transaction.atomic
def record_local_procedure(
    *, actor: Account, division: str, method: LocalMethod, scan: Attachment | None = None
) -> LocalProcedure:
    """Record how a place admits where its document does not say so (its list steward), with the source."""
    if not oversees(actor, division, [Role.LIST_STEWARD]):
        raise NotAllowed("本地办法由清单管理员登记，您没有这个权限。")
    if scan is not None and not readable(actor).filter(pk=scan.pk).exists():
        raise NotAllowed("扫描件不是您能用的附件。")
    for name, words in (
        ("document", "依据文件"),
        ("source", "来源（从哪里得到、原件在哪里）"),
        ("leads", "由哪个单位审核"),
    ):
        if not getattr(method, name).strip():
            raise AdmissionProblem(f"请写{words}。", name)
    kinds = [kind.value for kind in Kind if kind.value in set(method.kinds)]
    if not kinds:
        raise AdmissionProblem("请选管哪几类。", "kinds")
    pack = _demand_unstated(division, kinds)
    spec = spec_of(division, method, kinds, consent_by(pack, method.approvers))
    made = LocalProcedure.objects.create(
        division=division, spec=spec.model_dump(mode="json"), kinds=kinds, document=method.document.strip(),
        document_number=method.document_number.strip(), source=method.source.strip(), scan=scan, recorded_by=actor,
    )  # fmt: skip
    _note(actor, "admission_local_procedure", "local_procedure", made.pk, division, made.spec)
    return made


def consent_by(pack: CompiledPack, approvers: Sequence[str]) -> list[str]:
    """The authorities of the place's documents that these approvers are together, as 市委 and 市政府 are 市委、市政府."""
    named = authority("".join(name.strip() for name in approvers))
    known = {entry.id: entry for part in reversed(pack.chain) for entry in part.header.authorities}
    return [entry.id for entry in known.values() if named and authority(entry.names[0]) == named]


def _demand_unstated(division: str, kinds: Sequence[str]) -> CompiledPack:
    """What the place's own document states, nobody records otherwise; the place's pack."""
    try:
        pack = governing_pack(division, today())
    except OutsideEveryPack as error:
        raise AdmissionProblem(str(error), "division") from error
    if pack.status == "draft":
        return pack
    stated = {kind for spec in pack.chain[0].header.procedures if spec.stated for kind in spec.kinds}
    if stated & set(kinds):
        raise AdmissionProblem(f"{pack.title}已经写明这些类别的步骤，不能另外登记本地办法。", "kinds")
    return pack


def spec_of(division: str, method: LocalMethod, kinds: Sequence[str], consent: Sequence[str] = ()) -> ProcedureSpec:
    """The method as a procedure: review (with opinions, if others are asked), approval with its consent, filing."""
    here = level(division)
    seat_level = Level.COUNTY if here in {Level.TOWN, Level.VILLAGE} else here

    def seats(names: Sequence[str]) -> list[SeatSpec]:
        return [SeatSpec(body=name.strip(), level=seat_level.value) for name in names if name.strip()]  # type: ignore[arg-type]  # a level of the schema

    source: Literal["clause", "product"] = "product" if method.days and not method.days_stated else "clause"
    steps = [
        StepSpec(act="review", title="审核", says=f"{method.leads}审核", by=seats([method.leads]), asks=seats(method.asks), days=method.days, days_source=source)
    ]  # fmt: skip
    if seats(method.approvers):
        words = "、".join(name.strip() for name in method.approvers if name.strip())
        steps.append(
            StepSpec(act="approve", title="审批", says=f"报{words}审批", by=seats(method.approvers), joint_paper=method.joint_paper, consent=list(consent), days=method.days, days_source=source)
        )  # fmt: skip
    if method.filing.strip():
        steps.append(StepSpec(act="file", title="备案", says=f"报{method.filing}备案", by=seats([method.filing])))
    return ProcedureSpec(
        id="local",
        title=method.title.strip() or "本地准入办法",
        kinds=[Kind(kind) for kind in kinds],
        apply_to=method.leads,
        steps=steps,
    )


@transaction.atomic
def confirm_local_procedure(*, actor: Account, procedure: LocalProcedure) -> LocalProcedure:
    """Confirm a recorded local method (an officer of a lead body, not who recorded it); from now on it works."""
    kept = LocalProcedure.objects.select_for_update(of=("self",)).get(pk=procedure.pk)
    if not oversees(actor, kept.division, [Role.LEAD_OFFICER]):
        raise NotAllowed("本地办法由牵头单位确认，您没有这个权限。")
    if kept.recorded_by_id == actor.pk:
        raise NotAllowed("自己登记的不能自己确认。")
    if kept.confirmed_at is not None or kept.ended_at is not None:
        raise AdmissionProblem("这份办法已经确认过，或者已经停用。")
    kept.confirmed_by, kept.confirmed_at = actor, now()
    kept.save(update_fields=["confirmed_by", "confirmed_at"])
    _note(actor, "admission_local_confirmed", "local_procedure", kept.pk, kept.division, kept.spec)
    return kept


@transaction.atomic
def end_local_procedure(*, actor: Account, procedure: LocalProcedure, reason: str) -> LocalProcedure:
    """Take a local method out of use (a lead body's officer), with the reason; running cases keep theirs."""
    kept = LocalProcedure.objects.select_for_update(of=("self",)).get(pk=procedure.pk)
    if not oversees(actor, kept.division, [Role.LEAD_OFFICER]):
        raise NotAllowed("本地办法由牵头单位停用，您没有这个权限。")
    if not reason.strip():
        raise AdmissionProblem("请写为什么停用。", "reason")
    if kept.ended_at is None:
        kept.ended_at, kept.ended_for = now(), reason.strip()
        kept.save(update_fields=["ended_at", "ended_for"])
        _note(actor, "admission_local_ended", "local_procedure", kept.pk, kept.division, reason)
    return kept


def _note(actor: Account, verb: str, what: str, pk: int, division: str, detail: object) -> None:
    record(
        verb=verb, object_type=what, object_id=pk, detail=detail, actor_id=actor.pk, actor_name=str(actor),
        stream=division[:6],
    )  # fmt: skip
