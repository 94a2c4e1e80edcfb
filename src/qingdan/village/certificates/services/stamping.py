"""The wet stamp: asked for when a certificate is issued, approved in the room of seals, pressed and logged there.

The head's signature for a certificate of public interest is the approval of its seal at the same time (AS-51). A village
whose seals are not on the register yet stamps by its paper register; nothing here holds it up.
"""

from __future__ import annotations

from django.db import transaction

from qingdan.foundation.clock.moments import now
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.village.certificates.models import Application, Certificate
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.services.writing import demand_in_force, locked_certificate, note
from qingdan.village.seals.models import Seal, SealApproval
from qingdan.village.seals.problems import SealProblem
from qingdan.village.seals.queries import approval_for, seals_of
from qingdan.village.seals.rules import Who
from qingdan.village.seals.services import Wanted, approve, ask_approval, record_use

CERTIFICATE, APPLICATION = "certificate", "certificate_application"
PURPOSE = "居民办事"


def seal_for(division: str) -> Seal | None:
    """The seal of a village's committee that is in use; None where none is on the register."""
    return seals_of(division).filter(kind="committee").first()


def approval_of(certificate: Certificate) -> SealApproval | None:
    """The approval on record for stamping a certificate: its own, or the head's signature on its application."""
    own = approval_for(CERTIFICATE, str(certificate.pk))
    if own is not None or certificate.replaces_id is not None:
        return own
    return approval_for(APPLICATION, str(certificate.application_id))


def approve_with_signature(head: Account, application: Application) -> None:
    """The head's signature as the approval of the seal; in the caller's transaction. Without a seal on record nothing."""
    seal = seal_for(application.division_id)
    if seal is None or approval_for(APPLICATION, str(application.pk)) is not None:
        return
    handler = application.received_by
    wanted = Wanted(
        application.kind_title, PURPOSE, source=APPLICATION, reference=str(application.pk), applicant=Who(handler.pk, str(handler))
    )  # fmt: skip
    try:
        with transaction.atomic():
            approve(actor=head, approval=ask_approval(actor=head, seal=seal, wanted=wanted))
    except (SealProblem, NotAllowed):  # the pack keeps these persons apart: somebody else approves the seal
        return


def ask_for_seal(actor: Account, certificate: Certificate) -> SealApproval | None:
    """Ask for the seal of an issued certificate, in the caller's transaction; None where there is no seal on record."""
    known, seal = approval_of(certificate), seal_for(certificate.division_id)
    if known is not None or seal is None:
        return known
    title = f"{certificate.kind_title}（{certificate.year}年第{certificate.serial}号）"
    wanted = Wanted(title, PURPOSE, source=CERTIFICATE, reference=str(certificate.pk))
    try:
        with transaction.atomic():
            return ask_approval(actor=actor, seal=seal, wanted=wanted)
    except SealProblem:  # asked by another person in the room of seals
        return None


@transaction.atomic
def record_stamp(*, actor: Account, certificate: Certificate) -> Certificate:
    """Record that the printed paper was stamped: one use in the seal's register, on an approval that is on record.

    Raises :class:`CertificateProblem` before it is printed, without an approval, and for whatever the register refuses.
    """
    kept = locked_certificate(certificate)
    demand_in_force(actor, kept)
    if kept.stamped_at is not None:
        return kept
    if kept.printed_at is None:
        raise CertificateProblem("还没有打印，先打印再盖章。")
    approval = approval_of(kept)
    if approval is None:
        raise CertificateProblem("用印还没有批准。请先在“印章”里申请，由批准人批准。")
    try:
        use = record_use(actor=actor, approval=approval)
    except SealProblem as problem:
        raise CertificateProblem(str(problem)) from problem
    kept.stamped_at = now()
    kept.save(update_fields=["stamped_at"])
    note(actor, "stamp_certificate", "certificate", kept.pk, kept.division_id, [kept.number, use.pk])
    return kept
