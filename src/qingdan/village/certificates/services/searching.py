"""Finding what somebody who stands at the counter has here: by the number of their paper, or by phone or word of an appointment.

Names and numbers are sealed; what is typed is only compared by its keyed digest. What is found shows as lists do, masked. Each
look is kept with its reason at the things that it found (谁看过), and each search in the audit, found or not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet

from qingdan.foundation.audit.services import record
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.personal.digests import lookup_digest
from qingdan.foundation.personal.services import record_reveal
from qingdan.village.certificates.access import ApplicationAccess
from qingdan.village.certificates.choices import SearchBy, SearchFor
from qingdan.village.certificates.models import Application, Appointment
from qingdan.village.certificates.persons import paper_number, plain_phone
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.roles import HANDLERS
from qingdan.village.certificates.sealed import number_digest, phone_digest
from qingdan.village.certificates.services.booking import WORD_LENGTH, word_digest
from qingdan.village.certificates.tries import DAY, HOUR, Limit, Try, enter, take_back

MOST_FOUND = 30
"""So many of each are shown, the newest first."""
SEARCHES = ((HOUR, 60), (DAY, 300))
MISSES = ((HOUR, 10), (DAY, 30))
"""Of one account: a counter sees many people, and seldom one who has nothing here; who tries numbers out mostly misses."""
WHAT = "按号码、电话、口令查到，姓名等只显示一部分"


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of what was found, the newest first."""

    applications: list[int] = field(default_factory=list)
    appointments: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.applications or self.appointments)


def plain_text(by: str, text: str) -> str:
    """What was typed, made plain and checked; raises :class:`CertificateProblem` or ``BadIdNumber``."""
    if by == SearchBy.PHONE:
        return plain_phone(text, "text", required=True)
    if by == SearchBy.WORD:
        word = "".join(text.split()).upper()
        if len(word) != WORD_LENGTH or not word.isascii():
            raise CertificateProblem(f"取号口令是 {WORD_LENGTH} 位字母和数字，请对照居民的口令再填。", "text")
        return word
    return paper_number(text, by, on=today())


def searched_once_more(actor: Account) -> Try:
    """Count a search before it is answered; raises ``TooManyTries``. Call it outside of a transaction."""
    return enter([Limit("searches", str(actor.pk), SEARCHES), _misses(actor)])


def was_no_miss(actor: Account, tried: Try) -> None:
    """Something was found: it was no trying out."""
    take_back(tried, _misses(actor))


def _misses(actor: Account) -> Limit:
    return Limit("missed searches", str(actor.pk), MISSES)


@transaction.atomic
def find_matters(*, actor: Account, by: str, text: str, why: str) -> Found:
    """What is on record in the actor's villages of who has this number, phone or word.

    Raises ``NotAllowed``, and :class:`CertificateProblem` (or ``BadIdNumber``) for what can be no such number.
    """
    access = ApplicationAccess(actor)
    places = access.scopes(HANDLERS)
    if not places:
        raise NotAllowed("只能查自己村（社区）的，镇街可以查辖区的。您没有这个权限。")
    plain = plain_text(by, text)
    found = Found(*_OF[SearchBy(by)](access, plain))
    for each in access.rows().filter(pk__in=found.applications):
        _looked(actor, each, "certificate_application", why)
    for one in access.appointments().filter(pk__in=found.appointments):
        _looked(actor, one, "certificate_appointment", why)
    record(
        verb="find_certificate_person", object_type="certificate_person", object_id=lookup_digest(f"certificates.search.{by}", plain),
        detail=[found.applications, found.appointments, why], stream=places[0][:6], actor_id=actor.pk, actor_name=str(actor),
    )  # fmt: skip
    return found


def _looked(actor: Account, thing: Application | Appointment, object_type: str, why: str) -> None:
    record_reveal(
        actor=actor, subject=thing.subject, what=WHAT, reason=SearchFor(why).label, object_type=object_type, object_id=thing.pk,
        division=thing.division_id,
    )  # fmt: skip


def _of_number(access: ApplicationAccess, number: str) -> tuple[list[int], list[int]]:
    applications = _newest(access.rows().filter(person_digest=number_digest(number)).order_by("-received_at", "-pk"))
    return applications, _newest(_kept(access).filter(application__in=applications))


def _of_phone(access: ApplicationAccess, phone: str) -> tuple[list[int], list[int]]:
    return _of_appointments(_kept(access).filter(phone_digest=phone_digest(phone)))


def _of_word(access: ApplicationAccess, word: str) -> tuple[list[int], list[int]]:
    return _of_appointments(_kept(access).filter(word_digest=word_digest(word)))


def _of_appointments(rows: QuerySet[Appointment]) -> tuple[list[int], list[int]]:
    led_to = rows.exclude(application=None).filter(application__erased_at=None)
    return _newest(led_to, "application"), _newest(rows)


def _kept(access: ApplicationAccess) -> QuerySet[Appointment]:
    return access.appointments().filter(subject__erased_at=None).order_by("-day", "-pk")


def _newest(rows: QuerySet[Application] | QuerySet[Appointment], name: str = "pk") -> list[int]:
    return list(rows.values_list(name, flat=True)[:MOST_FOUND])


_OF: dict[SearchBy, Callable[[ApplicationAccess, str], tuple[list[int], list[int]]]] = {
    SearchBy.ID_CARD: _of_number, SearchBy.OTHER: _of_number, SearchBy.PHONE: _of_phone, SearchBy.WORD: _of_word,
}  # fmt: skip
