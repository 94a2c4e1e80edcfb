"""What is sealed of an application, an appointment, a certificate: names of the parts, and the ways to put in and take out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from qingdan.foundation.personal.digests import lookup_digest
from qingdan.foundation.personal.masking import mask_id_number, mask_name, mask_phone
from qingdan.foundation.personal.problems import Erased
from qingdan.foundation.personal.sealing import seal, seal_many, unseal, unseal_many
from qingdan.village.certificates.filling import canonical
from qingdan.village.certificates.models import Application, Appointment, Certificate, Safeguard
from qingdan.village.certificates.persons import Person

APPLICATION, APPOINTMENT, CERTIFICATE, RECORD, FILE = (
    "certificates.application", "certificates.appointment", "certificates.certificate", "certificates.record",
    "certificates.file",
)  # fmt: skip
PROXY, RECORD_SCAN, SCAN = "certificates.proxy", "certificates.record_scan", "certificates.scan"
"""Of files that are sealed: the letter of authority and the records (with the application's key), the scan of the stamped paper."""
ERASED = "（个人信息已按期删除）"
LABELS = {
    "name": "姓名", "number": "证件号码", "phone": "电话", "agent_name": "受托人姓名", "agent_number": "受托人证件号码", "agent_phone": "受托人电话",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Content:
    """What a certificate says: fixed when it is issued."""

    title: str
    paragraphs: tuple[str, ...]
    issuer: str
    name: str
    last_four: str
    names: tuple[str, ...] = ()
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """The open parts of an application; ``values`` are the filled fields. Empty, with ``erased``, once the key is destroyed."""

    parts: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    erased: bool = False

    def masked(self) -> dict[str, str]:
        """Label and masked value of what is known of the people."""
        return {LABELS[name]: _mask(name, value) for name, value in self.parts.items() if name in LABELS and value}

    @property
    def purpose(self) -> str:
        """What the certificate is for, as the resident said."""
        return self.parts.get("purpose", "")

    @property
    def masked_name(self) -> str:
        """The name as lists show it."""
        return ERASED if self.erased else mask_name(self.parts.get("name", "")) or "（没有留姓名）"


def _mask(name: str, value: str) -> str:
    masks = {"name": mask_name, "number": mask_id_number, "phone": mask_phone}
    return masks[name.removeprefix("agent_")](value)


def person_parts(person: Person | None, agent: Person | None = None) -> dict[str, str]:
    """The parts to seal of who asks and who comes for them."""
    parts: dict[str, str] = {}
    for prefix, who in (("", person), ("agent_", agent)):
        if who is not None:
            said = {"name": who.name, "number": who.number, "phone": who.phone, "paper": who.paper}
            parts |= {f"{prefix}{name}": value for name, value in said.items() if value}
    return parts


def person_digest(person: Person | None) -> str:
    """By which the same person is recognised; nothing where no paper was looked at."""
    return number_digest(person.number) if person is not None and person.number else ""


def number_digest(number: str) -> str:
    """The same, of the number on the paper alone."""
    return lookup_digest("certificates.person", number)


def phone_digest(phone: str) -> str:
    """By which the same telephone is recognised among appointments."""
    return lookup_digest("certificates.phone", phone)


def fields_digest(values: Mapping[str, str]) -> str:
    """By which it is seen that filled fields were changed."""
    return lookup_digest("certificates.fields", canonical(values))


def seal_parts(application: Application, parts: Mapping[str, str]) -> None:
    """Put parts into an application (not saved)."""
    application.sealed = {**application.sealed, **seal_many(application.subject, parts, purpose=APPLICATION)}


def open_application(application: Application) -> Opened:
    """The open parts of an application."""
    try:
        parts = unseal_many(application.subject, application.sealed, purpose=APPLICATION)
    except Erased:
        return Opened(erased=True)
    values = json.loads(parts.pop("fields", "{}"))
    return Opened(parts, values)


def open_appointment(appointment: Appointment) -> Opened:
    """Name and phone of an appointment."""
    try:
        return Opened(unseal_many(appointment.subject, appointment.sealed, purpose=APPOINTMENT))
    except Erased:
        return Opened(erased=True)


def sealed_content(certificate: Certificate, content: Content) -> str:
    """The text of a certificate, sealed with its own key."""
    said = {name: getattr(content, name) for name in content.__slots__}
    return seal(certificate.subject, json.dumps(said, ensure_ascii=False), purpose=CERTIFICATE)


def open_certificate(certificate: Certificate) -> Content:
    """The text of a certificate; raises ``Erased``."""
    said = json.loads(unseal(certificate.subject, certificate.sealed, purpose=CERTIFICATE))
    lists = {name: tuple(said[name]) for name in ("paragraphs", "names")}
    return Content(**{**said, **lists})


def seal_record(record: Safeguard, text: str) -> str:
    """The text of a safeguard's record, sealed with the application's key."""
    return seal(record.application.subject, text, purpose=RECORD)


def open_record(record: Safeguard) -> str:
    """The text of a safeguard's record."""
    if not record.sealed:
        return ""
    try:
        return unseal(record.application.subject, record.sealed, purpose=RECORD)
    except Erased:
        return ERASED
