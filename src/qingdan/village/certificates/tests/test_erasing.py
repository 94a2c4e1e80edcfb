"""Personal data: looked at with a reason, erased when the period is over; numbers, audit and checks stay."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingdan.foundation.audit.queries import verify
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.personal.problems import Erased, PersonalProblem
from qingdan.foundation.personal.queries import looks_at
from qingdan.village.certificates.models import Application, Certificate
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.sealed import open_application, open_certificate
from qingdan.village.certificates.services import erasing, handing, handling
from qingdan.village.certificates.tests import cast
from qingdan.village.certificates.tests.test_booking import booked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
COUNTED = (
    "division_id",
    "kind_code",
    "kind_title",
    "regime",
    "demander_name",
    "demander_class",
    "outcome",
    "way",
    "state",
    "workdays",
    "ungrounded",
)


def test_looking_needs_a_reason_and_is_kept() -> None:
    made = cast.received()
    with pytest.raises(PersonalProblem):
        erasing.reveal(actor=cast.clerk(), application=made, reason="")
    assert erasing.reveal(actor=cast.clerk(), application=made, reason="打电话补材料").parts["phone"] == "13800001111"
    assert [look.reason for look in looks_at("certificate_application", made.pk)] == ["打电话补材料"]
    with pytest.raises(NotAllowed):
        erasing.reveal(actor=cast.demo("lead-civil"), application=made, reason="看看")


def test_erasing_keeps_the_numbers_and_the_audit() -> None:
    certificate = cast.issued()
    application = certificate.application
    before = Application.objects.filter(pk=application.pk).values(*COUNTED).get()
    application.refresh_from_db()
    with pytest.raises(CertificateProblem, match="有效期"):
        erasing.erase_application(actor=cast.clerk(), application=application, reason="本人要求")
    handing.revoke(actor=cast.clerk(), certificate=certificate, reason="本人不要了")
    erasing.erase_application(actor=cast.clerk(), application=application, reason="本人要求")
    assert Application.objects.filter(pk=application.pk).values(*COUNTED).get() == before
    application = Application.objects.select_related("subject").get(pk=application.pk)
    certificate = Certificate.objects.select_related("subject").get(pk=certificate.pk)
    assert open_application(application).erased and application.person_digest == "" and certificate.payload == {}
    with pytest.raises(Erased):
        open_certificate(certificate)
    assert not verify()


def test_what_is_open_is_not_erased() -> None:
    with pytest.raises(CertificateProblem, match="没有办完"):
        erasing.erase_application(actor=cast.clerk(), application=cast.received(), reason="本人要求")


def test_the_period_of_the_pack_ends_what_is_kept() -> None:
    appointment, certificate, closed = booked().appointment, cast.issued(), cast.received(who=cast.party(order=2))
    handling.withdraw(actor=cast.clerk(), application=closed, reason="不办了")
    open_one = cast.received(who=cast.party(order=3))
    assert erasing.sweep(appointment.day + timedelta(days=30)) == 0
    assert erasing.sweep(appointment.day + timedelta(days=31)) == 1
    assert erasing.sweep(today() + timedelta(days=800)) == 2
    assert erasing.sweep(certificate.valid_until + timedelta(days=1826)) == 1
    assert erasing.sweep(certificate.valid_until + timedelta(days=1827)) == 0
    open_one.refresh_from_db()
    assert open_one.erased_at is None and not verify()
