"""Answers on paper: recorded by one person, counted when another has compared them with the original."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from qingdan.entry.admission.access import may_check_paper, may_record_paper
from qingdan.entry.admission.models import Case, PaperDecision, PaperKind, PaperState
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.queries.cases import standing_of
from qingdan.entry.admission.rules import Act, NotNow, Stance, Verb, advance, due, step_of
from qingdan.entry.admission.services.acting import locked, move, note
from qingdan.entry.admission.services.admitting import settle_end
from qingdan.entry.admission.services.handing import procedure_of
from qingdan.entry.admission.services.reviewing import demand_words
from qingdan.entry.admission.services.telling import tell_applicant
from qingdan.foundation.alerts.services import send
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.documents.access import readable
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import accounts_holding
from qingdan.policy.packs.procedures import Procedure

ON_PAPER = (Verb.OPINE, Verb.REVIEW, Verb.DECIDE)


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper says, and where it is."""

    kind: PaperKind
    day: date
    stance: Stance
    number: str = ""
    conditions: str = ""
    text: str = ""
    scan: Attachment | None = None
    kept_at: str = ""


@transaction.atomic
def record_paper(
    *, actor: Account, case: Case, seats: Sequence[str], paper: Paper, seen: int | None = None
) -> PaperDecision:
    """Record the answer of one or more seats from a paper (a decision recorder, or an officer of the applicant).

    It counts for nothing before :func:`confirm_paper`. Several seats on one paper: only in a step that allows it.
    """
    kept = locked(case, seen)
    if not may_record_paper(actor, kept):
        raise NotAllowed("纸质决定由决定登记员或者申请单位登记，您没有这个权限。")
    procedure = procedure_of(kept)
    verb = _demand_possible(kept, procedure, seats, paper.stance)
    demand_words(paper.stance, paper.text, paper.conditions)
    _demand_paper(actor, kept, paper)
    row = PaperDecision.objects.create(
        case=kept, round=kept.round, step=kept.step, turn=kept.turn, verb=verb, seats=list(seats), kind=paper.kind,
        number=paper.number.strip(), day=paper.day, stance=paper.stance, conditions=paper.conditions.strip(),
        text=paper.text.strip(), scan=paper.scan, kept_at=paper.kept_at.strip(), recorded_by=actor,
    )  # fmt: skip
    _tell_checkers(actor, kept, row)
    note(actor, "admission_record_paper", kept, [row.pk, list(seats), paper.number, str(paper.day), paper.stance])
    return row


def _demand_possible(case: Case, procedure: Procedure, seats: Sequence[str], stance: Stance) -> Verb:
    """The act that the paper stands for; raises where it is not due, or where one of its seats has answered already."""
    standing = standing_of(case)
    verb = next((each.verb for each in due(procedure, standing) if each.verb in ON_PAPER), None)
    if verb is None or not seats:
        raise AdmissionProblem(
            f"现在是“{case.get_state_display()}”，没有要登记的决定。" if seats else "请选是谁的决定。", "seats"
        )
    step = step_of(procedure, standing)
    if len(set(seats)) != len(seats) or (len(seats) > 1 and not (step and step.joint_paper)):
        raise AdmissionProblem(
            "一份文件只能登记一个单位的决定；同一份文件代表几个单位的，要文件程序允许才行。", "seats"
        )
    for other in case.papers.filter(
        state=PaperState.WAITING, step=case.step, round=case.round, turn=case.turn, verb=verb
    ):
        twice = set(seats) & set(other.seats)
        if twice:
            raise AdmissionProblem(f"{'、'.join(sorted(twice))}的决定已经登记过，正在等第二人确认。", "seats")
    try:
        for seat in seats:
            standing = advance(procedure, standing, Act(verb, seat, stance))
    except NotNow as error:
        raise AdmissionProblem(str(error), "seats") from error
    return verb


def _demand_paper(actor: Account, case: Case, paper: Paper) -> None:
    if paper.day > today():
        raise AdmissionProblem("决定的日期不能晚于今天。", "day")
    if case.submitted_at is not None and paper.day < case.submitted_at.date():
        raise AdmissionProblem("决定的日期早于申请报送的日期，请核对：这一步要在报送以后。", "day")
    if paper.scan is None and not paper.kept_at.strip():
        raise AdmissionProblem("请上传扫描件，或者写原件存放在哪里。", "kept_at")
    if paper.kind is not PaperKind.NOTE and not paper.number.strip():
        raise AdmissionProblem("请写文号；批示可以没有文号。", "number")
    if paper.scan is not None and not readable(actor).filter(pk=paper.scan.pk).exists():
        raise NotAllowed("扫描件不是您能用的附件。")


@transaction.atomic
def confirm_paper(*, actor: Account, paper: PaperDecision) -> Case:
    """Confirm a recorded paper (a second person, never of the applicant); only now it counts, for each of its seats."""
    kept, row = _waiting(actor, paper)
    procedure = procedure_of(kept)
    row.state, row.checked_by, row.checked_at = PaperState.CONFIRMED, actor, now()
    row.save(update_fields=["state", "checked_by", "checked_at"])
    for seat in row.seats:
        act = Act(Verb(row.verb), seat, Stance(row.stance))
        move(kept, act, actor=actor, procedure=procedure, text=row.text, conditions=row.conditions, paper=row)
    settle_end(kept, procedure, actor)
    return kept


@transaction.atomic
def reject_paper(*, actor: Account, paper: PaperDecision, reason: str) -> PaperDecision:
    """Say that a recorded paper is not as the original (a second person); it must be recorded anew."""
    kept, row = _waiting(actor, paper)
    if not reason.strip():
        raise AdmissionProblem("请写哪里对不上。", "reason")
    row.state, row.checked_by, row.checked_at = PaperState.REJECTED, actor, now()
    row.rejected_for = reason.strip()
    row.save(update_fields=["state", "checked_by", "checked_at", "rejected_for"])
    send(
        recipient=row.recorded_by, title=f"“{kept.title}”登记的{row}核对不符"[:120], body=reason[:500],
        link=f"/admission/cases/{kept.pk}/", key=f"admission-paper-{row.pk}-rejected",
    )  # fmt: skip
    tell_applicant(kept, f"“{kept.title}”登记的{row}核对不符", reason, f"paper-{row.pk}")
    note(actor, "admission_reject_paper", kept, [row.pk, reason])
    return row


def _waiting(actor: Account, paper: PaperDecision) -> tuple[Case, PaperDecision]:
    kept = locked(paper.case)
    row = PaperDecision.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if not may_check_paper(actor, kept):
        raise NotAllowed("由决定登记员或者牵头单位的另一位同志确认，您没有这个权限。")
    if row.recorded_by_id == actor.pk:
        raise NotAllowed("自己登记的不能自己确认，请由另一位同志对照原件确认。")
    if row.state != PaperState.WAITING:
        raise AdmissionProblem(f"这份文件{row.get_state_display()}，不用再办。")
    return kept, row


def _tell_checkers(actor: Account, case: Case, row: PaperDecision) -> None:
    """Tell those who may confirm."""
    for role in (Role.DECISION_RECORDER, Role.LEAD_OFFICER):
        for account in accounts_holding(role, case.division).exclude(pk=actor.pk):
            if may_check_paper(account, case):
                send(
                    recipient=account, title=f"“{case.title}”有一份{row.get_kind_display()}等您对照原件确认"[:120],
                    link=f"/admission/cases/{case.pk}/", key=f"admission-paper-{row.pk}",
                )  # fmt: skip
