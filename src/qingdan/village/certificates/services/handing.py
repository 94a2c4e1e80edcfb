"""After issuing: printed, stamped, handed over, scanned, revoked; each is a fact of its own, told once."""

from __future__ import annotations

from django.db import transaction

from qingdan.foundation.clock.moments import now
from qingdan.foundation.documents.evidence import Evidence
from qingdan.foundation.documents.services import attach_sealed
from qingdan.foundation.orgs.models import Account
from qingdan.village.certificates.models import Certificate, Printing
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.sealed import SCAN
from qingdan.village.certificates.services.stamping import seal_for
from qingdan.village.certificates.services.writing import demand_handler, demand_in_force, locked_certificate, note


@transaction.atomic
def record_print(*, actor: Account, certificate: Certificate, reason: str = "") -> Printing:
    """Record that it goes to the printer; a second print needs its reason. Raises :class:`CertificateProblem`."""
    kept = locked_certificate(certificate)
    demand_in_force(actor, kept)
    number = kept.printings.count() + 1
    if number > 1 and not reason.strip():
        raise CertificateProblem("已经打印过一次了，重打请写明理由。", "reason")
    made = Printing.objects.create(
        certificate=kept, number=number, reason=reason.strip()[:200] if number > 1 else "", by=actor, at=now()
    )
    if kept.printed_at is None:
        kept.printed_at, kept.printed_by = made.at, actor
        kept.save(update_fields=["printed_at", "printed_by"])
    note(actor, "print_certificate", "certificate", kept.pk, kept.division_id, [kept.number, number, made.reason])
    return made


@transaction.atomic
def record_delivery(*, actor: Account, certificate: Certificate, to: str) -> Certificate:
    """Record that it was handed over, and to whom; a second time changes nothing."""
    kept = locked_certificate(certificate)
    demand_in_force(actor, kept)
    if kept.delivered_at is not None:
        return kept
    if kept.printed_at is None:
        raise CertificateProblem("还没有打印，先打印、盖章，再交给居民。")
    if kept.stamped_at is None and seal_for(kept.division_id) is not None:
        raise CertificateProblem("还没有盖章登记，先盖章，再交给居民。")
    if to not in dict(Certificate._meta.get_field("delivered_to").flatchoices):
        raise CertificateProblem("请选交给了谁。", "to")
    kept.delivered_at, kept.delivered_by, kept.delivered_to = now(), actor, to
    kept.save(update_fields=["delivered_at", "delivered_by", "delivered_to"])
    note(actor, "deliver_certificate", "certificate", kept.pk, kept.division_id, [kept.number, to])
    return kept


@transaction.atomic
def add_scan(*, actor: Account, certificate: Certificate, scan: Evidence) -> Certificate:
    """Keep the scan of the stamped paper, sealed with the certificate's key; the first one stays."""
    kept = locked_certificate(certificate)
    demand_in_force(actor, kept)
    if kept.scan_id is not None:
        raise CertificateProblem("已经有盖章后的扫描件了。", "scan")
    kept.scan = attach_sealed(
        actor=actor,
        division=kept.division,
        subject=kept.subject,
        name=scan.called("盖章的证明"),
        data=scan.data,
        purpose=SCAN,
    )
    kept.save(update_fields=["scan"])
    note(actor, "scan_certificate", "certificate", kept.pk, kept.division_id, [kept.number, kept.scan.pk])
    return kept


@transaction.atomic
def revoke(*, actor: Account, certificate: Certificate, reason: str) -> Certificate:
    """Revoke a certificate that is wrong or was got by untrue words; whoever checks it sees so at once."""
    kept = locked_certificate(certificate)
    demand_handler(actor, kept.application)
    if kept.revoked_at is not None:
        return kept
    if kept.voided_at is not None:
        raise CertificateProblem("这份证明已经作废，不用撤销。")
    if not reason.strip():
        raise CertificateProblem("请写明为什么撤销。", "reason")
    kept.revoked_at, kept.revoked_by, kept.revoked_for = now(), actor, reason.strip()[:300]
    kept.save(update_fields=["revoked_at", "revoked_by", "revoked_for"])
    note(actor, "revoke_certificate", "certificate", kept.pk, kept.division_id, [kept.number, kept.revoked_for])
    return kept
