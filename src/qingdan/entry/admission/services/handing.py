"""What the applicant does: signing in its own chain, handing in, handing on, withdrawing."""

from __future__ import annotations

from django.db import transaction

from qingdan.entry.admission.access import bodies_of, demand_applicant
from qingdan.entry.admission.checking import Checked, check
from qingdan.entry.admission.models import Case, PreCheck
from qingdan.entry.admission.problems import AdmissionProblem, Undecided
from qingdan.entry.admission.queries.cases import standing_of
from qingdan.entry.admission.queries.procedures import procedure_for
from qingdan.entry.admission.roles import SEATED
from qingdan.entry.admission.rules import APPLICANT, Act, State, Verb, due
from qingdan.entry.admission.seats import deciding_place
from qingdan.entry.admission.services.acting import locked, move, seat_all
from qingdan.entry.admission.wanting import missing_parts
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.documents.access import readable
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.numbering.services import take
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.policy.packs.procedures import Procedure, to_json
from qingdan.policy.packs.queries import OutsideEveryPack


def procedure_of(case: Case) -> Procedure:
    """The procedure that a case follows: the kept one, else that of today; raises :class:`Undecided` where there is none."""
    if case.kept_procedure is not None:
        return case.kept_procedure
    try:
        found = procedure_for(case.body, case.kind, today())
    except OutsideEveryPack as error:
        raise AdmissionProblem(str(error)) from error
    if found.procedure is None:
        raise Undecided(f"依据待录：{found.why}请先问{found.apply_to}。")
    return found.procedure


@transaction.atomic
def begin_signing(*, actor: Account, case: Case, seen: int | None = None) -> Case:
    """Send a complete application round in its body (its officer), where the body's chain has more than one step."""
    kept = locked(case, seen)
    demand_applicant(actor, kept.body)
    procedure = procedure_of(kept)
    _demand_complete(kept, procedure)
    _keep_check(kept, _check(kept, procedure))  # who signs sees what it costs the villages
    move(kept, Act(Verb.BEGIN_SIGNING), actor=actor, procedure=procedure, text=kept.chain[0])
    return kept


@transaction.atomic
def sign(*, actor: Account, case: Case, seen: int | None = None, text: str = "") -> Case:
    """Sign the next step of the chain (another officer of the body than those before); the last one hands it in."""
    kept = locked(case, seen)
    demand_applicant(actor, kept.body)
    procedure = procedure_of(kept)
    signed = signers_of(kept)
    if actor.pk in signed:
        raise NotAllowed("前面的步骤是您自己签的，这一步要由另一位同志来签。")
    if kept.signed + 1 == len(kept.chain):
        _hand_in(kept, procedure)
    move(
        kept,
        Act(Verb.SIGN),
        actor=actor,
        procedure=procedure,
        text=text or kept.chain[min(kept.signed, len(kept.chain) - 1)],
    )
    return kept


def signers_of(case: Case) -> set[int]:
    """Who has drafted or signed since the chain last began."""
    last = case.acts.filter(verb=Verb.BEGIN_SIGNING).order_by("-number").first()
    found = {case.drafted_by_id}
    if last is not None:
        found |= {by for by in case.acts.filter(number__gte=last.number).values_list("by_id", flat=True) if by}
    return found


@transaction.atomic
def send_back(*, actor: Account, case: Case, reason: str) -> Case:
    """Send an application back to be changed within the body (its officers)."""
    kept = locked(case)
    demand_applicant(actor, kept.body)
    if not reason.strip():
        raise AdmissionProblem("请写要改什么。", "reason")
    move(kept, Act(Verb.SEND_BACK), actor=actor, procedure=procedure_of(kept), text=reason)
    return kept


@transaction.atomic
def submit(*, actor: Account, case: Case, scan: Attachment | None = None, seen: int | None = None) -> Case:
    """Hand an application in (an officer of its body): it must be complete and meet no red line.

    Where the body's chain has more than one step, the stamped scan stands for it. Raises :class:`AdmissionProblem` with
    the citation of what forbids it, :class:`Undecided` where no procedure is stated.
    """
    kept = locked(case, seen)
    demand_applicant(actor, kept.body)
    procedure = procedure_of(kept)
    if len(kept.chain) > 1 and scan is None:
        raise AdmissionProblem("本单位设了审签步骤：请送审签，或者上传盖好章的扫描件。", "scan")
    if scan is not None and not readable(actor).filter(pk=scan.pk).exists():
        raise NotAllowed("扫描件不是您能用的附件。")
    _hand_in(kept, procedure)
    move(kept, Act(Verb.SUBMIT), actor=actor, procedure=procedure, scan=scan or kept.scan)
    return kept


def _hand_in(case: Case, procedure: Procedure) -> None:
    """What must hold when an application leaves its body, and what is kept from then on."""
    if not due(procedure, standing_of(case)) or case.state not in {State.DRAFT, State.RETURNED, State.SIGNING}:
        raise AdmissionProblem(f"现在是“{case.get_state_display()}”，不能报送。")
    _demand_complete(case, procedure)
    checked = _check(case, procedure)
    if not case.number:
        year = today().year
        case.number = f"准申{year}-{take(f'admission-case:{year}'):04d}"
        case.procedure = to_json(procedure)
        case.pack_hash = procedure_pack(case)
        case.division = deciding_place(case.body.division_id, procedure)
        case.submitted_at = now()
        case.save()
        seat_all(case, procedure)
    _keep_check(case, checked)


def procedure_pack(case: Case) -> str:
    """The hash of the pack by which the case is judged."""
    return procedure_for(case.body, case.kind, today()).pack.hash[:200]


def _demand_complete(case: Case, procedure: Procedure) -> None:
    missing = missing_parts(case, procedure)
    if missing:
        word = "不能报送：" if missing[0].refused else "还不能报送："
        raise AdmissionProblem(word + "；".join(part.words for part in missing) + "。", missing[0].field)


def _check(case: Case, procedure: Procedure) -> Checked:
    """The gate's check; raises where a red line stands or where nothing need be admitted."""
    checked = check(case, procedure)
    if checked.forbidden:
        place = checked.forbidden[0]
        reason = next(each for each in place.verdict.reasons if not each.note)
        where = "、".join(dict.fromkeys(each.name for each in checked.forbidden[:5]))
        cited = f"（{reason.document} {reason.clause or reason.item or ''}）".replace(" ）", "）")
        raise AdmissionProblem(f"清单不允许，不能报送（{where}）：{reason.text}{cited}", "title")
    if checked.needless:
        raise AdmissionProblem(f"不用申请：{checked.worst.verdict.summary}照清单办就可以。", "title")
    return checked


def _keep_check(case: Case, checked: Checked) -> None:
    PreCheck.objects.update_or_create(
        case=case,
        round=case.round + 1,
        defaults={
            "outcome": checked.outcome.value,
            "verdicts": checked.as_json(),
            "similar": [
                {"code": each.code, "title": each.title, "where": each.where, "score": each.score}
                for each in checked.similar
            ],
            "villages": checked.villages,
            "hours_each": checked.hours_each and round(checked.hours_each, 2),
            "hours": checked.hours and round(checked.hours, 2),
            "burden": checked.burden,
            "at": now(),
        },
    )


@transaction.atomic
def hand_on(*, actor: Account, case: Case, text: str = "", seen: int | None = None) -> Case:
    """Hand the case on to the next step: whom the procedure names, the applicant or the bodies of the step before."""
    kept = locked(case, seen)
    procedure = procedure_of(kept)
    title = _handing_seat(actor, kept, procedure)
    move(kept, Act(Verb.HAND_ON, title), actor=actor, procedure=procedure, text=text)
    return kept


def _handing_seat(actor: Account, case: Case, procedure: Procedure) -> str:
    allowed = next((each.seats for each in due(procedure, standing_of(case)) if each.verb is Verb.HAND_ON), ())
    if APPLICANT in allowed:
        demand_applicant(actor, case.body)
        return APPLICANT
    mine = bodies_of(actor, SEATED)
    seats = case.seats.filter(step=case.step - 1, title__in=allowed, body__in=mine)
    found = seats.values_list("title", flat=True).first()
    if allowed and found is None:
        raise NotAllowed(f"要由{'、'.join(allowed)}报送，申请单位自己不能报。")
    return found or APPLICANT


@transaction.atomic
def withdraw(*, actor: Account, case: Case, reason: str) -> Case:
    """Take an application back before it is decided (an officer of its body), with the reason."""
    kept = locked(case)
    demand_applicant(actor, kept.body)
    if not reason.strip():
        raise AdmissionProblem("请写为什么撤回。", "reason")
    procedure = kept.kept_procedure
    if procedure is None and kept.acts.exists():
        procedure = procedure_of(kept)
    if procedure is None:
        raise AdmissionProblem("没有报送过的草稿，直接删掉就可以。")
    move(kept, Act(Verb.WITHDRAW), actor=actor, procedure=procedure, text=reason)
    return kept
