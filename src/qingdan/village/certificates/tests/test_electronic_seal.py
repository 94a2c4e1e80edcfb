"""An electronic seal comes from a connected service only, once, by a job that repeats; paper goes on without it."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.test import Client

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.jobs.models import Job, State
from qingdan.foundation.jobs.services import MOST_ATTEMPTS, run, take
from qingdan.foundation.keys import keys_folder
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.village.certificates.checking.answers import Proof, Status
from qingdan.village.certificates.checking.files import Given
from qingdan.village.certificates.checking.verifying import with_record, without_network
from qingdan.village.certificates.models import Certificate, SealedFile, SealState
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.sealed import open_certificate
from qingdan.village.certificates.services import erasing, handing
from qingdan.village.certificates.services.electronic import ask_seal
from qingdan.village.certificates.setting import file_of, payload_of, pdf_of
from qingdan.village.certificates.signing import providers
from qingdan.village.certificates.signing.keyring import ring
from qingdan.village.certificates.signing.providers import SealFailed
from qingdan.village.certificates.signing.services import revoke_key, trust_seal
from qingdan.village.certificates.tests import cast
from qingdan.village.certificates.tests.test_outside import sealed, service

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


class Service:
    """A connected service that can be switched off."""

    name = "service"
    here, asked = True, 0

    def sign(self, pdf: bytes, *, reference: str) -> bytes:
        Service.asked += 1
        if not Service.here:
            raise SealFailed("电子签章服务没有回答。")
        return pdf + b"/ByteRange[0 1 2 3]%%EOF\n"


@pytest.fixture
def connected(settings: Any, monkeypatch: pytest.MonkeyPatch) -> type[Service]:
    settings.SEAL_PROVIDER = "service"
    monkeypatch.setitem(providers._PROVIDERS, "service", Service)
    Service.here, Service.asked = True, 0
    return Service


@pytest.fixture
def made() -> Certificate:
    """A certificate that is none of the demonstration's, printed."""
    issued = cast.issued()
    issued.demo = False
    issued.payload = payload_of(issued, open_certificate(issued))
    issued.save()
    handing.record_print(actor=cast.clerk(), certificate=issued)
    return Certificate.objects.get(pk=issued.pk)


def work() -> Job:
    job = take("test")
    assert job is not None
    run(job)
    job.refresh_from_db()
    return job


def test_asked_for_twice_it_is_sealed_once_and_then_handed_out(connected: type[Service], made: Certificate) -> None:
    assert file_of(made) == pdf_of(made)
    ask_seal(actor=cast.clerk(), certificate=made)
    ask_seal(actor=cast.head(), certificate=made)
    assert work().state == State.DONE
    assert take("test") is None
    kept = SealedFile.objects.get()
    assert (kept.state, connected.asked) == (SealState.DONE, 1)
    assert file_of(made) == pdf_of(made) + b"/ByteRange[0 1 2 3]%%EOF\n"
    assert kept.sealed[:4] in {"AG1:", "SG1:"}
    ask_seal(actor=cast.clerk(), certificate=made)
    assert take("test") is None


def test_its_file_is_valid_by_the_record_and_not_called_changed_without(
    connected: type[Service], made: Certificate
) -> None:
    ask_seal(actor=cast.clerk(), certificate=made)
    work()
    given = Given(pdf=file_of(made))
    answer = with_record(given, ring(), today())
    assert (answer.status, answer.proof) == (Status.VALID, Proof.FILE)
    offline = without_network(given, ring(), today())
    assert offline.status is Status.UNKNOWN and "签章服务的工具" in offline.sentence
    changed = Given(pdf=file_of(made).replace(b"/Type/Page/", b"/Type/Pagf/"))
    assert with_record(changed, ring(), today()).status is Status.UNKNOWN


def test_where_the_services_certificate_was_put_down_its_file_is_valid_off_line_too(
    connected: type[Service], made: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connected, "sign", lambda _self, pdf, *, reference: sealed(pdf, at=now()))
    ask_seal(actor=cast.clerk(), certificate=made)
    work()
    given = Given(pdf=file_of(made))
    assert without_network(given, ring(), today()).status is Status.UNKNOWN
    key = trust_seal(certificates=service(0)[0].public_bytes(Encoding.PEM))
    try:
        offline, online = without_network(given, ring(), today()), with_record(given, ring(), today())
        assert [(each.status, each.proof) for each in (offline, online)] == [(Status.VALID, Proof.FILE)] * 2
        handing.revoke(actor=cast.clerk(), certificate=made, reason="内容不实")
        assert with_record(given, ring(), today()).status is Status.REVOKED
        revoke_key(key_id=key.id, reason="印章丢失")
        assert without_network(given, ring(), today()).status is Status.REVOKED
    finally:
        (keys_folder() / "certificate-seal-0001.json").unlink()


def test_a_service_that_does_not_answer_is_asked_again_and_at_last_told(
    connected: type[Service], made: Certificate
) -> None:
    connected.here = False
    ask_seal(actor=cast.clerk(), certificate=made)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        job = work()
        row = SealedFile.objects.get()
        assert "没有回答" in row.error
        assert row.state == (SealState.FAILED if attempt == MOST_ATTEMPTS else SealState.ASKED)
        Job.objects.filter(pk=job.pk).update(run_after=made.issued_at)
    assert job.state == State.FAILED
    connected.here = True
    ask_seal(actor=cast.clerk(), certificate=made)
    assert work().state == State.DONE
    assert SealedFile.objects.get().state == SealState.DONE


def test_nobody_is_asked_without_a_service_nor_for_a_demonstration(
    made: Certificate, settings: Any, monkeypatch: Any
) -> None:
    with pytest.raises(CertificateProblem, match="没有接电子签章服务"):
        ask_seal(actor=cast.clerk(), certificate=made)
    settings.SEAL_PROVIDER = "service"
    monkeypatch.setitem(providers._PROVIDERS, "service", Service)
    with pytest.raises(CertificateProblem, match="没有接电子签章服务"):
        ask_seal(actor=cast.clerk(), certificate=cast.issued(order=2))


def test_only_the_village_or_its_town_asks_and_not_for_what_was_revoked(
    connected: type[Service], made: Certificate
) -> None:
    with pytest.raises(NotAllowed):
        ask_seal(actor=Account.objects.get(username="kongtong-village"), certificate=made)
    handing.revoke(actor=cast.clerk(), certificate=made, reason="内容不实")
    with pytest.raises(CertificateProblem, match="已撤销"):
        ask_seal(actor=cast.clerk(), certificate=made)


def test_what_was_erased_is_not_sealed_and_a_sealed_file_is_erased(connected: type[Service], made: Certificate) -> None:
    ask_seal(actor=cast.clerk(), certificate=made)
    work()
    erasing.forget(made.subject)
    assert SealedFile.objects.get().sealed == ""


def test_the_button_is_there_where_a_service_is_connected(connected: type[Service], made: Certificate) -> None:
    client = Client()
    client.force_login(cast.clerk(), backend="qingdan.foundation.orgs.backend.AccountBackend")
    page = f"/certificates/{made.application_id}/"
    assert "电子签章" in client.get(page).content.decode()
    ask_seal(actor=cast.clerk(), certificate=made)
    assert "等电子签章" in client.get(page).content.decode()
    connected.here = False
    work()
    assert "没有回答" in client.get(page).content.decode()
