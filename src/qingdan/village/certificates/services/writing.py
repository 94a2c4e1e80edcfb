"""What the services share: the locked application, one step with its row of history, the audit."""

from __future__ import annotations

from qingdan.foundation.audit.services import record
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.clock.queries import calendar
from qingdan.foundation.clock.rules import workdays_between
from qingdan.foundation.orgs.models import Account
from qingdan.village.certificates.access import ApplicationAccess
from qingdan.village.certificates.choices import OPEN, State, Verb
from qingdan.village.certificates.models import Application, ApplicationStep, Certificate
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.rules import Transition, transition
from qingdan.village.certificates.standing import STATUS_LABELS, status_of

LONGEST_TEXT = 500


def locked(application: Application) -> Application:
    """The application as it stands now, locked until the transaction ends."""
    return Application.objects.select_for_update(of=("self",)).select_related("subject").get(pk=application.pk)


def locked_certificate(certificate: Certificate) -> Certificate:
    """The certificate as it stands now, locked until the transaction ends."""
    return Certificate.objects.select_for_update(of=("self",)).select_related("subject").get(pk=certificate.pk)


def demand_handler(actor: Account, application: Application) -> None:
    """Raise ``NotAllowed`` unless the actor handles for the application's village."""
    ApplicationAccess(actor).demand_handler(application.division_id)


def demand_in_force(actor: Account, certificate: Certificate) -> None:
    """Raise ``NotAllowed`` for who does not handle there, :class:`CertificateProblem` for what is void, revoked or replaced."""
    demand_handler(actor, certificate.application)
    status = status_of(certificate, today())
    if status in ("void", "revoked", "replaced"):
        raise CertificateProblem(f"这份证明{STATUS_LABELS[status]}，不能再打印、盖章、交付。")


def demand_step(actor: Account, verb: Verb, application: Application, reason: str = "") -> Transition:
    """The row of the table for a step; raises ``NotAllowed`` or :class:`CertificateProblem` where there is none."""
    access = ApplicationAccess(actor)
    access.demand_handler(application.division_id)
    row = transition(verb, application.state)
    if row is None:
        raise CertificateProblem(f"这件申请{application.get_state_display()}，现在不能{verb.label}。")
    access.demand_side(row.side, application.division_id)
    if row.reason and not reason.strip():
        raise CertificateProblem("请写明理由。", "reason")
    return row


def move(
    actor: Account, application: Application, verb: Verb, *, target: State | None = None, text: str = "", detail: object = None
) -> ApplicationStep:  # fmt: skip
    """Write one step of a locked application: its state, its revision, the row of history, and the audit (last)."""
    before = application.state if application.revision else ""
    application.state = target or State(application.state)
    application.revision += 1
    if application.state not in OPEN and (application.closed_at is None or before in OPEN):
        application.closed_at = now()
        application.workdays = workdays_between(application.received_on, today(), calendar())
    elif application.state in OPEN:
        application.closed_at = application.workdays = None
    application.save()
    step = ApplicationStep.objects.create(
        application=application, number=application.revision, verb=verb, before=before, after=application.state, by=actor,
        at=now(), text=text.strip()[:LONGEST_TEXT],
    )  # fmt: skip
    note(
        actor,
        f"certificate_{verb}",
        "certificate_application",
        application.pk,
        application.division_id,
        [before, application.state, detail],
    )
    return step


def note(actor: Account | None, verb: str, object_type: str, pk: int, division: str, detail: object) -> None:
    """One act in the audit of its county; no personal data."""
    record(
        verb=verb, object_type=object_type, object_id=pk, detail=detail, stream=division[:6],
        actor_id=actor.pk if actor else None, actor_name=str(actor or "系统"),
    )  # fmt: skip
