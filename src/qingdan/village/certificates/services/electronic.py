"""The electronic seal of a certificate by a connected service: asked for by the village, done by a job that repeats."""

from __future__ import annotations

import base64

from django.db import transaction

from qingdan.foundation.clock.moments import now
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.registry import job
from qingdan.foundation.jobs.services import MOST_ATTEMPTS, enqueue
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.personal.problems import Erased
from qingdan.foundation.personal.sealing import seal
from qingdan.village.certificates.models import Certificate, SealedFile, SealState
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.sealed import FILE
from qingdan.village.certificates.services.writing import demand_in_force, locked_certificate, note
from qingdan.village.certificates.setting import pdf_of
from qingdan.village.certificates.signing.providers import SealFailed, provider_for

JOB = "certificates.seal"
_NONE = "这里没有接电子签章服务。请打印、盖章后交给居民。"


@transaction.atomic
def ask_seal(*, actor: Account, certificate: Certificate) -> SealedFile:
    """Ask the connected service to seal the file; asked again it is one request, after a failure a new one.

    Raises :class:`CertificateProblem` where no service is connected or the certificate is no longer good.
    """
    kept = locked_certificate(certificate)
    demand_in_force(actor, kept)
    service = None if kept.demo else provider_for(demo=False)
    if service is None:
        raise CertificateProblem(_NONE)
    made, new = SealedFile.objects.get_or_create(
        certificate=kept, defaults={"provider": service.name, "asked_by": actor, "asked_at": now()}
    )
    if not new and made.state != SealState.FAILED:
        return made
    made.state, made.error, made.asked_by, made.asked_at = SealState.ASKED, "", actor, now()
    made.save(update_fields=["state", "error", "asked_by", "asked_at"])
    enqueue(JOB, {"certificate": kept.pk}, key=str(kept.pk))
    note(actor, "ask_electronic_seal", "certificate", kept.pk, kept.division_id, [kept.number, service.name])
    return made


@job(JOB)
def seal_file(work: Job) -> None:
    """Have the file sealed; a service that does not answer is asked again later, and after the last time it is told.

    Nothing is sealed twice: what is done, erased or no longer good is left.
    """
    row = SealedFile.objects.select_related("certificate__subject").get(certificate_id=work.payload["certificate"])
    if row.state == SealState.DONE:
        return
    try:
        data = _sealed(row.certificate)
    except (SealFailed, Erased) as failure:
        row.error = str(failure)[:300]
        last = isinstance(failure, Erased) or work.attempt >= MOST_ATTEMPTS
        row.state = SealState.FAILED if last else SealState.ASKED
        row.save(update_fields=["state", "error"])
        if isinstance(failure, Erased):
            return
        raise
    _keep(row, data)


def _sealed(certificate: Certificate) -> bytes:
    service = provider_for(demo=False)
    if service is None:
        raise SealFailed(_NONE)
    return service.sign(pdf_of(certificate), reference=certificate.code)


@transaction.atomic
def _keep(row: SealedFile, data: bytes) -> None:
    """Keep what came back, once."""
    kept = SealedFile.objects.select_for_update(of=("self",)).select_related("certificate__subject").get(pk=row.pk)
    if kept.state == SealState.DONE:
        return
    words = base64.b64encode(data).decode("ascii")
    kept.sealed = seal(kept.certificate.subject, words, purpose=FILE)
    kept.state, kept.error, kept.done_at = SealState.DONE, "", now()
    kept.save(update_fields=["sealed", "state", "error", "done_at"])
    made = kept.certificate
    note(None, "electronic_seal", "certificate", made.pk, made.division_id, [made.number, kept.provider])
