"""What the bodies of a procedure do on screen: opinions, the initial review, return, coordination, decisions."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from qingdan.entry.admission.access import demand_seat
from qingdan.entry.admission.models import Case, Coordination
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.rules import Act, Stance, Verb
from qingdan.entry.admission.services.acting import locked, move
from qingdan.entry.admission.services.admitting import settle_end
from qingdan.entry.admission.services.handing import procedure_of
from qingdan.foundation.clock.moments import now
from qingdan.foundation.documents.access import readable
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account


@transaction.atomic
def give_opinion(
    *, actor: Account, case: Case, seat: str, stance: Stance, text: str, conditions: str = "", seen: int | None = None
) -> Case:
    """A body's opinion (its officer): once in a turn. A body that disagrees says why."""
    return _answer(actor, case, Verb.OPINE, seat, stance, text, conditions, seen)


@transaction.atomic
def write_review(
    *, actor: Account, case: Case, seat: str, stance: Stance, text: str, conditions: str = "", seen: int | None = None
) -> Case:
    """The one initial review, after all opinions are in (an officer of the body that leads it)."""
    if not text.strip():
        raise AdmissionProblem("请写初审意见。", "text")
    return _answer(actor, case, Verb.REVIEW, seat, stance, text, conditions, seen)


@transaction.atomic
def decide(
    *, actor: Account, case: Case, seat: str, stance: Stance, text: str, conditions: str = "", seen: int | None = None
) -> Case:
    """An approver's decision on screen (an officer of the body); it counts once."""
    return _answer(actor, case, Verb.DECIDE, seat, stance, text, conditions, seen)


def _answer(
    actor: Account, case: Case, verb: Verb, seat: str, stance: Stance, text: str, conditions: str, seen: int | None
) -> Case:
    kept = locked(case, seen)
    procedure = procedure_of(kept)
    demand_seat(actor, kept, seat)
    demand_words(stance, text, conditions)
    _demand_no_paper(kept, verb, seat)
    move(kept, Act(verb, seat, stance), actor=actor, procedure=procedure, text=text, conditions=conditions)
    settle_end(kept, procedure, actor)
    return kept


def demand_words(stance: Stance, text: str, conditions: str) -> None:
    """A refusal has its reason, a conditional yes its conditions."""
    if stance is Stance.DISAGREE and not text.strip():
        raise AdmissionProblem("不同意的，请写理由。", "text")
    if stance is Stance.CONDITIONS and not conditions.strip():
        raise AdmissionProblem("有条件同意的，请写条件。", "conditions")


def _demand_no_paper(case: Case, verb: Verb, seat: str) -> None:
    """A paper that waits for its second person must be settled first, so that no answer is given twice."""
    for paper in case.papers.filter(state="waiting", verb=verb, step=case.step, round=case.round):
        if seat in paper.seats:
            raise AdmissionProblem(f"{seat}的答复已经从纸质文件登记，正在等第二人确认。请先确认，或者退回登记。")


@transaction.atomic
def return_case(*, actor: Account, case: Case, seat: str, reason: str, seen: int | None = None) -> Case:
    """Return an application for completion (a body that leads the step); the clock stands still meanwhile."""
    kept = locked(case, seen)
    demand_seat(actor, kept, seat)
    if not reason.strip():
        raise AdmissionProblem("请写要补正什么。", "reason")
    move(kept, Act(Verb.RETURN, seat), actor=actor, procedure=procedure_of(kept), text=reason)
    return kept


@transaction.atomic
def call_coordination(*, actor: Account, case: Case, seat: str, about: str, meets_on: date) -> Coordination:
    """Take a disagreement to coordination (a body that leads the step)."""
    kept = locked(case)
    demand_seat(actor, kept, seat)
    if not about.strip():
        raise AdmissionProblem("请写要协调什么。", "about")
    move(kept, Act(Verb.COORDINATE, seat), actor=actor, procedure=procedure_of(kept), text=about)
    return Coordination.objects.create(
        case=kept, round=kept.round, step=kept.step, about=about.strip(), meets_on=meets_on, called_by=actor
    )


@transaction.atomic
def minute_coordination(
    *, actor: Account, case: Case, seat: str, present: str, minutes: str, scan: Attachment | None = None
) -> Coordination:
    """Record what came of a coordination (a body that leads the step); who disagreed then answers anew."""
    kept = locked(case)
    demand_seat(actor, kept, seat)
    if not present.strip():
        raise AdmissionProblem("请写哪些单位、哪些人参加了。", "present")
    if not minutes.strip():
        raise AdmissionProblem("请写协调结果。", "minutes")
    if scan is not None and not readable(actor).filter(pk=scan.pk).exists():
        raise NotAllowed("扫描件不是您能用的附件。")
    meeting = kept.coordinations.filter(minuted_at=None).first()
    if meeting is None:
        raise AdmissionProblem("没有正在进行的协调。")
    meeting.present, meeting.minutes, meeting.scan = present.strip(), minutes.strip(), scan
    meeting.minuted_by, meeting.minuted_at = actor, now()
    meeting.save()
    move(kept, Act(Verb.MINUTE, seat), actor=actor, procedure=procedure_of(kept), text=minutes)
    return meeting
